import { spawn } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mutation } from "./list.ts";

const ROOT = join(import.meta.dirname, "../..");
/** Files and folders that the tests need, in addition to `node_modules`. */
const COPIED = [
  "src",
  "commands",
  "playground",
  "prompts",
  "test",
  "docs",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];
/** Timeout for a test run. A mutation whose tests hang counts as caught. */
const TEST_TIMEOUT_MS = 240_000;

/**
 * Returns the source code with the fault applied.
 * @throws Error if `find` does not occur exactly once
 */
export function applyMutation(source: string, { description, file, find, replacement }: Mutation): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places for: ${description}`);
  return parts.join(replacement);
}

/** Copies the checkout to a temporary folder. `remove` deletes the copy. */
export function copyCheckout(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "pith-mutants-"));
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  linkTree(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Recreates a folder with hard links to its files. A symbolic link to the folder would not work, because the processes
 * that read documents can only access files inside the program's folder.
 */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true });
    else {
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target); // on another file system
      }
    }
  }
}

/** Runs test files in a copy of the checkout. Returns whether all tests passed. */
export async function testsPass(folder: string, tests: string[]): Promise<boolean> {
  const vitest = join(folder, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--bail=1", "--reporter=dot", ...tests];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: "ignore", timeout: TEST_TIMEOUT_MS });
  return new Promise((resolve) => child.once("close", (code) => resolve(code === 0)));
}

/** Applies a mutation, runs its tests and restores the file. Returns whether a test failed. */
export async function isCaught(folder: string, mutation: Mutation): Promise<boolean> {
  const path = join(folder, mutation.file);
  const source = readFileSync(path, "utf8");
  writeFileSync(path, applyMutation(source, mutation));
  try {
    return !(await testsPass(folder, mutation.tests));
  } finally {
    writeFileSync(path, source);
  }
}
