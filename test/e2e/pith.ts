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

/** Environment variables of every run. They exclude the settings of this machine and keep the cache in memory. */
const BASE_ENVIRONMENT = { PATH: process.env.PATH ?? "", HOME: "/nonexistent", CACHE_URL: "memory:" };

/**
 * Node options, as in the first line of `src/cli.ts` and in `npm start`. A small young generation halves the memory
 * usage of the bot.
 */
const NODE_OPTIONS = ["--no-warnings", "--max-semi-space-size=2", "--heap-growing-percent=50"];

/** Starts `pith` in a child process, with the Node options of an installed `pith`. */
export function startPith(args: string[], environment: Record<string, string> = {}, cwd = ROOT) {
  const child = spawn(process.execPath, [...NODE_OPTIONS, CLI, ...args], {
    cwd,
    env: { ...BASE_ENVIRONMENT, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  runningProcesses.add(child);
  child.once("close", () => runningProcesses.delete(child));
  return child;
}

/** Running child processes. They are killed when this process exits, because they would otherwise outlive it. */
const runningProcesses = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of runningProcesses) child.kill("SIGKILL");
});

/** Runs `pith` in a child process with `input` on stdin, and resolves when it exits. */
export async function spawnPith(
  args: string[],
  environment: Record<string, string> = {},
  input: string | Uint8Array = "",
  cwd = ROOT,
): Promise<Ended> {
  const child = startPith(args, environment, cwd);
  child.stdin.on("error", () => undefined); // The process may exit without reading its input.
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** Runs `pith` in this process with `input` on stdin. This is faster than `spawnPith`. */
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
    loadConfig: () => readConfig({ ...BASE_ENVIRONMENT, ...environment }),
    output,
    signal: new AbortController().signal,
    stdin: Readable.from([Buffer.from(input)]),
  });
  return { code, stdout, stderr };
}

/** Parses output that consists of one JSON value per line. */
export const jsonLines = (stdout: string): unknown[] =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
