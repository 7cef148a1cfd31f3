import { describe, expect, test } from "vitest";
import { detachedContext, NO_USAGE } from "../../src/model/index.ts";
import { verifyAnswer, verifyDigest } from "../../src/verify/index.ts";
import { createDocument } from "../fakes/documents.ts";

test("the document's own sentences are never dropped, however short or frequent", async () => {
  const document = createDocument(["Install", "1.", "Install the pump in the yard. Ed 1.", "Ed 1. Install", "1."]);
  const own = ["1.", "Install", "Ed 1."];
  const claim = { kind: "fact", speaker: null, certainty: "stated" } as const;
  const draft = {
    ...{ engine: { kind: "extractive", model: null, prompt: null } as const, language: "en", notices: [] },
    ...{ gist: "Install the pump in the yard.", usage: NO_USAGE },
    points: own.map((text) => ({ text, quotes: [text] })),
    claims: own.map((text) => ({ ...claim, text, quote: text })),
  };
  const verified = await verifyDigest(draft, document, detachedContext());
  expect(verified).toMatchObject({
    points: own.map((text) => ({ text, quotes: [{ text }] })),
    dropped: [],
    notices: [],
  });
  expect(verified.claims.filter(({ status }) => status === "unverified")).toEqual([]);
  expect(await verifyDigest({ ...draft, gist: "1.", points: [] }, document, detachedContext())).toMatchObject({
    ...{ gist: "1.", gistQuotes: [{ text: "1." }], dropped: [] },
  });
  const byModel = { ...draft, engine: { kind: "llm", model: "stub", prompt: "hash" } as const };
  expect((await verifyDigest(byModel, document, detachedContext())).dropped).not.toEqual([]);
});

describe("statements worked out from a table", () => {
  const document = createDocument(["Line | Riders", "Line 1 | 40", "Line 11 | 4"], {}, "table");
  const rows = document.blocks.slice(1).map(({ start, end }) => ({ start, end }));
  const extractive = { kind: "extractive", model: null, prompt: null } as const;
  const model = { kind: "llm", model: "stub", prompt: "hash" } as const;
  const draft = {
    ...{ engine: extractive, language: "en", notices: [], usage: NO_USAGE, claims: [] },
    ...{ gist: "Riders of two lines: 44 in all.", gistRows: rows },
    points: [{ text: "Most riders: Line 1 (40).", quotes: [], rows: rows.slice(0, 1) }],
  };

  test("are kept, with their rows as quotes, and marked", async () => {
    const { gist, gistQuotes, gistComputed, points } = await verifyDigest(draft, document, detachedContext());
    expect({ gist, gistComputed }).toEqual({ gist: draft.gist, gistComputed: true });
    expect(points).toMatchObject([{ text: draft.points[0]!.text, computed: true, quotes: [{ text: "Line 1 | 40" }] }]);
    for (const { text, start, end } of [...gistQuotes, ...points[0]!.quotes])
      expect(text).toBe(document.text.slice(start, end));
  });

  test("a model cannot write them: its statements need quotes that bear them out", async () => {
    const { gist, gistComputed, points } = await verifyDigest({ ...draft, engine: model }, document, detachedContext());
    expect({ gist, gistComputed, points }).toEqual({ gist: null, gistComputed: undefined, points: [] });
  });

  const answer = {
    ...{ engine: extractive, language: "en", notices: [], usage: NO_USAGE, answerable: true },
    ...{ text: "Riders, Line 11: 4 [1]", quotes: [], rows: { document: document.id, spans: [rows[1]!] } },
  };

  test("an answer keeps its text and quotes its rows", async () => {
    const verified = await verifyAnswer(answer, [document], "How many riders has line 11?", detachedContext());
    expect(verified).toMatchObject({ answerable: true, computed: true, text: answer.text });
    expect(verified.quotes).toMatchObject([{ text: "Line 11 | 4", ...rows[1] }]);
  });

  test.each([
    ["by a model", { ...answer, engine: model }],
    ["about a document that is not there", { ...answer, rows: { ...answer.rows, document: "other" } }],
  ])("an answer %s is not taken as it is", async (_, drafted) => {
    const verified = await verifyAnswer(drafted, [document], "How many riders has line 11?", detachedContext());
    expect(verified.answerable).toBe(false);
    expect(verified.computed).toBeUndefined();
  });
});
