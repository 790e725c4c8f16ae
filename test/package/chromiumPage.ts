import type { Readable, Writable } from "node:stream";
import { launch, type OpenBrowser } from "../hosts/systemBrowser.js";
import { Page, type Point } from "./page.js";

interface Size {
  readonly width: number;
  readonly height: number;
}

type Fields = Record<string, unknown>;

interface Message extends Fields {
  id?: number;
  method?: string;
  result?: Fields;
  error?: { message: string };
  params?: Fields;
}

/**
 * One page in the system's Chromium, spoken to in the DevTools protocol over a pair of pipes: no
 * driver, no port, and no package whose version has to match the browser's.
 */
export class ChromiumPage extends Page {
  readonly #errors: string[] = [];
  readonly #browser: OpenBrowser;
  readonly #waiting = new Map<number, { resolve(result: Fields): void; reject(error: Error): void }>();
  #session: string | undefined;
  #last = 0;

  private constructor(browser: OpenBrowser) {
    super();
    this.#browser = browser;
    let rest = "";
    (browser.process.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages) this.#receive(JSON.parse(message));
    });
    browser.process.once("exit", (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`Chromium ended with code ${code}`));
    });
  }

  /** Opens an address; `before` is a script that runs in every document before its own. */
  static async open(
    chromium: string,
    url: string,
    size: Size = { width: 1280, height: 900 },
    args: readonly string[] = [],
    before = "",
  ): Promise<ChromiumPage> {
    const page = new ChromiumPage(
      launch(chromium, "about:blank", ["--remote-debugging-pipe", ...args], ["ignore", "ignore", "ignore", "pipe", "pipe"]),
    );
    const { targetId } = await page.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await page.send("Target.attachToTarget", { targetId, flatten: true });
    page.#session = sessionId as string;
    for (const domain of ["Runtime", "Log", "Page"]) await page.send(`${domain}.enable`);
    await page.resize(size);
    await page.send("Page.addScriptToEvaluateOnNewDocument", { source: before });
    await page.send("Emulation.setScrollbarsHidden", { hidden: true });
    await page.navigate(url);
    return page;
  }

  async errors(): Promise<readonly string[]> {
    return this.#errors;
  }

  async navigate(url: string): Promise<void> {
    // An address that differs in its hash alone would load nothing.
    await this.send("Page.navigate", { url: "about:blank" });
    await this.until(`location.href === "about:blank"`, 30_000);
    await this.send("Page.navigate", { url });
    await this.until(`location.href !== "about:blank" && document.readyState === "complete"`, 30_000);
  }

  send(method: string, params: Fields = {}): Promise<Fields> {
    const id = ++this.#last;
    (this.#browser.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId: this.#session })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(thrown(answer.exceptionDetails as Thrown));
    return (answer.result as { value: T }).value;
  }

  async drag(points: readonly Point[]): Promise<void> {
    const send = (type: string, [x, y]: Point) =>
      this.send("Input.dispatchMouseEvent", { type, x, y, button: "left", buttons: 1, clickCount: 1 });
    for (const [i, point] of points.entries()) await send(i === 0 ? "mousePressed" : "mouseMoved", point);
    await send("mouseReleased", points.at(-1) as Point);
  }

  resize(size: Size): Promise<unknown> {
    return this.send("Emulation.setDeviceMetricsOverride", { ...size, deviceScaleFactor: 1, mobile: false });
  }

  prefer(colorScheme: "light" | "dark", forced: "active" | "none" = "none"): Promise<unknown> {
    const features = [
      { name: "prefers-color-scheme", value: colorScheme },
      { name: "forced-colors", value: forced },
    ];
    return this.send("Emulation.setEmulatedMedia", { features });
  }

  /** Lays the page out for paper, or for the screen again. */
  print(isPaper: boolean): Promise<unknown> {
    return this.send("Emulation.setEmulatedMedia", { media: isPaper ? "print" : "" });
  }

  /** Presses a key and lets it go. */
  async press(key: "Tab" | "Enter"): Promise<void> {
    const [code, text] = key === "Tab" ? [9, ""] : [13, "\r"];
    for (const type of ["keyDown", "keyUp"])
      await this.send("Input.dispatchKeyEvent", { type, key, code: key, windowsVirtualKeyCode: code, ...(text && { text }) });
  }

  /** The whole page, however long, as a PNG. */
  async screenshot(): Promise<Buffer> {
    const { cssContentSize } = await this.send("Page.getLayoutMetrics");
    const clip = { ...(cssContentSize as Fields), scale: 1 };
    const { data } = await this.send("Page.captureScreenshot", { format: "png", clip, captureBeyondViewport: true });
    return Buffer.from(data as string, "base64");
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  #receive(message: Message) {
    if (message.id === undefined) {
      const error = errorOf(message.method, message.params as unknown as Events);
      if (error) this.#errors.push(error);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result ?? {});
  }
}

interface Thrown {
  text: string;
  exception?: { description?: string };
}

/** The parts used of Runtime.exceptionThrown, Runtime.consoleAPICalled and Log.entryAdded. */
interface Events {
  exceptionDetails: Thrown;
  type: string;
  args: { value?: unknown; description?: string }[];
  entry: { level: string; text: string; url?: string };
}

const thrown = ({ text, exception }: Thrown) => exception?.description ?? text;

function errorOf(method: string | undefined, { exceptionDetails, type, args, entry }: Events): string | undefined {
  if (method === "Runtime.exceptionThrown") return thrown(exceptionDetails);
  if (method === "Runtime.consoleAPICalled" && type === "error") return args.map((one) => one.description ?? String(one.value)).join(" ");
  if (method === "Log.entryAdded" && entry.level === "error") return `${entry.text} ${entry.url ?? ""}`.trim();
  return undefined;
}
