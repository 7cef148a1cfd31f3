import type { Output } from "../../src/terminal/output.ts";

/** An output that keeps what was said. */
export function heardOutput(terminal = false): Output & { said: { out: string; err: string } } {
  const said = { out: "", err: "" };
  const add = (to: "out" | "err") => (text: string) => {
    said[to] += text;
  };
  return { said, out: add("out"), err: add("err"), terminal };
}
