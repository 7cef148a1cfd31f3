import { describe, expect, test } from "vitest";
import { findNumberStyle, isDate, isTime, parseCellNumber } from "../../src/tables/cellNumbers.ts";

describe("parseCellNumber", () => {
  test.each([
    ["1204", ".", 1204],
    ["1,204", ".", 1204],
    ["1.204", ",", 1204],
    ["1 204", ",", 1204],
    ["1\u00a0204,50", ",", 1204.5],
    ["1’204.50", ".", 1204.5],
    ["1.204.512", ".", 1_204_512],
    ["12,34,567", ".", 1_234_567],
    ["41,4 %", ",", 41.4],
    ["41.4%", ".", 41.4],
    ["(12)", ".", -12],
    ["−3", ".", -3],
    ["+6", ".", 6],
    ["-€5.20", ".", -5.2],
    ["€5m", ".", 5_000_000],
    ["5,2 Mio. €", ",", 5_200_000],
    ["5 m EUR", ".", 5_000_000],
    ["£12k", ".", 12_000],
    ["10 m", ".", 10],
    ["10m", ".", 10],
    ["12k", ".", 12],
    ["5 k", ".", 5],
    ["1,5 M", ",", 1.5],
    ["US$1.5bn", ".", 1_500_000_000],
    ["CHF 120.00", ".", 120],
    ["3.2万", ".", 32_000],
    ["12 km", ".", 12],
    ["9.1 oz", ".", 9.1],
    ["412*", ".", 412],
    ["１２", ".", 12],
    ["~40", ".", 40],
  ] as const)("reads %s with the decimal mark %s as %d", (cell, mark, value) => {
    expect(parseCellNumber(cell, mark)?.value).toBeCloseTo(value, 6);
  });

  test.each([
    ["5,2 Mio. €", " €"],
    ["€5m", ""],
    ["10 m", " m"],
    ["12 km", " km"],
  ])("keeps the unit of %s", (cell, suffix) => {
    expect(parseCellNumber(cell, ",")?.suffix).toBe(suffix);
  });

  test.each(["", "–", "n/a", "3-1", "2024-03-01", "10:30", "3rd", "12b", "1,2,3", "12/15", "Line 3", "1,20,4"])(
    "reads no number in %j",
    (cell) => {
      expect(parseCellNumber(cell, ".")).toBeNull();
    },
  );
});

describe("findNumberStyle", () => {
  test.each([
    [["41,4 %", "1.204"], "und", ",", "."],
    [["1.204,50"], "en", ",", "."],
    [["1,204.50", "3.1"], "de", ".", ","],
    [["1.204", "14.870"], "de", ",", "."],
    [["1,204", "14,870"], "en", ".", ","],
    [["1 204", "9 949"], "fr", ",", " "],
    [["12", "7"], "fr", ",", "\u00a0"],
    [["0.204", "0.900"], "de", ".", ","],
  ])("of %j in %s is %j for decimals and %j for thousands", (cells, language, decimalMark, thousands) => {
    expect(findNumberStyle(cells, language)).toMatchObject({ decimalMark, thousands });
  });
});

test.each([
  ["2024-03-01", true, false],
  ["1.3.2024", true, false],
  ["12. Mai", true, false],
  ["3 de marzo de 2024", true, false],
  ["Mar 2023", true, false],
  ["2023年5月", true, false],
  ["Q1 2023", true, false],
  ["2023/24", true, false],
  ["10:30", false, true],
  ["1:02:10", false, true],
  ["Passengers 2023", false, false],
  ["1204", false, false],
  ["Room 12", false, false],
])("%s is a date: %j, a time: %j", (cell, date, time) => {
  expect([isDate(cell), isTime(cell)]).toEqual([date, time]);
});
