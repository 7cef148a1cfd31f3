import { expect, test } from "vitest";
import { computeLineStats } from "../../src/clean/lineStats.ts";
import { keywordHints } from "../../src/clean/rules/keywordHints.ts";
import { textFeatures } from "../../src/extract/html/features/textFeatures.ts";

/** Units of UTF-16 in a line. Such lines are read in the process of the bot. */
const LINE_UNITS = 50_000;
/** Generous for linear time: these lines take some milliseconds each. One in quadratic time takes seconds. */
const MAX_MS = 2000;

const REPEATED = [
  ..."A1.…aé图\"')' \t-:,|@$»",
  "...",
  "... ",
  '..."',
  "1 ",
  "1.",
  "19",
  "1 minute",
  "AAA, ",
  "AAA, b - ",
  "said ",
  "is a b ",
  "subscri",
  "cookie",
  "of",
  "image:",
  "by A",
];

test.each(REPEATED)("reads a line of %j in linear time", (unit) => {
  const line = `${unit.repeat(LINE_UNITS / unit.length)}x!`;
  const startedAt = performance.now();
  for (const measure of [keywordHints, computeLineStats, textFeatures]) measure(line);
  expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
});

test.each([
  ["12 minutes ago", "date"],
  ["posted 1 day ago", "date"],
  ["LONDON, May 4 - REUTERS", "fullDate"],
  ["LONDON, in the rain", null],
  ["AB, May 4 - REUTERS", null],
])("finds the dates of %j", (line, hint) => {
  const { date, fullDate } = keywordHints(line);
  expect({ date, fullDate }).toEqual({ date: 0, fullDate: 0, ...(hint && { [hint]: 1 }) });
});

test.each<[string, boolean]>([
  ["and so on...", true],
  ["and so on....", true],
  ['"and so on…"', true],
  ["and so on..", false],
  ["and... so on.", false],
])("tells whether %j is cut", (line, isCut) => {
  expect(computeLineStats(line).isTruncated).toBe(isCut);
  expect(textFeatures(line).endsWithEllipsis).toBe(isCut);
});
