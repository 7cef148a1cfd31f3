import type { Config } from "../config.ts";
import type { Feedback } from "../model/index.ts";
import type { Records } from "../records/index.ts";
import { jsonLine, type Output } from "./output.ts";

/**
 * `pith feedback`: what people thought of digests and answers, a JSON line each, oldest first, for evaluation. Nobody is
 * named, and of private runs there is no text.
 */
export async function exportFeedback({ storeUrl }: Config, { out }: Output): Promise<void> {
  const { openRecords } = await import("../records/index.ts");
  const records = await openRecords(storeUrl);
  try {
    for (const given of await records.feedback.all()) out(jsonLine(await rowOf(given, records)));
  } finally {
    await records.close();
  }
}

async function rowOf({ of, about, posting, good, createdAt }: Feedback, { postings, digests, turns }: Records) {
  const found = await postings.get(posting);
  const [digest, turn] = [await digests.of(posting), of === "answer" ? await turns.get(about) : null];
  const isPrivate = found?.private ?? true;
  const engine = of === "answer" ? turn?.answer.engine : digest?.engine;
  const row = { of, good, at: new Date(createdAt).toISOString(), private: isPrivate, engine: engine ?? null };
  if (isPrivate) return row;
  const text = of === "digest" ? { digest } : { question: turn?.question ?? null, answer: turn?.answer ?? null };
  return { ...row, title: found?.title ?? null, url: found?.url ?? null, ...text };
}
