import type { Output } from "../../src/output.ts";

/** An output that collects in memory what is written to stdout and stderr. `terminal` sets `isTTY`. */
export function captureOutput(terminal = false): Output & { captured: { out: string; err: string } } {
  const captured = { out: "", err: "" };
  const add = (to: "out" | "err") => (text: string) => {
    captured[to] += text;
  };
  return { captured, out: add("out"), err: add("err"), isTTY: terminal };
}
