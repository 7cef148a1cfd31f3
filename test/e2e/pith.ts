import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { readConfig } from "../../src/config.ts";
import type { Output } from "../../src/output.ts";
import { main } from "../../src/terminal/main.ts";

const ROOT = join(import.meta.dirname, "../..");
const CLI = join(ROOT, "src/cli.ts");

export type Ended = { code: number | null; stdout: string; stderr: string };

/** What every run starts from: none of this machine's settings, and a cache of its own. */
const CLEAN = { PATH: process.env.PATH ?? "", HOME: "/nonexistent", CACHE_URL: "memory:" };

/** The options that its first line and `npm start` give to Node: a small nursery of objects halves the memory of the bot. */
const OPTIONS = ["--no-warnings", "--max-semi-space-size=2", "--heap-growing-percent=50"];

/** Starts `pith` as a process, as it is installed. */
export function startPith(args: string[], environment: Record<string, string> = {}, cwd = ROOT) {
  const child = spawn(process.execPath, [...OPTIONS, CLI, ...args], {
    cwd,
    env: { ...CLEAN, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  started.add(child);
  child.once("close", () => started.delete(child));
  return child;
}

/** What still runs when this process ends would run on without anybody to end it. */
const started = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of started) child.kill("SIGKILL");
});

/** Runs `pith` as a process with `input` on stdin, and waits for its end. */
export async function spawnPith(
  args: string[],
  environment: Record<string, string> = {},
  input: string | Uint8Array = "",
  cwd = ROOT,
): Promise<Ended> {
  const child = startPith(args, environment, cwd);
  child.stdin.on("error", () => undefined); // it may end without reading
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** Runs a command of `pith` in this process, with `input` on stdin: as `spawnPith`, without the cost of a process. */
export async function runPith(
  args: string[],
  environment: Record<string, string> = {},
  input: string | Uint8Array = "",
): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  const output: Output = {
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
    isTTY: false,
  };
  const code = await main(args, {
    loadConfig: () => readConfig({ ...CLEAN, ...environment }),
    output,
    signal: new AbortController().signal,
    stdin: Readable.from([Buffer.from(input)]),
  });
  return { code, stdout, stderr };
}

export const jsonLines = (stdout: string): unknown[] =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
