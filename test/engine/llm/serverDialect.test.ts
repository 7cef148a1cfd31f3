import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ChatMessage } from "../../../src/engine/llm/client/chatCall.ts";
import { ServerDialect } from "../../../src/engine/llm/client/serverDialect.ts";

const call = {
  name: "probe",
  schema: z.object({ word: z.string().max(9) }),
  system: "S",
  user: "U",
  maxOutputTokens: 100,
};
const MESSAGES: ChatMessage[] = [
  { role: "system", content: "S" },
  { role: "user", content: "U" },
];
const bodyOf = (dialect: ServerDialect): Record<string, unknown> => dialect.body(call, MESSAGES, "key");

describe("ServerDialect", () => {
  test.each<[string, string[]]>([
    ["Extra inputs are not permitted: stream_options", ["stream_options"]],
    ["Your organization must be verified to stream this model", ["stream", "stream_options"]],
    ["Unsupported value: 'temperature' does not support 0 with this model", ["temperature"]],
    ["Unrecognized request argument: reasoning_effort", ["reasoning_effort"]],
  ])("leaves out what %j refuses", (words, members) => {
    const dialect = new ServerDialect(false, "low");
    const before = bodyOf(dialect);
    expect(dialect.learn({ status: 400, words })).toBe(true);
    const after = bodyOf(dialect);
    for (const member of members)
      expect([before[member], after[member] || undefined]).toEqual([expect.anything(), undefined]);
  });

  test("leaves out the bounds of the schema, then loosens the response format in steps", () => {
    const dialect = new ServerDialect(false, null);
    const types = (): unknown => (bodyOf(dialect).response_format as { type: string } | undefined)?.type;
    const words = "The specified schema produces a constraint that has too many states for serving";
    expect(types()).toBe("json_schema");
    expect(JSON.stringify(bodyOf(dialect))).toContain('"maxLength":9');
    expect([dialect.learn({ status: 400, words }), types()]).toEqual([true, "json_schema"]);
    expect(JSON.stringify(bodyOf(dialect))).not.toContain("maxLength");
    expect([dialect.learn({ status: 400, words }), types()]).toEqual([true, "json_object"]);
    expect([dialect.learn({ status: 400, words }), types()]).toEqual([true, undefined]);
    expect(dialect.learn({ status: 400, words })).toBe(false);
  });

  test("shows the form of the answer in the last message", () => {
    const dialect = new ServerDialect(false, null);
    const schema = z.object({
      ids: z.array(z.int()),
      speaker: z.string().nullable(),
      kind: z.enum(["fact", "opinion"]),
      isDone: z.boolean(),
    });
    const contents = (): string[] =>
      (dialect.body({ ...call, schema }, MESSAGES, "key").messages as ChatMessage[]).map(({ content }) => content);
    expect(contents()[0]).toBe("S");
    expect(contents()[1]).toContain('{"ids":[n],"speaker":"…"|null,"kind":"fact|opinion","isDone":true|false}');
  });

  test("sends OpenAI no bounds, for which it would compile each schema anew", () => {
    expect(JSON.stringify(bodyOf(new ServerDialect(true, null)))).not.toContain("maxLength");
  });

  test("moves the system message into that of the user", () => {
    const dialect = new ServerDialect(false, null);
    expect(dialect.learn({ status: 500, words: "Only user and assistant roles are supported!" })).toBe(true);
    expect(bodyOf(dialect).messages).toEqual([{ role: "user", content: expect.stringMatching(/^S\n\nU\n\nJSON/) }]);
  });

  test("renames the limit on the answer once, and not for its size", () => {
    const dialect = new ServerDialect(false, null);
    const size = "max_tokens is too large: lower max_tokens or max_completion_tokens";
    expect(dialect.learn({ status: 400, words: size })).toBe(false);
    const name = "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    expect(dialect.learn({ status: 400, words: name })).toBe(true);
    expect(bodyOf(dialect)).toMatchObject({ max_completion_tokens: 100 });
    expect(dialect.learn({ status: 400, words: "Use 'max_tokens', not 'max_completion_tokens', instead" })).toBe(false);
  });

  test("learns in at most ten steps, whatever a server says, and never sends again what it has left out", () => {
    const words = fc.constantFrom(
      "stream_options",
      "stream",
      "temperature",
      "reasoning_effort",
      "response_format",
      "system role",
      "prompt_cache_key",
      "use max_tokens instead",
      "use max_completion_tokens instead",
      "max_tokens is not supported, max_completion_tokens is not supported",
    );
    const property = fc.property(fc.boolean(), fc.array(words, { minLength: 20, maxLength: 60 }), (isOpenAi, all) => {
      const dialect = new ServerDialect(isOpenAi, "low");
      const seen = new Set<string>([JSON.stringify(bodyOf(dialect))]);
      let steps = 0;
      for (const one of all) {
        if (!dialect.learn({ status: 400, words: one })) continue;
        steps++;
        const body = JSON.stringify(bodyOf(dialect));
        expect(seen.has(body)).toBe(false);
        seen.add(body);
      }
      expect(steps).toBeLessThanOrEqual(10);
    });
    fc.assert(property);
  });
});
