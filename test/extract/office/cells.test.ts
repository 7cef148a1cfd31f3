import { describe, expect, test } from "vitest";
import { cellFormats, formatCell } from "../../../src/extract/office/cells.ts";

const styles = (codes: Record<number, string>, ids: number[]): string =>
  `<styleSheet><numFmts>${Object.entries(codes)
    .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`)
    .join("")}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${ids
    .map((id) => `<xf numFmtId="${id}"/>`)
    .join("")}<xf/></cellXfs></styleSheet>`;

describe("number formats of cells", () => {
  test("cellFormats reads the format of each cell style from its id or format code", () => {
    const codes = {
      164: "dd.mm.yyyy",
      165: "[h]:mm",
      166: "0.0%",
      167: "General",
      168: "&quot;days&quot; 0",
      169: "[Red]0.00;[Blue]-0.00",
      170: "mmmm",
      171: "#,##0",
    };
    const kinds = cellFormats(styles(codes, [14, 9, 45, ...Object.keys(codes).map(Number), 999]), false);
    expect(kinds.map(({ kind }) => kind)).toEqual([
      ...["date", "percent", "time"],
      ...["date", "time", "percent", "number", "number", "number", "date", "number"],
      ...["number", "number"], // An id without a format code, and a style without an id.
    ]);
  });

  test.each([
    ["1", "b", undefined, "TRUE"],
    ["0", "b", undefined, "FALSE"],
    ["words", "str", { kind: "date" }, "words"],
    ["0.30000000000000004", "n", { kind: "number" }, "0.3"],
    ["1.5E3", "n", { kind: "number" }, "1500"],
    ["12", "n", undefined, "12"],
    ["no number", "n", { kind: "date" }, "no number"],
    ["0.125", "n", { kind: "percent" }, "12.5%"],
    ["45000", "n", { kind: "date" }, "2023-03-15"],
    ["45000.75", "n", { kind: "date" }, "2023-03-15 18:00"],
    ["45000.5", "n", { kind: "time" }, "2023-03-15 12:00"],
    ["0.5", "n", { kind: "time" }, "12:00"],
    ["0.50001157", "n", { kind: "time" }, "12:00:01"],
    ["1e300", "n", { kind: "date" }, "1e300"],
  ] as const)("formatCell formats %s of type %s and format %o as %s", (value, type, format, formatted) => {
    expect(formatCell(value, type, format && { ...format, uses1904: false })).toBe(formatted);
  });

  test("formatCell converts dates of the 1904 date system", () => {
    expect(formatCell("43538", "n", { kind: "date", uses1904: true })).toBe("2023-03-15");
  });
});
