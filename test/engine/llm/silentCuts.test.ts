import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { ChatModel } from "../../../src/engine/index.ts";
import { completion, type ModelRequest, type ModelServer, startModelServer } from "../../fakes/modelServer.ts";
import { createStubModel } from "../../fakes/stubChatModel.ts";

let server: ModelServer;
afterEach(() => server.close());

const LINES = Array.from(
  { length: 300 },
  (_, i) => `${i + 1}>Sentence ${i} of a long report on the harbours of Orrin.`,
);
const DOCUMENT = { text: LINES.join("\n"), firstLine: 1, lastLine: LINES.length };
const call = (document = DOCUMENT) => ({
  name: "probe",
  schema: z.object({ word: z.string() }),
  system: "system",
  user: `${document.text}\n\nSay a word.`,
  maxOutputTokens: 100,
  document,
});
const complete = (model: ChatModel, document = DOCUMENT) =>
  model.complete(call(document), "key", new AbortController().signal).then(
    () => "answered",
    ({ code }: { code: string }) => code,
  );
const isQuestion = ({ body }: ModelRequest): boolean => body.response_format?.json_schema?.name === "ends";

/** Starts a server that counts no tokens, and names these lines when it is asked for the ends of a document. */
async function modelSeeing(ends: object | string): Promise<ChatModel> {
  server = await startModelServer((request) =>
    completion(isQuestion(request) ? ends : { word: "yes" }, { usage: null }),
  );
  return createStubModel(server.url, { contextTokens: 100_000 });
}

describe("a server that does not count tokens", () => {
  test("is asked once which lines it sees, until a prompt is much longer", async () => {
    const model = await modelSeeing({ first_line: 1, last_line: 299 });
    expect([await complete(model), await complete(model)]).toEqual(["answered", "answered"]);
    expect(server.requests.filter(isQuestion)).toHaveLength(1);
    expect(model.contextTokens).toBe(100_000);
    const longer = { text: [...LINES, ...LINES, ...LINES].join("\n"), firstLine: 1, lastLine: 299 };
    expect(await complete(model, longer)).toBe("answered");
    expect(server.requests.filter(isQuestion)).toHaveLength(2);
  });

  test("that has cut the beginning of the prompt reads less at once from then on", async () => {
    const model = await modelSeeing({ first_line: "151", last_line: "300" });
    expect(await complete(model)).toBe("too_large");
    expect(model.contextTokens).toBeLessThan(4000);
    expect(model.contextTokens).toBeGreaterThan(1000);
  });

  test.each([
    { first_line: 1, last_line: 1 },
    { first_line: 0, last_line: 9999 },
    { first_line: 200, last_line: 100 },
    "I see no lines.",
  ])("is believed if it answers %j, which tells nothing", async (ends) => {
    const model = await modelSeeing(ends);
    expect(await complete(model)).toBe("answered");
    expect(model.contextTokens).toBe(100_000);
  });

  test("is not asked about a short prompt", async () => {
    const model = await modelSeeing({ first_line: 1, last_line: 2 });
    expect(await complete(model, { text: LINES.slice(0, 9).join("\n"), firstLine: 1, lastLine: 9 })).toBe("answered");
    expect(server.requests).toHaveLength(1);
  });
});
