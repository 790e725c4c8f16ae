/** The reason for a backend, in the words of the page and of the engine. */
import type { info } from "hillock";

type Here = Pick<ReturnType<typeof info>, "reason">;

const WORDS: Readonly<Record<string, string>> = {
  "compiling WebAssembly was refused": "a policy of this page, or a setting of the browser, lets no WebAssembly be compiled",
  "memory for WebAssembly was refused": "the browser gives no memory to WebAssembly",
};

/** The reason as a part of a sentence, and the words of the engine as a sentence, or nothing. */
export function reasonOf({ reason }: Here): { readonly words: string; readonly engine: string } {
  const [what = "", ...said] = reason.split(": ");
  return {
    words: WORDS[what] ?? what,
    engine: said.length > 0 ? ` In the words of the engine: ${said.join(": ").replace(/\.?$/, ".")}` : "",
  };
}
