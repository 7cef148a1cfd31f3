import type { Config } from "../config.ts";
import type { Feedback } from "../model/index.ts";
import type { Output } from "../output.ts";
import type { Records } from "../records/index.ts";
import { jsonLine } from "./output.ts";

/**
 * `pith feedback`: prints the ratings of digests and answers as JSON lines, oldest first. The lines contain no user
 * ids, and no text if the posting is private or deleted.
 */
export async function exportFeedback({ storeUrl }: Config, { out }: Output): Promise<void> {
  const { openRecords } = await import("../records/index.ts");
  const records = await openRecords(storeUrl);
  try {
    for (const feedback of await records.feedback.findAll()) out(jsonLine(await toRow(feedback, records)));
  } finally {
    await records.close();
  }
}

async function toRow({ of, about, posting, good, createdAt }: Feedback, { postings, digests, turns }: Records) {
  const found = await postings.get(posting);
  const [digest, turn] = [await digests.get(posting), of === "answer" ? await turns.get(about) : null];
  const isPrivate = found?.private ?? true;
  const engine = of === "answer" ? turn?.answer.engine : digest?.engine;
  const row = { of, good, at: new Date(createdAt).toISOString(), private: isPrivate, engine: engine ?? null };
  if (isPrivate) return row;
  const text = of === "digest" ? { digest } : { question: turn?.question ?? null, answer: turn?.answer ?? null };
  return { ...row, title: found?.title ?? null, url: found?.url ?? null, ...text };
}
