import { describe, expect, test } from "vitest";
import { openStore } from "../src/cache/index.ts";
import { DEFAULT_OPTIONS, type Digest, type Document, detachedContext, type Progress } from "../src/model/index.ts";
import { createDocument } from "./fakes/documents.ts";
import { FakeEngine, STORY } from "./fakes/engine.ts";
import { createPith } from "./fakes/pith.ts";

/** The story stands twice: quotes must come from the section, not from the first place with the same words. */
const DOCUMENT: Document = createDocument([
  ...["1. Before", ...STORY.split("\n\n")],
  ...["2. After", ...STORY.split("\n\n").map((sentence) => sentence.replace("2024", "2025"))],
  ...["3. Later", "Nothing has been heard of the library of Orrin since, and the hall is closed for good, it is said."],
]);
const SECTION = { start: DOCUMENT.text.indexOf("2. After"), end: DOCUMENT.text.indexOf("3. Later") };

const quotesOf = ({ gistQuotes, points, claims }: Digest) => [
  ...gistQuotes,
  ...points.flatMap(({ quotes }) => quotes),
  ...claims.flatMap(({ quote }) => quote ?? []),
];

describe.for(["extractive", "llm"] as const)("a section, engine %s", (engine) => {
  const pith = createPith({ llm: new FakeEngine(), auto: "auto", store: openStore("memory:", "test") });
  const options = { ...DEFAULT_OPTIONS, engine, section: "2" };

  test("has only quotes of the section, with their places in the document, also from the cache", async () => {
    for (const cached of [false, true]) {
      const drafts: Progress[] = [];
      const context = { ...detachedContext(), report: (progress: Progress) => void drafts.push(progress) };
      const digest = await pith.digest(DOCUMENT, options, context);
      expect(digest.cached).toBe(cached);
      const shown = [digest, ...drafts.flatMap((progress) => (progress.stage === "draft" ? progress.digest : []))];
      expect(quotesOf(digest).length).toBeGreaterThan(0);
      for (const quote of shown.flatMap(quotesOf)) {
        expect(DOCUMENT.text.slice(quote.start, quote.end)).toBe(quote.text);
        expect(quote.start).toBeGreaterThan(SECTION.start);
        expect(quote.end).toBeLessThan(SECTION.end);
        expect(quote.paragraph).toBe(DOCUMENT.blocks.findLastIndex(({ start }) => start <= quote.start) + 1);
      }
      expect(digest.document).toMatchObject({ id: DOCUMENT.id, title: "2. After" });
    }
  });

  test("fails with the list of sections if there is no such section", async () => {
    await expect(pith.digest(DOCUMENT, { ...options, section: "7" }, detachedContext())).rejects.toMatchObject({
      code: "no_section",
      detail: "1. Before · 2. After · 3. Later",
    });
  });
});
