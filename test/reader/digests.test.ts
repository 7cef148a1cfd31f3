import { expect, test } from "vitest";
import { extractiveEngine } from "../../src/engine/index.ts";
import { DEFAULT_OPTIONS, detachedContext } from "../../src/model/index.ts";
import { CJK, countWords } from "../../src/text/index.ts";
import { type LabelledDocument, readLabelledDocuments } from "../../tools/train/keys.ts";

const documents = (await readLabelledDocuments(import.meta.dirname)).filter(({ keyCount }) => keyCount > 0);

/** The statements of a standard digest, the gist first, each with the key facts that it gives. */
async function statementsOf({ document, sentences, keys }: LabelledDocument) {
  const { gist, points } = await extractiveEngine.digest(document, DEFAULT_OPTIONS, detachedContext());
  return [gist, ...points.map((point) => point.text)].map((text) => {
    const sentence = sentences.find((candidate) => candidate.text === text);
    return { text, keys: sentence ? keys[sentence.index]! : [] };
  });
}

test("digests of documents of all kinds give most of what a careful reader would want to be told", async () => {
  const shares: number[] = [];
  for (const labelled of documents.filter(({ kind }) => kind !== "table")) {
    const given = new Set((await statementsOf(labelled)).flatMap(({ keys }) => keys)).size;
    shares.push(Math.min(given, 5) / Math.min(labelled.keyCount, 5));
  }
  expect(shares.length).toBeGreaterThan(30);
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.55);
});

test("a standard digest of 300 words has three statements, none longer than 45 words (110 characters)", async () => {
  for (const labelled of documents) {
    const statements = await statementsOf(labelled);
    if (labelled.document.words >= 300) expect(statements.length, labelled.id).toBeGreaterThanOrEqual(3);
    for (const { text } of statements) {
      if (CJK.test(text)) expect(text.length, text).toBeLessThanOrEqual(110);
      else expect(countWords(text), text).toBeLessThanOrEqual(45);
    }
  }
});
