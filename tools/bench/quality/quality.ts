import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";

import type { BenchRow } from "../measurements.ts";

const CLI = join(import.meta.dirname, "../../../src/cli.ts");
const ENVIRONMENT = { ...process.env, CACHE_URL: "memory:", PITH_ENGINE: "extractive", STORE_URL: "memory:" };

type PracticeSet = {
  what: string;
  set: string;
  form?: string;
  operation: string;
  scorer: string;
  by?: string;
  figure(score: Score): string;
};
type Score = Record<string, number> &
  Record<string, Record<string, number> & { pith: Record<string, number>; lead: Record<string, number> }>;

const percent = (value: number | undefined): string => (value ?? 0).toFixed(1);
const f1 = ({ f1: f, precision, recall, msMedian }: Score): string =>
  `F1 ${f?.toFixed(4)}  P ${precision?.toFixed(3)}  R ${recall?.toFixed(3)}  ${msMedian?.toFixed(1)} ms`;
const cleaning = (set: string, form?: string): PracticeSet => ({
  what: "cleaning",
  set: `extraction/${set}`,
  ...(form && { form }),
  operation: "extract",
  scorer: "score-extract.mjs",
  figure: f1,
});
const verification = (set: string): PracticeSet => ({
  what: "verification",
  set: `verifier/${set}`,
  operation: "verify",
  scorer: "score-verifier.mjs",
  figure: ({ balanced, auc }) => `balanced ${percent(balanced)}  AUC ${auc?.toFixed(3)}`,
});
const retrieval = (set: string): PracticeSet => ({
  what: "retrieval",
  set: "retrieval",
  form: set,
  operation: "retrieve",
  scorer: "score-retrieval.mjs",
  figure: (score) => `r@1 ${percent(score[set]?.r1)}  r@5 ${percent(score[set]?.r5)}  r@10 ${percent(score[set]?.r10)}`,
});

const PDFS: PracticeSet[] = [
  {
    ...cleaning("pdf-groff"),
    by: "type",
    figure: (score) =>
      [
        f1(score),
        ...Object.entries(score.by ?? {}).map(([type, of]) => `${type} ${(of as unknown as Score).f1?.toFixed(4)}`),
      ].join("  "),
  },
];
const SETS: PracticeSet[] = [
  cleaning("scrapinghub", "html"),
  cleaning("scrapinghub", "text"),
  cleaning("scrapinghub", "flat"),
  cleaning("wcxb", "html"),
  cleaning("daniel-multilingual", "html"),
  cleaning("daniel-multilingual", "text"),
  cleaning("chinese", "html"),
  cleaning("chinese", "text"),
  ...PDFS,
  {
    what: "digest",
    set: "summaries",
    operation: "summarise",
    scorer: "score-summaries.mjs",
    figure: ({ cnndm, bbc }) =>
      `ROUGE-1 CNN/DM ${percent(cnndm?.pith.r1)} (lead ${percent(cnndm?.lead.r1)})  BBC ${percent(bbc?.pith.r1)} (lead ${percent(bbc?.lead.r1)})`,
  },
  verification("perturbed"),
  verification("speakers"),
  verification("claims"),
  ...["en", "de", "es", "ru", "zh", "ar", "tr", "vi"].map((language) => retrieval(`xquad_${language}`)),
  retrieval("qmsum"),
];

/** Each practice set through `pith batch` and its own scorer, as the data's README tells. */
export async function* measureQuality(data: string, sets = SETS): AsyncGenerator<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), "pith-bench-"));
  const predictions = join(folder, "predictions.jsonl");
  for (const set of sets) {
    const on = set.form ? `${set.set} ${set.form}` : set.set;
    if (!existsSync(join(data, set.set)) && !existsSync(join(data, `${set.set}.jsonl`))) continue;
    const rows = spawn("node", [join(data, "to-rows.mjs"), set.set, ...(set.form ? [set.form] : [])], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pith = spawn(CLI, ["batch", set.operation], { stdio: ["pipe", "pipe", "inherit"], env: ENVIRONMENT });
    await Promise.all([pipeline(rows.stdout, pith.stdin), pipeline(pith.stdout, createWriteStream(predictions))]);
    const scorer = spawn(
      "node",
      [join(data, set.scorer), set.set, predictions, "--json", ...(set.by ? ["--by", set.by] : [])],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    yield { benchmark: set.what, subject: on, result: set.figure(JSON.parse(await text(scorer.stdout)) as Score) };
  }
  rmSync(folder, { recursive: true });
}

/** The typeset documents alone. */
export const measurePdfCleaning = (data: string): AsyncGenerator<BenchRow> => measureQuality(data, PDFS);
