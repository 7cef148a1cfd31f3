import { expect, test } from "vitest";
import { dateOrderOf, findDates } from "../../../src/clean/rules/findDates.ts";

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
  ["Sept. 3rd, 2024", "2024-09-03"],
  ["4th of May, 2026", "2026-05-04"],
  ["令和7年7月5日", "2025-07-05"],
  ["２０２６年３月５日", "2026-03-05"],
  ["Decision 12, 2020", null],
  ["5/5/2026", "2026-05-05"],
  ["3/4/2026", null],
])("findDates(%j) finds %s first", (line, date) => {
  expect(findDates(line)[0]?.iso ?? null).toBe(date);
});

test("findDates returns the offsets of every date, also of one that could be read both ways", () => {
  const text = "Received 3 January 2024; published 2/7/2024.";
  const found = findDates(text).map(({ start, end, iso }) => [text.slice(start, end), iso]);
  expect(found).toEqual([
    ["3 January 2024", "2024-01-03"],
    ["2/7/2024", null],
  ]);
  expect(findDates(text, "day-first")[1]!.iso).toBe("2024-07-02");
  expect(findDates(text, "month-first")[1]!.iso).toBe("2024-02-07");
});

test.each([
  ["03/04/2024, 17/04/2024", "en", "day-first"],
  ["03/04/2024, 04/17/2024", "de", "month-first"],
  ["03/04/2024", "fr", "day-first"],
  ["The harbour has a new programme, 03/04/2024.", "en", "day-first"],
  ["The harbor has a new program, 03/04/2024.", "en", "month-first"],
  ["03/04/2024", "en", null],
  ["03/04/2024", "und", null],
])("dateOrderOf(%j, %j) is %s", (sample, language, order) => {
  expect(dateOrderOf(sample, language)).toBe(order);
});
