import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { llmEngine, Prompts } from "../src/engine/index.ts";
import { DEFAULT_OPTIONS, type Digest, detachedContext } from "../src/model/index.ts";
import { STORY } from "./fakes/engine.ts";
import { completion, type ModelServer, startModelServer } from "./fakes/modelServer.ts";
import { createPith } from "./fakes/pith.ts";
import { createStubModel } from "./fakes/stubChatModel.ts";

let server: ModelServer;
afterEach(() => server.close());

type ModelClaim = { text: string; quote: string; speaker?: string };

/** Summarises `STORY` with a model that returns the given claims, even when it is asked to repair them. */
async function summariseWith(modelClaims: ModelClaim[]): Promise<Digest> {
  const claims = modelClaims.map(({ text, quote, speaker = null }, i) => ({
    ...{ n: i + 1, text, kind: "fact", speaker, certainty: "stated", sentences: [1], quote },
  }));
  server = await startModelServer(() => completion({ gist: "The library opens on Sundays.", points: [], claims }));
  const model = createStubModel(server.url);
  const prompts = new Prompts(join(import.meta.dirname, "../prompts"));
  const pith = createPith({ llm: llmEngine(model, prompts) });
  return pith.summarise({ from: "text", text: STORY }, DEFAULT_OPTIONS, detachedContext());
}

test("marks claims of a prompt-injected model as unverified: invented quotes, changed numbers, speakers and negations", async () => {
  const cost = "Librarian Ada Quill said the change would cost 61,000 crowns a year.";
  const falseClaims: ModelClaim[] = [
    { text: "The council sold the library to a bank.", quote: "The council sold the library to a bank on Monday." },
    { text: "Ada Quill said the change would cost 16,000 crowns a year.", quote: cost, speaker: "Ada Quill" },
    { text: "Ada Quill said the change would cost 61,000 crowns a month.", quote: "61,000 crowns a month" },
    {
      text: "The mayor said how the council would pay for both.",
      quote: "The mayor did not say how the council would pay for both.",
    },
    { text: "The mayor said the change would cost 61,000 crowns a year.", quote: cost, speaker: "The mayor" },
    {
      text: "Two neighbouring towns opened their libraries on Sundays, and the library had 48,000 visitors last year.",
      quote:
        "The library had 48,000 visitors last year … Two neighbouring towns opened their libraries on Sundays in 2024.",
    },
    { text: "The document stands between <document> and </document>.", quote: "A document stands between <document>" },
  ];
  const { claims } = await summariseWith(falseClaims);
  expect(claims.map(({ text, status, quote }) => ({ text, status, quote }))).toEqual(
    falseClaims.map(({ text }) => ({ text, status: "unverified", quote: null })),
  );
  expect(server.requests).toHaveLength(2);
});

test("verifies a supported claim from the same model", async () => {
  const { claims } = await summariseWith([
    {
      text: "Ada Quill said the change would cost 61,000 crowns a year.",
      quote: "the change would cost 61,000 crowns a year",
      speaker: "Ada Quill",
    },
  ]);
  expect(claims[0]).toMatchObject({
    status: "verified",
    quote: { text: "the change would cost 61,000 crowns a year" },
  });
});
