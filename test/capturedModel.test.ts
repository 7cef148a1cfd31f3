import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { llmEngine, Prompts } from "../src/engine/index.ts";
import { DEFAULT_OPTIONS, type Digest, detachedContext } from "../src/model/index.ts";
import { STORY } from "./fakes/engine.ts";
import { completion, idsOf, type ModelServer, startModelServer, statement } from "./fakes/modelServer.ts";
import { createPith } from "./fakes/pith.ts";
import { createStubModel } from "./fakes/stubChatModel.ts";

let server: ModelServer;
afterEach(() => server.close());

type ModelStatement = { text: string; cites: string; speaker?: string };

/**
 * Summarises `STORY` with a model that returns the given statements, even when it is asked to repair them. `cites` is in
 * the sentence that a statement rests on.
 */
async function summariseWith(stated: ModelStatement[]): Promise<Digest> {
  server = await startModelServer((request) => {
    const statements = stated.map(({ text, cites, speaker = null }, i) => ({
      ...statement(text, idsOf(request, cites), speaker),
      n: i + 1,
    }));
    return completion({ statements, gist: "The library opens on Sundays." });
  });
  const model = createStubModel(server.url);
  const prompts = new Prompts(join(import.meta.dirname, "../prompts"));
  const pith = createPith({ llm: llmEngine(model, prompts) });
  return pith.summarise({ from: "text", text: STORY }, DEFAULT_OPTIONS, detachedContext());
}

test("marks claims of a prompt-injected model as unverified: invented ones, changed numbers, speakers and negations", async () => {
  const cost = "Ada Quill said the change would cost 61,000 crowns a year";
  const falseClaims: ModelStatement[] = [
    { text: "The council sold the library to a bank.", cites: "nowhere" },
    { text: "Ada Quill said the change would cost 16,000 crowns a year.", cites: cost, speaker: "Ada Quill" },
    { text: "The mayor said how the council would pay for both.", cites: "mayor did not say" },
    { text: "The mayor said the change would cost 61,000 crowns a year.", cites: cost, speaker: "The mayor" },
    {
      text: "Two neighbouring towns opened their libraries on Sundays, and the library had 48,000 visitors last year.",
      cites: "48,000 visitors",
    },
    { text: "The document stands between <document> and </document>.", cites: "nowhere" },
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
      cites: "61,000 crowns a year",
      speaker: "Ada Quill",
    },
  ]);
  expect(claims[0]).toMatchObject({
    status: "verified",
    quote: { text: "Librarian Ada Quill said the change would cost 61,000 crowns a year." },
  });
});
