import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readOutput } from "../../../src/engine/llm/client/readOutput.ts";
import { ModelAnswer, ModelDigest } from "../../../src/engine/llm/responseSchemas.ts";

const SCHEMA = z.object({ gist: z.string().min(1), points: z.array(z.string()).catch([]) });
const VALUE = { gist: "The island's ferry is new.", points: ["It has two decks.", "It sails in May."] };
const JSON_TEXT = JSON.stringify(VALUE);

describe("readOutput", () => {
  test.each([
    ["alone", JSON_TEXT],
    ["in a code fence", `\`\`\`json\n${JSON_TEXT}\n\`\`\``],
    ["behind prose with braces", `I fill in {gist, points} as asked: ${JSON_TEXT} Done.`],
    ["behind reasoning with a draft", `<think>{"gist": "Draft"} no</think>${JSON_TEXT}`],
    ["behind reasoning that was opened in the prompt", `First {this}, then that.</think>\n${JSON_TEXT}`],
    [
      "in the final channel",
      `<|channel|>analysis<|message|>{"gist": "Draft"}<|end|><|start|>assistant<|channel|>final<|message|>${JSON_TEXT}<|return|>`,
    ],
    ["in a list", `[${JSON_TEXT}]`],
    ["under the name of the schema", `{"digest": ${JSON_TEXT}}`],
    ["as an echo of the schema", `{"type": "object", "properties": ${JSON_TEXT}}`],
    ["as a string of JSON", JSON.stringify(JSON_TEXT)],
    ["as the arguments of a tool", `<tool_call>{"name": "digest", "arguments": ${JSON_TEXT}}</tool_call>`],
    ["as a string of arguments", JSON.stringify({ name: "digest", arguments: JSON_TEXT })],
    ["twice", `${JSON_TEXT}\n${JSON_TEXT}`],
    ["after an emptier one", `{"gist": "Draft"} ${JSON_TEXT}`],
    ["with a trailing comma", JSON_TEXT.replace("]", ",]")],
    ["with an escape that JSON does not have", JSON_TEXT.replace("island's", "island\\'s")],
    ["with a line break in a string", JSON_TEXT.replace("ferry is", "ferry\nis")],
    ["with a key twice", JSON_TEXT.replace('"points":', '"points": [], "points":')],
  ])("finds the object %s", (_, output) => {
    expect(readOutput(output, SCHEMA)).toEqual({ value: VALUE, isCut: false });
  });

  test.each(["", "## Summary\n- It is new.", "{", "[]", '{"other": 1}', "[".repeat(10_000), '"not JSON"'])(
    "finds nothing in %j",
    (output) => {
      expect(readOutput(output, SCHEMA)).toBeNull();
    },
  );

  test("keeps the whole elements of an output that was cut, at any place", () => {
    for (let length = 1; length < JSON_TEXT.length; length++) {
      const read = readOutput(JSON_TEXT.slice(0, length), SCHEMA);
      if (!read) continue;
      expect(read.isCut).toBe(true);
      expect(read.value.gist).toBe(VALUE.gist);
      expect(VALUE.points.slice(0, read.value.points.length)).toEqual(read.value.points);
    }
    expect(readOutput(JSON_TEXT.slice(0, -3), SCHEMA)?.value.points).toEqual(["It has two decks."]);
  });

  test("replaces characters that cannot be stored", () => {
    expect(readOutput('{"gist": "\\ud800x\\u0000"}', SCHEMA)?.value.gist).toBe("\ufffdx\ufffd");
  });
});

describe("the schema of a digest", () => {
  const claim = { text: "It sails in May.", kind: "fact", speaker: null, certainty: "stated", quote: "" };
  const read = (members: object) => readOutput(JSON.stringify({ gist: "It is new.", ...members }), ModelDigest)?.value;

  test.each<[string, object]>([
    ["is missing", {}],
    ["is null", { claims: null }],
  ])("takes a list that %s for an empty one", (_, members) => {
    expect(read(members)).toEqual({ gist: "It is new.", points: [], claims: [] });
  });

  test.each<[unknown, number[]]>([
    [3, [3]],
    ["3", [3]],
    [
      ["2", 4],
      [2, 4],
    ],
    ["[2], [4]", [2, 4]],
    ["2-4", [2, 3, 4]],
    [["s2–s4"], [2, 3, 4]],
    [null, []],
  ])("reads the sentences %j as %j", (sentences, expected) => {
    expect(read({ claims: [{ ...claim, sentences }] })?.claims[0]?.sentences).toEqual(expected);
  });

  test.each([
    ["It sails in May. [3]", "It sails in May."],
    ["It sails [3] in May (sentences 2 and 3).", "It sails in May."],
    ["- **It** sails in `May`.", "It sails in May."],
    ["2. It sails\nin May.", "It sails in May."],
    ["3.5 boats sail (about 2).", "3.5 boats sail (about 2)."],
  ])("takes marks off %j", (text, expected) => {
    expect(read({ points: [{ text, sentences: [1] }] })?.points[0]?.text).toBe(expected);
  });

  test("leaves out what is no claim, and keeps the others", () => {
    expect(read({ claims: [{ ...claim, sentences: [1] }, { text: 5 }, "x", null] })?.claims).toHaveLength(1);
  });
});

test("the schema of an answer takes words for true, and quotes that are objects", () => {
  const output = { answerable: "true", text: "In May. [1]", quotes: [{ quote: "It sails in May", sentence: 3 }] };
  expect(readOutput(JSON.stringify(output), ModelAnswer)?.value).toEqual({
    answerable: true,
    text: "In May. [1]",
    quotes: ["It sails in May"],
  });
});
