import { existsSync, readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { measureBotLatency } from "./bot/bot.ts";
import { measureGatewayDrops } from "./bot/drops.ts";
import { measureKillRecovery } from "./bot/kills.ts";
import { measureLoad } from "./bot/load.ts";
import { measureSoak } from "./bot/soak.ts";
import { measureGrowth } from "./growth.ts";
import type { BenchRow } from "./measurements.ts";
import { measureEventLoopDelay, measureProcessingTime } from "./processing.ts";
import { measureAddressGuard } from "./quality/addresses.ts";
import { measureHostileFiles } from "./quality/hostileFiles.ts";
import { measurePageCleaning, measureSeedArticle } from "./quality/pageCleaning.ts";
import { measureParaphrases } from "./quality/paraphrases.ts";
import { measurePdfCleaning, measureQuality } from "./quality/quality.ts";
import { measureQuestions } from "./quality/questions.ts";
import { measureTextCleaning } from "./quality/textCleaning.ts";

/**
 * `npm run bench [-- GROUP… DIR]`: every figure of Pith in one table, or those of the groups named, with the
 * machine, how busy it was before, and the versions. DIR is the folder of labelled sets, ../shared/bench unless told;
 * without it only what needs no data is measured.
 */
const GROUPS: Record<string, (data: string) => AsyncGenerator<BenchRow>> = {
  time: measureProcessingTime,
  loop: measureEventLoopDelay,
  bot: measureBotLatency,
  addresses: measureAddressGuard,
  files: measureHostileFiles,
  paraphrases: measureParaphrases,
  quality: (data) => measureQuality(data),
  questions: measureQuestions,
  /** The bot under load, and how work grows with its size: long, so they run only when they are named. */
  load: measureLoad,
  kills: measureKillRecovery,
  soak: measureSoak,
  drops: measureGatewayDrops,
  growth: measureGrowth,
  /** All that cleaning must hold, cross-validated: grows models anew, so it runs only when it is named. */
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

/** What takes many minutes. */
const LONG = ["clean", "load", "kills", "soak", "drops", "growth"];

const given = process.argv.slice(2);
const names = given.filter((word) => Object.hasOwn(GROUPS, word));
const [path, ...unknown] = given.filter((word) => !Object.hasOwn(GROUPS, word));
if (unknown.length || (path && !existsSync(path))) {
  console.error(`no group or folder ${unknown[0] ?? path}; groups are: ${Object.keys(GROUPS).join(", ")}`);
  process.exit(2);
}
const data = resolve(path ?? join(import.meta.dirname, "../../../shared/bench"));
const picked = names.length ? names : Object.keys(GROUPS).filter((name) => !LONG.includes(name));
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
  version: string;
};
const { length: cores, 0: cpu } = cpus();

console.log(
  `pith ${version} · node ${process.version} · ${platform()} ${arch()} · ${cores} × ${cpu?.model} · ${Math.round(totalmem() / 2 ** 30)} GiB · load ${loadavg()[0]?.toFixed(1)}`,
);
// One that is broken off takes what it started with it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
/** Prints the rows of a group, and gives how many there were. */
async function tell(rows: AsyncGenerator<BenchRow>): Promise<number> {
  let count = 0;
  for await (const { benchmark, subject, result } of rows) {
    count++;
    console.log(`${benchmark.padEnd(13)}${subject.padEnd(36)}${result}`);
  }
  return count;
}

for (const name of picked) {
  try {
    if ((await tell(GROUPS[name]!(data))) > 0) continue;
    console.log(`${name.padEnd(13)}nothing is measured without labelled sets: name their folder`);
  } catch (thrown) {
    // A busy machine may let a group wait in vain, and the other groups have their figures all the same.
    process.exitCode = 1;
    console.log(`${name.padEnd(13)}broken off: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
