import { describe, expect, test } from "vitest";
import { parseJson } from "../../../src/engine/llm/client/parseJson.ts";

describe("parseJson", () => {
  test.each([
    ['{"a": [1, 2,],}', { a: [1, 2] }],
    ['<think>{not this}</think>{"a": 1}', { a: 1 }],
    ['{"a": "\\ud800x\\u0000"}', { a: "\ufffdx\ufffd" }],
    ["no object at all", undefined],
  ])("parses %j", (output, expected) => {
    expect(parseJson(output)).toEqual(expected);
  });
});
