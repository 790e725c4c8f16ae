import { withErrorsKept } from "./keptErrors.js";
import { Page, type Point } from "./page.js";
import type { Driver } from "./webDriver.js";

const EVALUATE = `const [expression, done] = arguments;
Promise.resolve().then(() => window.eval(expression)).then((value) => done({ value }), (error) => done({ error: String(error) }));`;

/** A page in a browser that WebDriver has opened, whose server keeps its errors in it. */
export class WebDriverPage extends Page {
  private readonly earlier: string[] = [];

  private constructor(
    private readonly driver: Driver,
    private readonly server: Awaited<ReturnType<typeof withErrorsKept>>,
  ) {
    super();
  }

  static async open(driver: Driver, url: string, size: { readonly width: number; readonly height: number }): Promise<WebDriverPage> {
    const page = new WebDriverPage(driver, await withErrorsKept(new URL(url).origin));
    await driver.send("resize", size);
    await driver.send("navigate", { url: page.server.addressOf(url) });
    return page;
  }

  async errors(): Promise<readonly string[]> {
    return [...this.earlier, ...(await this.evaluate<string[]>("window.errors"))];
  }

  async navigate(url: string): Promise<void> {
    this.earlier.push(...(await this.evaluate<string[]>("window.errors")));
    // An address that differs in its hash alone would load nothing.
    await this.driver.send("navigate", { url: "about:blank" });
    await this.driver.send("navigate", { url: this.server.addressOf(url) });
  }

  async evaluate<T>(expression: string): Promise<T> {
    const answer = (await this.driver.send("execute", { script: EVALUATE, args: [expression] })) as { value: T; error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }

  async drag(points: readonly Point[]): Promise<void> {
    const moves = points.map(([x, y]) => ({ type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0, origin: "viewport" }));
    const [first, ...others] = moves;
    const actions = [first, { type: "pointerDown", button: 0 }, ...others, { type: "pointerUp", button: 0 }];
    await this.driver.send("perform", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
  }

  async close(): Promise<void> {
    this.server.close();
    await this.driver.close();
  }
}
