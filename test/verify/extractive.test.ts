import { expect, test } from "vitest";
import { detachedContext, NO_USAGE } from "../../src/model/index.ts";
import { verifyDigest } from "../../src/verify/index.ts";
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
