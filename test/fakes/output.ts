import type { Output } from "../../src/output.ts";

/** Creates an `Output` that captures stdout and stderr in memory. `terminal` sets `isTTY`. */
export function captureOutput(terminal = false): Output & { captured: { out: string; err: string } } {
  const captured = { out: "", err: "" };
  const add = (to: "out" | "err") => (text: string) => {
    captured[to] += text;
  };
  return { captured, out: add("out"), err: add("err"), isTTY: terminal };
}
