import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readOutput } from "../../../src/engine/llm/client/output/readOutput.ts";
import { answerSchema, comparisonSchema, digestSchema } from "../../../src/engine/llm/prompt/responseSchemas.ts";

const DIGEST = digestSchema(8, 20);
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
    ["after emptied reasoning of other tags", `[THINK]no[/THINK] ${JSON_TEXT}</s>`],
    ["in a call of a tool by tags", `[TOOL_CALLS]digest[ARGS]${JSON_TEXT}`],
    ["with typographic quotes", JSON_TEXT.replaceAll('"', "“")],
    ["with German quotes", JSON_TEXT.replace(/"([^"]*)"/g, "„$1“")],
    ["with HTML entities", `<pre>${JSON_TEXT.replaceAll('"', "&quot;")}</pre>`],
    ["with escaped quotes", JSON_TEXT.replaceAll('"', '\\"')],
    ["in quoted lines", JSON.stringify(VALUE, null, 2).replace(/^/gm, "> ")],
    ["with keys in another case", JSON_TEXT.replace("gist", "Gist").replace("points", "POINTS")],
    ["with comments", JSON.stringify(VALUE, null, 1).replace("{", '{ // the "gist"\n # {\n /* [ */')],
    ["before another turn", `${JSON_TEXT}<|im_end|>\n<|im_start|>user\n{"gist": "Other", "points": []}`],
    ["in braces of a template", `{${JSON_TEXT}}`],
    ["with its list as a string of JSON", JSON.stringify({ ...VALUE, points: JSON.stringify(VALUE.points) })],
    [
      "as arguments in tags",
      `<function=digest>\n<parameter=gist>\n${VALUE.gist}\n</parameter>\n<parameter=points>${JSON.stringify(VALUE.points)}</parameter></function>`,
    ],
    [
      "as keys and values in tags",
      `<tool_call>digest<arg_key>gist</arg_key><arg_value>${VALUE.gist}</arg_value><arg_key>points</arg_key><arg_value>${JSON.stringify(VALUE.points)}</arg_value></tool_call>`,
    ],
    ["in two parts", `{"gist": "${VALUE.gist}"}\n{"points": ${JSON.stringify(VALUE.points)}}`],
    ["as YAML", `gist: ${VALUE.gist}\npoints:\n${VALUE.points.map((point) => `  - ${point}`).join("\n")}`],
    [
      "as YAML in a fence",
      `Here:\n\`\`\`yaml\ngist: ${VALUE.gist}\npoints:\n${VALUE.points.map((point) => `- ${point}`).join("\n")}\n\`\`\``,
    ],
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

  test.each(['The "ferry", as it is called, is new.', 'A 5" pipe.', 'He said "no".'])(
    "reads the quotes within %j",
    (gist) => {
      const output = `{"gist": "${gist}", "points": ["It is ${gist}", "x"]}`;
      expect(readOutput(output, SCHEMA)).toEqual({ value: { gist, points: [`It is ${gist}`, "x"] }, isCut: false });
    },
  );

  test("takes what stands in reasoning without an end for a draft", () => {
    expect(readOutput(`<think>Maybe ${JSON_TEXT}`, SCHEMA)?.isCut).toBe(true);
    expect(readOutput(JSON_TEXT.replace("ferry", "<think> tag"), SCHEMA)?.isCut).toBe(false);
  });

  test("reads YAML only if the model had finished", () => {
    expect(readOutput("gist: It is n", SCHEMA, false)).toBeNull();
  });

  const ELEMENTS = [
    { ids: [3], text: "It sails in May." },
    { ids: [1], text: "It is new." },
  ];
  test.each([
    ["a list", JSON.stringify(ELEMENTS)],
    ["lines", ELEMENTS.map((element) => JSON.stringify(element)).join("\n")],
  ])("takes %s of elements for the list that keeps the most of them", (_, output) => {
    const statements = ELEMENTS.map((element) => ({ ...element, kind: "fact", speaker: null, certainty: "stated" }));
    expect(readOutput(output, DIGEST)?.value).toEqual({ gist: "", statements });
    expect(readOutput(output, comparisonSchema(5, [9, 9]))).toBeNull();
  });

  test.each([
    "<think>",
    "</think>",
    "<|channel|>final ",
    "{",
    '\\"',
    "&quot;",
    "> {\n",
    "a: b\n",
    "｛",
    '{"gist":"',
    "“",
  ])("reads %j a thousand times in bounded time", (piece) => {
    readOutput(piece.repeat(1000), DIGEST);
  });

  test("replaces characters that cannot be stored", () => {
    expect(readOutput('{"gist": "\\ud800x\\u0000"}', SCHEMA)?.value.gist).toBe("\ufffdx\ufffd");
  });
});

describe("the schema of a digest", () => {
  const said = { ids: [1], speaker: null, kind: "fact", certainty: "stated", text: "It sails in May." };
  const read = (members: object) => readOutput(JSON.stringify({ gist: "It is new.", ...members }), DIGEST)?.value;

  test.each<[string, object]>([
    ["is missing", {}],
    ["is null", { statements: null }],
    ["is an object of nothing", { statements: {} }],
  ])("takes a list that %s for an empty one", (_, members) => {
    expect(read(members)).toEqual({ gist: "It is new.", statements: [] });
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
  ])("reads the sentences %j as %j", (ids, expected) => {
    expect(read({ statements: [{ ...said, ids }] })?.statements[0]?.ids).toEqual(expected);
  });

  test.each([
    ["It sails in May. [3]", "It sails in May."],
    ["It sails [3] in May (sentences 2 and 3).", "It sails in May."],
    ["- **It** sails in `May`.", "It sails in May."],
    ["2. It sails\nin May.", "It sails in May."],
    ["3.5 boats sail (about 2).", "3.5 boats sail (about 2)."],
  ])("takes marks off %j", (text, expected) => {
    expect(read({ statements: [{ ...said, text }] })?.statements[0]?.text).toBe(expected);
  });

  test.each([
    ["The document states that the ferry is new.", "The ferry is new."],
    ["El documento dice que el barco es nuevo.", "El barco es nuevo."],
    ["The council says that the ferry is new.", "The council says that the ferry is new."],
    ["The document discusses the ferry, its cost and its routes.", ""],
    ["Der Text beschreibt die neue Fähre.", ""],
    ["The report describes how fares rise by 5 % from May.", "The report describes how fares rise by 5 % from May."],
    ["The README provides an overview of the Tessel cache library and its options.", ""],
    ["El documento recoge las condiciones de uso del servicio de bicicletas.", ""],
    ["本書はアプリの利用規約であり、料金、禁止事項、免責などについて定めている。", ""],
    [
      "The council discusses the cost and raises the fee to 40 crowns.",
      "The council discusses the cost and raises the fee to 40 crowns.",
    ],
    [`${"The ferry is new. ".repeat(16)}It sails eve`, "The ferry is new. ".repeat(16).trim()],
    ["The ferry is new", "The ferry is new"],
  ])("takes the gist %j as %j", (gist, expected) => {
    expect(read({ gist, statements: [said] })?.gist).toBe(expected);
  });

  test("takes an object of elements for their list", () => {
    expect(read({ statements: { 1: said, 2: { ...said, ids: [2] } } })?.statements).toHaveLength(2);
    expect(read({ statements: said })?.statements).toHaveLength(1);
  });

  test("leaves out what is no statement, and keeps the others", () => {
    expect(read({ statements: [said, { text: 5 }, "x", null] })?.statements).toHaveLength(1);
  });
});

test("the schema of an answer takes words for true", () => {
  const output = { ids: ["s3"], text: "In May.", answerable: "true" };
  expect(readOutput(JSON.stringify(output), answerSchema(9))?.value).toEqual({
    ids: [3],
    text: "In May.",
    answerable: true,
  });
});
