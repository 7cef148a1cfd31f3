import { existsSync, readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { measureBotLatency } from "./bot/bot.ts";
import { measureGatewayDrops } from "./bot/drops.ts";
import { measureKillRecovery } from "./bot/kills.ts";
import { measureLoad } from "./bot/load.ts";
import { measureSoak } from "./bot/soak.ts";
import { measureTalk } from "./bot/talk.ts";
import { measureCards } from "./cards.ts";
import { measureGrowth } from "./growth.ts";
import type { BenchRow } from "./measurements.ts";
import { measureEventLoopDelay, measureProcessingTime } from "./processing.ts";
import { measureAddressGuard } from "./quality/addresses.ts";
import { measureCapturedModels } from "./quality/captured.ts";
import { measureHostileFiles } from "./quality/hostileFiles.ts";
import { measurePageCleaning, measureSeedArticle } from "./quality/pageCleaning.ts";
import { measureParaphrases } from "./quality/paraphrases.ts";
import { measurePdfCleaning, measureQuality } from "./quality/quality.ts";
import { measureQuestions } from "./quality/questions.ts";
import { measureStatements } from "./quality/statements.ts";
import { measureTextCleaning } from "./quality/textCleaning.ts";
import { measureReader } from "./reader.ts";

/**
 * `npm run bench [-- GROUP… DIR] [--show]`: runs the named groups of benchmarks, or all except the long ones. Prints a line with
 * the versions, the machine and the system load, followed by a table of results. DIR is the folder of the labelled data
 * sets, by default `../shared/bench`. Benchmarks whose data does not exist are skipped.
 */
const GROUPS: Record<string, (data: string) => AsyncGenerator<BenchRow>> = {
  time: measureProcessingTime,
  loop: measureEventLoopDelay,
  bot: measureBotLatency,
  addresses: measureAddressGuard,
  files: measureHostileFiles,
  paraphrases: measureParaphrases,
  cards: measureCards,
  statements: measureStatements,
  captured: measureCapturedModels,
  quality: (data) => measureQuality(data),
  questions: measureQuestions,
  reader: measureReader,
  talk: measureTalk,
  load: measureLoad,
  kills: measureKillRecovery,
  soak: measureSoak,
  drops: measureGatewayDrops,
  growth: measureGrowth,
  /** All benchmarks of reading and cleaning. Trains models for cross-validation. */
  clean: async function* (data) {
    for (const part of [
      measureTextCleaning,
      measurePageCleaning,
      measurePdfCleaning,
      measureSeedArticle,
      measureHostileFiles,
    ])
      yield* part(data);
  },
};

/** Groups that take many minutes and therefore run only if they are named. */
const LONG_GROUPS = ["talk", "clean", "load", "kills", "soak", "drops", "growth"];

// `--show` is read by the groups that can print texts.
const args = process.argv.slice(2).filter((arg) => arg !== "--show");
const names = args.filter((arg) => Object.hasOwn(GROUPS, arg));
const [path, ...unknown] = args.filter((arg) => !Object.hasOwn(GROUPS, arg));
if (unknown.length || (path && !existsSync(path))) {
  console.error(`no group or folder ${unknown[0] ?? path}; groups are: ${Object.keys(GROUPS).join(", ")}`);
  process.exit(2);
}
const data = resolve(path ?? join(import.meta.dirname, "../../../shared/bench"));
const selected = names.length ? names : Object.keys(GROUPS).filter((name) => !LONG_GROUPS.includes(name));
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
  version: string;
};
const { length: cores, 0: cpu } = cpus();

console.log(
  `pith ${version} · node ${process.version} · ${platform()} ${arch()} · ${cores} × ${cpu?.model} · ${Math.round(totalmem() / 2 ** 30)} GiB · load ${loadavg()[0]?.toFixed(1)}`,
);
// `process.exit` runs the exit handlers, which kill the child processes.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

/** Prints the rows of a group and returns their number. */
async function print(rows: AsyncGenerator<BenchRow>): Promise<number> {
  let count = 0;
  for await (const { benchmark, subject, result } of rows) {
    count++;
    console.log(`${benchmark.padEnd(13)}${subject.padEnd(36)}${result}`);
  }
  return count;
}

for (const name of selected) {
  try {
    if ((await print(GROUPS[name]!(data))) > 0) continue;
    console.log(`${name.padEnd(13)}skipped: no labelled data sets; pass their folder as DIR`);
  } catch (thrown) {
    // On a busy machine a group can time out. The other groups still run.
    process.exitCode = 1;
    console.log(`${name.padEnd(13)}failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
