import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchRow } from "./measurements.ts";

const ROOT = join(import.meta.dirname, "../..");
/** The labelled documents of the repository. */
const OWN = join(ROOT, "test/reader");
const ENVIRONMENT = { ...process.env, PITH: join(ROOT, "src/cli.ts"), PITH_ENGINE: "extractive" };

type Figures = Record<string, number | string>;

/** How the figures of each mode of the scorer are printed, by name. */
const MODES: Record<string, readonly string[]> = {
  digest: ["keys", "worst", "junk", "unreadable", "title", "date", "byline", "keysLEAD", "keysLexRank"],
  ask: ["right", "silentRight", "wronglySilent", "words"],
  compare: ["conflictsFound", "agreementsFound", "trapsTaken", "shownRightly", "onlyWrong"],
};

/**
 * Digests, answers and comparisons of documents that people post, by `score-reader.mjs` of the data, on its own set and on
 * those of this repository, of which `unseen` and `blind` are never fitted to. Shares are in per cent. With `--show`, prints what was missed.
 */
export async function* measureReader(data: string): AsyncGenerator<BenchRow> {
  const scorer = join(data, "score-reader.mjs");
  if (!existsSync(scorer)) return;
  const folder = mkdtempSync(join(tmpdir(), "pith-bench-"));
  const file = join(folder, "figures.json");
  const show = process.argv.includes("--show") ? ["--show"] : [];
  for (const [mode, names] of Object.entries(MODES)) {
    for (const [name, set] of [
      ["practice", join(data, "reader")],
      ["own", OWN],
      ["unseen", join(OWN, "unseen")],
      ["blind", join(OWN, "blind")],
    ] as const) {
      if (!existsSync(set)) continue;
      const run = spawn("node", [scorer, mode, set, "--json", file, ...show], {
        cwd: ROOT,
        env: ENVIRONMENT,
        stdio: ["ignore", show.length ? "inherit" : "ignore", "inherit"],
      });
      await new Promise((resolve) => run.once("exit", resolve));
      const figures = JSON.parse(readFileSync(file, "utf8")) as Figures;
      const result = names.map((figure) => `${figure} ${figures[figure] ?? "–"}`).join("  ");
      yield { benchmark: mode, subject: name, result };
    }
  }
  rmSync(folder, { recursive: true });
}
