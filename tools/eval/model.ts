import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { z } from "zod";
import { createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import {
  type Answer,
  asPithError,
  DEFAULT_OPTIONS,
  type Digest,
  type Document,
  detachedContext,
} from "../../src/model/index.ts";
import { type Exchange, startRecordingProxy } from "./recordingProxy.ts";

/**
 * `npm run eval:model -- DATA`: how well the configured model follows the prompts. Digests one document of each kind of
 * the labelled set `reader`, several times, and asks each of them one question that it answers and one that it does not.
 * What the model wrote and what became of it is kept in a file, to be read.
 */
const program = new Command("eval:model")
  .argument("<data>", "folder of the labelled sets")
  .option("--times <n>", "how often each document is digested", Number, 2)
  .option("--only <ids>", "documents to digest, by comma")
  .option("--seed", "digest the seed article as well", false)
  .option("--no-questions", "leave the questions out")
  .option("--json <file>", "output file", "model.json");
program.parse();
type Settings = { times: number; only?: string; seed: boolean; questions: boolean; json: string };
const { times, only, seed, questions: asksQuestions, json } = program.opts<Settings>();
const [data = ""] = program.args;

const Label = z.object({
  id: z.string(),
  kind: z.string(),
  lang: z.string(),
  file: z.string(),
  key: z.array(z.array(z.union([z.string(), z.array(z.string())]))),
  questions: z.array(
    z.object({ q: z.string(), gold: z.array(z.union([z.string(), z.array(z.string())])), answerable: z.boolean() }),
  ),
});
type Label = z.infer<typeof Label>;
type Alternative = Label["key"][number][number];
type Shown = { text: string; quotes: string[] };
/** The rules by which the bench counts key facts. */
type Reading = {
  statementsOf(digest: Digest, language: string): Shown[];
  keysGiven(statements: Shown[], keys: Alternative[][]): { hit: number; most: number };
  gives(statement: { text: string }, alternative: Alternative): boolean;
};
const { statementsOf, keysGiven, gives } = (await import(
  pathToFileURL(resolve(data, "lib/reading.mjs")).href
)) as Reading;

const labels = readFileSync(join(data, "reader/labels.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => Label.parse(JSON.parse(line)));
const firstOfEachKind = [...new Map(labels.toReversed().map((label) => [label.kind, label])).values()].toReversed();
const selected = only ? labels.filter(({ id }) => only.split(",").includes(id)) : firstOfEachKind;
const sources = [
  ...selected.map((label) => ({ label, path: join(data, "reader/docs", label.file) })),
  ...(seed ? [{ label: null, path: join(data, "seed/alibaba-170109.txt") }] : []),
];

type DigestRun = {
  id: string;
  digest: Digest | null;
  extract: Digest;
  exchanges: Exchange[];
  offered: string[];
  proven: string[];
  keys: { hit: number; most: number } | null;
  extractKeys: { hit: number; most: number } | null;
};
type AnswerRun = {
  id: string;
  question: Label["questions"][number];
  answer: Answer;
  isRight: boolean;
  exchanges: Exchange[];
};

const config = loadConfig();
const model = configured(config.model);
const proxy = await startRecordingProxy(model.baseUrl ?? "https://api.openai.com/v1");
const app = createApp(
  { ...config, cacheUrl: "memory:", model: { ...model, baseUrl: proxy.url } },
  { cacheFailed: console.error, modelFailed: (fault) => console.error(`${fault.code}: ${fault.detail}`) },
);
const digests: DigestRun[] = [];
const answers: AnswerRun[] = [];

for (let round = 1; round <= times; round++) {
  for (const { label, path } of sources) {
    const document = await app.pith.extract({ from: "path", path }, detachedContext());
    digests.push(await digestOne(label, document));
    const { exchanges, offered, proven, keys, extractKeys } = digests.at(-1)!;
    const seconds = exchanges.reduce((sum, one) => sum + one.milliseconds, 0) / 1000;
    console.log(
      `${round} ${label?.id ?? "seed"}: ${exchanges.length} calls, ${sumOutput(exchanges)} tokens, ${seconds.toFixed(0)} s, proven ${proven.length} of ${offered.length}, keys ${keys?.hit ?? "–"} (extractive ${extractKeys?.hit ?? "–"})`,
    );
    const nearMiss = label?.questions.find(({ answerable }) => !answerable);
    const answerable = label?.questions.find((question) => question.answerable);
    if (round > 1 || !asksQuestions || !label || !nearMiss || !answerable) continue;
    for (const question of [answerable, nearMiss]) answers.push(await ask(label.id, document, question));
  }
}
await app.close();
await proxy.close();
writeFileSync(json, JSON.stringify({ digests, answers }, null, 1));
printTable();

async function digestOne(label: Label | null, document: Document): Promise<DigestRun> {
  const options = { ...DEFAULT_OPTIONS, engine: "llm" } as const;
  const extract = await app.pith.digest(document, { ...options, engine: "extractive" }, detachedContext());
  const from = proxy.exchanges.length;
  const digest = await app.pith.digest(document, options, detachedContext(), true).catch((thrown) => {
    console.error(`failed: ${asPithError(thrown).code} ${asPithError(thrown).detail}`);
    return null;
  });
  const count = (one: Digest) => (label ? keysGiven(statementsOf(one, label.lang), label.key) : null);
  return {
    id: label?.id ?? "seed",
    digest,
    extract,
    exchanges: proxy.exchanges.slice(from),
    ...statementsIn(digest),
    keys: digest && count(digest),
    extractKeys: count(extract),
  };
}

/** The distinct statements that the model offered, and those of them that hold. */
function statementsIn(digest: Digest | null): { offered: string[]; proven: string[] } {
  if (!digest) return { offered: [], proven: [] };
  const verified = digest.claims.filter(({ status }) => status === "verified");
  const proven = new Set([...digest.points, ...verified].map(({ text }) => text));
  const failed = digest.claims.filter(({ status }) => status !== "verified");
  const dropped = [...digest.dropped.filter(({ what }) => what === "point"), ...failed].map(({ text }) => text);
  return { offered: [...new Set([...proven, ...dropped])], proven: [...proven] };
}

async function ask(id: string, document: Document, question: Label["questions"][number]): Promise<AnswerRun> {
  const from = proxy.exchanges.length;
  const answer = await app.pith.ask(
    [document],
    { text: question.q, language: "auto", engine: "llm" },
    detachedContext(),
  );
  const text = answer.text.replace(/\s*\[\d+\]/g, "");
  const isRight = question.answerable
    ? answer.answerable && question.gold.some((gold) => gives({ text }, gold))
    : !answer.answerable;
  console.log(`  ${isRight ? "right" : "WRONG"}  ${question.q} → ${answer.answerable ? text : "(does not say)"}`);
  return { id, question, answer, isRight, exchanges: proxy.exchanges.slice(from) };
}

function configured<T>(value: T | null): T {
  return value ?? program.error("no model is configured: set OPENAI_BASE_URL and PITH_MODEL");
}

function sumOutput(exchanges: Exchange[]): number {
  return exchanges.reduce((sum, { outputTokens }) => sum + outputTokens, 0);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function isWholeJson(output: string): boolean {
  try {
    JSON.parse(output);
    return true;
  } catch {
    return false;
  }
}

function printTable(): void {
  const calls = digests.flatMap(({ exchanges }) => exchanges);
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  const share = (part: number, whole: number): string => `${part} of ${whole} (${Math.round((100 * part) / whole)} %)`;
  const keyed = digests.flatMap(({ keys, extractKeys }) => (keys && extractKeys ? [{ keys, extractKeys }] : []));
  const asked = answers.filter(({ question }) => question.answerable);
  const nearMisses = answers.filter(({ question }) => !question.answerable);
  const rows: [string, string][] = [
    ["calls that ended by themselves", share(calls.filter((one) => one.finishReason === "stop").length, calls.length)],
    [
      "first calls that are valid JSON",
      share(digests.filter(({ exchanges }) => exchanges[0] && isWholeJson(exchanges[0].output)).length, digests.length),
    ],
    ["output tokens a digest, median", String(median(digests.map(({ exchanges }) => sumOutput(exchanges))))],
    ["calls a digest, mean", (calls.length / digests.length).toFixed(2)],
    [
      "seconds a digest, median",
      median(digests.map(({ exchanges }) => sum(exchanges.map((one) => one.milliseconds)) / 1000)).toFixed(0),
    ],
    [
      "statements proven",
      share(sum(digests.map((run) => run.proven.length)), sum(digests.map((run) => run.offered.length))),
    ],
    ["key facts", share(sum(keyed.map(({ keys }) => keys.hit)), sum(keyed.map(({ keys }) => keys.most)))],
    [
      "key facts of the extractive engine",
      share(
        sum(keyed.map(({ extractKeys }) => extractKeys.hit)),
        sum(keyed.map(({ extractKeys }) => extractKeys.most)),
      ),
    ],
    ["questions answered rightly", share(asked.filter(({ isRight }) => isRight).length, asked.length)],
    [
      "near misses answered all the same",
      share(nearMisses.filter(({ isRight }) => !isRight).length, nearMisses.length),
    ],
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(36)}${value}`);
}
