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
/** What the tests need of the checkout, besides the packages. */
const COPIED = ["src", "commands", "prompts", "test", "docs", "package.json", "tsconfig.json", "vitest.config.ts"];
/** A mutant that makes its tests hang is caught as well. */
const PATIENCE_MS = 240_000;

/** The source with the fault in it. @throws Error when the place is not there exactly once */
export function mutated(source: string, { what, file, find, become }: Mutation): string {
  const places = source.split(find);
  if (places.length !== 2) throw new Error(`${file} has ${places.length - 1} places for: ${what}`);
  return places.join(become);
}

/** A copy of the checkout in which things are broken on purpose. */
export function copy(): { folder: string; drop(): void } {
  const folder = mkdtempSync(join(tmpdir(), "pith-mutants-"));
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  link(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return { folder, drop: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The same files under another folder: reading processes may see nothing outside of the program's own. */
function link(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) link(source, target);
    else if (entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true });
    else {
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target); // on another disk
      }
    }
  }
}

/** Runs test files in a copy; true when all pass. */
export async function passes(folder: string, { tests, only }: Pick<Mutation, "tests" | "only">): Promise<boolean> {
  const vitest = join(folder, "node_modules/vitest/vitest.mjs");
  const words = [vitest, "run", "--bail=1", "--reporter=dot", ...(only ? ["-t", only] : []), ...tests];
  const child = spawn(process.execPath, words, { cwd: folder, stdio: "ignore", timeout: PATIENCE_MS });
  return new Promise((resolve) => child.once("close", (code) => resolve(code === 0)));
}

/** Whether the tests notice a fault: it is put in, they are run, and it is taken out again. */
export async function isCaught(folder: string, mutation: Mutation): Promise<boolean> {
  const path = join(folder, mutation.file);
  const source = readFileSync(path, "utf8");
  writeFileSync(path, mutated(source, mutation));
  try {
    return !(await passes(folder, mutation));
  } finally {
    writeFileSync(path, source);
  }
}
