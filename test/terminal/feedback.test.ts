import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { Feedback } from "../../src/model/index.ts";
import { openRecords, type Records } from "../../src/records/index.ts";
import { exportFeedback } from "../../src/terminal/feedback.ts";
import { captureOutput } from "../fakes/output.ts";
import { createDigest, createPosting, createTurn } from "../fakes/records.ts";

let folder: string;
let records: Records;
const url = (): string => `sqlite:${folder}/pith.db`;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "pith-feedback-"));
  records = await openRecords(url());
});
afterEach(async () => {
  await records.close();
  rmSync(folder, { recursive: true });
});

async function runExport(): Promise<Record<string, unknown>[]> {
  const output = captureOutput();
  await exportFeedback(readConfig({ STORE_URL: url() }), output);
  return output.captured.out
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

let time = 0;
const createFeedback = (overrides: Partial<Feedback>): Feedback => ({
  ...{ of: "digest", about: "", posting: "", asker: "asker-4711", good: true, createdAt: ++time },
  ...overrides,
});

test("exports nothing without feedback", async () => {
  expect(await runExport()).toEqual([]);
});

test("exports feedback on public postings with its text and without the user, oldest first", async () => {
  const posting = createPosting({ title: "The library", url: "https://example.org/a" });
  await records.postings.create(posting);
  await records.digests.save(posting.id, createDigest("It opened."));
  const turn = createTurn(posting.id);
  await records.turns.add(turn);
  await records.feedback.save(createFeedback({ about: posting.id, posting: posting.id }));
  await records.feedback.save(createFeedback({ of: "answer", about: turn.id, posting: posting.id, good: false }));
  const [digest, answer] = await runExport();
  expect(digest).toMatchObject({ of: "digest", good: true, private: false, title: "The library" });
  expect(digest).toMatchObject({ digest: { gist: "It opened." }, engine: { kind: "extractive" } });
  expect(answer).toMatchObject({ of: "answer", good: false, question: "Why?", answer: { text: "Yes." } });
  expect(answer).not.toHaveProperty("digest");
  expect(JSON.stringify([digest, answer])).not.toContain("asker-4711");
});

test("exports feedback on private postings without content, and on deleted targets without their text", async () => {
  const hidden = createPosting({ private: true, title: "A secret" });
  const untitled = createPosting({ title: null });
  for (const posting of [hidden, untitled]) await records.postings.create(posting);
  await records.digests.save(hidden.id, createDigest("It was secret."));
  await records.feedback.save(createFeedback({ about: hidden.id, posting: hidden.id }));
  await records.feedback.save(createFeedback({ about: untitled.id, posting: untitled.id }));
  await records.feedback.save(createFeedback({ of: "answer", about: "no turn", posting: untitled.id }));
  const [secret, digest, answer] = await runExport();
  expect(secret).toEqual({
    of: "digest",
    good: true,
    at: expect.any(String),
    private: true,
    engine: { kind: "extractive", model: null, prompt: null },
  });
  expect(digest).toMatchObject({ title: null, url: null, digest: null, engine: null });
  expect(answer).toMatchObject({ question: null, answer: null, engine: null });
});
