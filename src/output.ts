/**
 * Output streams of a command: results go to stdout, progress and errors to stderr. `isTTY` is true if stderr is a
 * terminal.
 */
export type Output = { out(text: string): void; err(text: string): void; isTTY: boolean };

export const standardOutput: Output = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTTY: process.stderr.isTTY === true,
};
