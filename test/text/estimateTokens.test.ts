import { expect, test } from "vitest";
import { estimateTokens } from "../../src/text/index.ts";

test("estimateTokens returns more for a longer text and handles several scripts", () => {
  const text = "The harbour has three cranes and a fish market. ".repeat(30);
  expect(estimateTokens("")).toBe(0);
  expect(estimateTokens("The quay opened.")).toBe(4);
  expect(estimateTokens("图书馆")).toBe(3);
  expect(estimateTokens("библиотека")).toBeGreaterThan(2);
  expect(estimateTokens(text + text)).toBeGreaterThan(estimateTokens(text));
});
