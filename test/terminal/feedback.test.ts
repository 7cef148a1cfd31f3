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

async function exported(): Promise<Record<string, unknown>[]> {
  const output = captureOutput();
  await exportFeedback(readConfig({ STORE_URL: url() }), output);
  return output.captured.out
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

let at = 0;
const given = (over: Partial<Feedback>): Feedback => ({
  ...{ of: "digest", about: "", posting: "", asker: "asker-4711", good: true, createdAt: ++at },
  ...over,
});

test("nothing given is nothing exported", async () => {
  expect(await exported()).toEqual([]);
});

test("what was public comes with its text and without whoever gave it, oldest first", async () => {
  const posting = createPosting({ title: "The library", url: "https://example.org/a" });
  await records.postings.create(posting);
  await records.digests.save(posting.id, createDigest("It opened."));
  const turn = createTurn(posting.id);
  await records.turns.add(turn);
  await records.feedback.save(given({ about: posting.id, posting: posting.id }));
  await records.feedback.save(given({ of: "answer", about: turn.id, posting: posting.id, good: false }));
  const [digest, answer] = await exported();
  expect(digest).toMatchObject({ of: "digest", good: true, private: false, title: "The library" });
  expect(digest).toMatchObject({ digest: { gist: "It opened." }, engine: { kind: "extractive" } });
  expect(answer).toMatchObject({ of: "answer", good: false, question: "Why?", answer: { text: "Yes." } });
  expect(answer).not.toHaveProperty("digest");
  expect(JSON.stringify([digest, answer])).not.toContain("asker-4711");
});

test("of what was private there is no word, and of what is not kept only what was thought of it", async () => {
  const hidden = createPosting({ private: true, title: "A secret" });
  const bare = createPosting({ title: null });
  for (const posting of [hidden, bare]) await records.postings.create(posting);
  await records.digests.save(hidden.id, createDigest("It was secret."));
  await records.feedback.save(given({ about: hidden.id, posting: hidden.id }));
  await records.feedback.save(given({ about: bare.id, posting: bare.id }));
  await records.feedback.save(given({ of: "answer", about: "no turn", posting: bare.id }));
  const [secret, digest, answer] = await exported();
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
