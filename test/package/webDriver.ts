/**
 * Browsers that are told what to do in the commands of WebDriver: Firefox by a socket of its own,
 * WebKitGTK by its driver.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { join } from "node:path";
import { launch, launchDriver, type OpenBrowser } from "../hosts/systemBrowser.js";

type Fields = Readonly<Record<string, unknown>>;

/** Commands to a browser, by the names that they have in Firefox, and in WebDriver's addresses. */
const COMMANDS = {
  begin: ["WebDriver:NewSession", ""],
  navigate: ["WebDriver:Navigate", "/url"],
  execute: ["WebDriver:ExecuteAsyncScript", "/execute/async"],
  perform: ["WebDriver:PerformActions", "/actions"],
  resize: ["WebDriver:SetWindowRect", "/window/rect"],
} as const;
type Command = keyof typeof COMMANDS;

export interface Driver {
  send(command: Command, parameters: Fields): Promise<unknown>;
  close(): Promise<void>;
}

const STARTING = 30_000;

async function until<T>(get: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = performance.now() + STARTING;
  for (;;) {
    const value = await get();
    if (value !== undefined) return value;
    if (performance.now() > end) throw new Error(`the browser has not started within ${STARTING} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Firefox, whose messages are texts of JSON behind their lengths. */
export async function openFirefox(path: string): Promise<Driver> {
  const browser = launch(path, "about:blank", ["--marionette"]);
  const file = join(browser.profile, "MarionetteActivePort");
  const port = await until(() => (existsSync(file) && Number(readFileSync(file, "utf8"))) || undefined);
  const socket = connect(port, "127.0.0.1");
  const driver = new Marionette(socket, browser);
  await driver.send("begin", { capabilities: {} });
  return driver;
}

type Answer = readonly [kind: number, id: number, error: { readonly message: string } | null, result: unknown];

class Marionette implements Driver {
  private readonly waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  private last = 0;
  private unread = Buffer.alloc(0);

  constructor(
    private readonly socket: Socket,
    private readonly browser: OpenBrowser,
  ) {
    socket.on("data", (bytes: Buffer) => {
      this.unread = Buffer.concat([this.unread, bytes]);
      this.read();
    });
    socket.on("close", () => {
      for (const { reject } of this.waiting.values()) reject(new Error("Firefox has ended"));
    });
  }

  send(command: Command, parameters: Fields): Promise<unknown> {
    const id = ++this.last;
    const text = JSON.stringify([0, id, COMMANDS[command][0], parameters]);
    this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  close(): Promise<void> {
    this.waiting.clear();
    this.socket.destroy();
    return this.browser.close();
  }

  private read(): void {
    for (;;) {
      const from = this.unread.indexOf(":") + 1;
      const to = from + Number(this.unread.subarray(0, from - 1));
      if (from === 0 || this.unread.length < to) return;
      const message: Answer | object = JSON.parse(this.unread.subarray(from, to).toString());
      this.unread = this.unread.subarray(to);
      // The first message is a greeting.
      if (Array.isArray(message)) this.settle(message as unknown as Answer);
    }
  }

  private settle([, id, error, result]: Answer): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(unwrapped(result));
  }
}

/** Results that are no objects come in one. */
function unwrapped(result: unknown): unknown {
  return typeof result === "object" && result !== null && "value" in result ? result.value : result;
}

/** WebKitGTK's browser, which its driver starts. */
export async function openWebKit(path: string, driver: string): Promise<Driver> {
  const port = await freePort();
  const running = launchDriver(driver, [`--port=${port}`]);
  const origin = `http://127.0.0.1:${port}`;
  const post = async (address: string, parameters: Fields): Promise<unknown> => {
    const response = await fetch(origin + address, { method: "POST", body: JSON.stringify(parameters) });
    const { value } = (await response.json()) as { value: { readonly message: string } };
    if (!response.ok) throw new Error(value.message);
    return value;
  };
  await until(() =>
    fetch(`${origin}/status`).then(
      ({ ok }) => ok || undefined,
      () => undefined,
    ),
  );
  const options = { binary: path, args: ["--automation"] };
  const capabilities = { alwaysMatch: { browserName: "MiniBrowser", "webkitgtk:browserOptions": options } };
  const { sessionId } = (await post("/session", { capabilities })) as { readonly sessionId: string };
  return {
    send: (command, parameters) => post(`/session/${sessionId}${COMMANDS[command][1]}`, parameters),
    close: () => running.close(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
