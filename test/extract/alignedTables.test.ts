import { describe, expect, test } from "vitest";
import { extract } from "../../src/extract/index.ts";
import { splitTables } from "../../src/extract/text/alignedTables.ts";

const tablesIn = (text: string): string[][][] =>
  splitTables(text.split("\n")).flatMap((part) => ("rows" in part ? [part.rows] : []));

describe("splitTables", () => {
  test.each([
    [
      "aligned columns, with the caption outside",
      "Table 1. Species\nPlot type          2020          2021\nShrub               3.1           4.0\nWet meadow         12.4          19.8",
      [
        ["Plot type", "2020", "2021"],
        ["Shrub", "3.1", "4.0"],
        ["Wet meadow", "12.4", "19.8"],
      ],
    ],
    [
      "aligned columns of wide characters",
      "店舗        四月      五月\n本店        3,204     3,310\n駅前店      4,120     4,002",
      [
        ["店舗", "四月", "五月"],
        ["本店", "3,204", "3,310"],
        ["駅前店", "4,120", "4,002"],
      ],
    ],
    [
      "two columns",
      "Fees            1,240\nSeed sale         312\nGrant             500",
      [
        ["Fees", "1,240"],
        ["Seed sale", "312"],
        ["Grant", "500"],
      ],
    ],
    [
      "tabs",
      "Filiale\tMai\tJuni\nNord\t1.310\t1.402\nSüd\t\t871",
      [
        ["Filiale", "Mai", "Juni"],
        ["Nord", "1.310", "1.402"],
        ["Süd", "", "871"],
      ],
    ],
    [
      "bars",
      "| Platz | Name | Zeit |\n|---|---|---|\n| 1 | Ina | 38:02 |\n| 2 | Ute | 39:40 |",
      [
        ["Platz", "Name", "Zeit"],
        ["1", "Ina", "38:02"],
        ["2", "Ute", "39:40"],
      ],
    ],
    [
      "rules between rows",
      "Item     May    June\n-------------------\nTea      12     14\nMilk      3      5",
      [
        ["Item", "May", "June"],
        ["Tea", "12", "14"],
        ["Milk", "3", "5"],
      ],
    ],
    [
      "frames",
      "│ Item │ Sold │ Left │\n├──────┼──────┼──────┤\n│ Tea  │ 12   │ 3    │\n│ Milk │ 8    │ 1    │",
      [
        ["Item", "Sold", "Left"],
        ["Tea", "12", "3"],
        ["Milk", "8", "1"],
      ],
    ],
  ])("finds %s", (_, text, rows) => {
    expect(tablesIn(text)).toEqual([rows]);
  });

  test.each([
    ["prose", "The quay opened on Monday.  It cost\nmuch more than planned.  Nobody minds\nthe price of it now."],
    [
      "justified text",
      "This text was  justified  by a program that\nputs  more than one space  between words, so\nthat the lines  all end  in the same place.",
    ],
    ["code", "const total   = 5;\nconst rate    = 0.2;\nconst other   = total * rate;"],
    ["a shell pipe", "cat names | sort\ncat names | uniq\ncat names | wc"],
    ["a drawing", "  /\\_/\\    ( o.o )   ( - )\n ( o.o )   > ^ <     > <\n  > ^ <    /\\_/\\     ^ ^"],
    [
      "addresses side by side",
      "Mr John Smith              Harbour Trust\n12 Quay Street             4 Mill Lane\nOldport OP1 2AB            Newport NP3 4CD",
    ],
    ["contents with leaders", "1 Introduction ........ 3\n2 Methods ............. 7\n3 Results ............ 12"],
    [
      "contents without leaders",
      "Introduction            3\nMethods                 7\nResults                12\nDiscussion             20",
    ],
    [
      "options of a program",
      "  -v, --verbose     print more\n  -q, --quiet       print nothing\n  -h, --help        show this help",
    ],
    ["one line", "Shrub               3.1           4.0"],
    [
      "prose in two columns",
      "The council met on Monday to      hear the report of the clerk, who\ndiscuss the plans for the quay    said that the works would take a\nand the cost of the new bridge.   year and cost 40,000 euros in all.",
    ],
  ])("finds no table in %s", (_, text) => {
    expect(tablesIn(text)).toEqual([]);
  });

  test("a run of lines that is no table is looked at once", () => {
    const lines = Array.from({ length: 50_000 }, () => "some  words");
    expect(splitTables(lines)).toEqual([{ lines }]);
  });
});

test("plain text keeps its tables as rows, and its prose around them", async () => {
  const text =
    "Sales of the quarter:\n\nShop     April    May\nNorth    1,204    1,310\nSouth      980    1,022\n\nThe shop in the south was closed for two weeks.";
  const { blocks } = await extract({ mediaType: "text/plain", text, bytes: null, url: null, name: null });
  expect(blocks.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "paragraph: Sales of the quarter:",
    "table: Shop | April | May",
    "table: North | 1,204 | 1,310",
    "table: South | 980 | 1,022",
    "paragraph: The shop in the south was closed for two weeks.",
  ]);
});
