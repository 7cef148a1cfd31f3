import { expect, test } from "vitest";
import { parseDate } from "../../../src/clean/rules/parseDate.ts";

test.each([
  ["Published 2026-03-17T10:20", "2026-03-17"],
  ["March 17, 2026", "2026-03-17"],
  ["Tuesday 17 March 2026, 8:02 am", "2026-03-17"],
  ["17.03.2026, 08:02 Uhr", "2026-03-17"],
  ["17. März 2026", "2026-03-17"],
  ["1er août 2026", "2026-08-01"],
  ["12 de enero de 2026", "2026-01-12"],
  ["12 января 2026, 10:15", "2026-01-12"],
  ["Środa, 4 stycznia 2026", "2026-01-04"],
  ["12 Ιανουαρίου 2026", "2026-01-12"],
  ["3 Ağustos 2026", "2026-08-03"],
  ["2026年3月5日 10:20", "2026-03-05"],
  ["2026년 3월 5일", "2026-03-05"],
  ["3/17/2026", "2026-03-17"],
  ["17/3/2026", "2026-03-17"],
  ["in the spring of 2026", null],
  ["99.99.2026", null],
  ["half past ten", null],
])("parseDate(%j) returns %s", (line, date) => {
  expect(parseDate(line)).toBe(date);
});
