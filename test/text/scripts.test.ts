import { expect, test } from "vitest";
import { isCjkLanguage } from "../../src/text/index.ts";

test.each(["zh", "zh-TW", "ja", "yue"])("isCjkLanguage(%j) returns true", (tag) =>
  expect(isCjkLanguage(tag)).toBe(true),
);
