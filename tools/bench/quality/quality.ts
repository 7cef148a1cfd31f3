import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { BenchRow } from "../measurements.ts";

const CLI = join(import.meta.dirname, "../../../src/cli.ts");
const ENVIRONMENT = { ...process.env, CACHE_URL: "memory:", PITH_ENGINE: "extractive", STORE_URL: "memory:" };

/** A labelled data set, the `pith batch` operation to run on it, and the script that scores the predictions. */
type BenchmarkSet = {
  benchmark: string;
  set: string;
  /** Form or subset of the data, passed to `to-rows.mjs`. */
  form?: string;
  operation: string;
  scorer: string;
  /** Field by which the scorer groups its results. */
  by?: string;
  format(score: Score): string;
};
/** JSON output of a scorer; the fields depend on the scorer. */
type Score = Record<string, number> &
  Record<string, Record<string, number> & { pith: Record<string, number>; lead: Record<string, number> }>;

const toFixed1 = (value: number | undefined): string => (value ?? 0).toFixed(1);
const formatF1 = ({ f1: f, precision, recall, msMedian }: Score): string =>
  `F1 ${f?.toFixed(4)}  P ${precision?.toFixed(3)}  R ${recall?.toFixed(3)}  ${msMedian?.toFixed(1)} ms`;
const cleaning = (set: string, form?: string): BenchmarkSet => ({
  benchmark: "cleaning",
  set: `extraction/${set}`,
  ...(form && { form }),
  operation: "extract",
  scorer: "score-extract.mjs",
  format: formatF1,
});
const verification = (set: string): BenchmarkSet => ({
  benchmark: "verification",
  set: `verifier/${set}`,
  operation: "verify",
  scorer: "score-verifier.mjs",
  format: ({ balanced, auc }) => `balanced ${toFixed1(balanced)}  AUC ${auc?.toFixed(3)}`,
});
const retrieval = (set: string): BenchmarkSet => ({
  benchmark: "retrieval",
  set: "retrieval",
  form: set,
  operation: "retrieve",
  scorer: "score-retrieval.mjs",
  format: (score) =>
    `r@1 ${toFixed1(score[set]?.r1)}  r@5 ${toFixed1(score[set]?.r5)}  r@10 ${toFixed1(score[set]?.r10)}`,
});

const PDFS: BenchmarkSet[] = [
  {
    ...cleaning("pdf-groff"),
    by: "type",
    format: (score) =>
      [
        formatF1(score),
        ...Object.entries(score.by ?? {}).map(
          ([type, ofType]) => `${type} ${(ofType as unknown as Score).f1?.toFixed(4)}`,
        ),
      ].join("  "),
  },
];
const SETS: BenchmarkSet[] = [
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
    benchmark: "digest",
    set: "summaries",
    operation: "summarise",
    scorer: "score-summaries.mjs",
    format: ({ cnndm, bbc }) =>
      `ROUGE-1 CNN/DM ${toFixed1(cnndm?.pith.r1)} (lead ${toFixed1(cnndm?.lead.r1)})  BBC ${toFixed1(bbc?.pith.r1)} (lead ${toFixed1(bbc?.lead.r1)})`,
  },
  verification("perturbed"),
  verification("speakers"),
  verification("claims"),
  ...["en", "de", "es", "ru", "zh", "ar", "tr", "vi"].map((language) => retrieval(`xquad_${language}`)),
  retrieval("qmsum"),
];

/**
 * Runs `pith batch` on each data set and scores the predictions, as described in the README of the data. Skips
 * data sets that do not exist.
 */
export async function* measureQuality(data: string, sets = SETS): AsyncGenerator<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), "pith-bench-"));
  const predictions = join(folder, "predictions.jsonl");
  for (const set of sets) {
    const subject = set.form ? `${set.set} ${set.form}` : set.set;
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
    yield { benchmark: set.benchmark, subject, result: set.format(JSON.parse(await text(scorer.stdout)) as Score) };
  }
  rmSync(folder, { recursive: true });
}

/** Runs `measureQuality` on the PDF data set only. */
export const measurePdfCleaning = (data: string): AsyncGenerator<BenchRow> => measureQuality(data, PDFS);
