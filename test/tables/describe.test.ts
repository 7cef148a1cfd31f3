import { describe, expect, test } from "vitest";
import { detachedContext } from "../../src/model/index.ts";
import { describeTables } from "../../src/tables/index.ts";
import { createDocument } from "../fakes/documents.ts";
import { tableDocument } from "../fakes/tables.ts";

const STATIONS = [
  "Station | Line | Passengers 2022 | Passengers 2023",
  "Central | A | 11,204 | 12,400",
  "Harbour | B | 402 | 310",
  "Mill Road | A | 3,250 | 3,901",
  "Castle | B | 1,880 | 2,015",
];

/** Describes a table and checks that each statement rests on one to three rows of the text. */
async function statementsOf(rows: string[], language = "en"): Promise<string[]> {
  const document = tableDocument(rows, { language });
  const { size, findings } = await describeTables(document, detachedContext());
  for (const { rows: spans } of [...(size ? [size] : []), ...findings]) {
    expect(spans.length).toBeGreaterThan(0);
    expect(spans.length).toBeLessThan(4);
    for (const { start, end } of spans) expect(rows).toContain(document.text.slice(start, end));
  }
  return [size?.text ?? "", ...findings.map(({ text }) => text)];
}

describe("a table's statements", () => {
  test.each([
    [
      "counts and changes",
      "en",
      STATIONS,
      [
        "4 rows with the columns Station, Line, Passengers 2022, Passengers 2023",
        "Passengers, from 2022 to 2023: largest fall Harbour (402 → 310); largest rise Central (11,204 → 12,400)",
        "Passengers 2023: 18,626 in total (computed from 4 rows), 67% of it Central",
        "Passengers 2023: highest Central (12,400), lowest Harbour (310)",
      ],
    ],
    [
      "a total that the table gives",
      "en",
      ["Item | Cost", "Paint | €40", "Wood | €310", "Nails | €12", "Total | €362"],
      ["3 rows with the columns Item, Cost", "Cost: highest Wood (€310), lowest Nails (€12)", "Cost: €362 in total"],
    ],
    [
      "a row of sums that only its numbers and a column of changes tell",
      "en",
      [
        "Branch | Visits 2023 | Visits 2024 | Change %",
        "Quay | 1,400 | 1,330 | -5.0",
        "Mill | 200 | 260 | +30.0",
        "Park | 900 | 810 | -10.0",
        "All branches | 2,500 | 2,400 | -4.0",
      ],
      [
        "3 rows with the columns Branch, Visits 2023, Visits 2024, Change %",
        "Visits, from 2023 to 2024: largest fall Park (900 → 810; -10.0%); largest rise Mill (200 → 260; +30.0%)",
        "Visits 2024: 2,400 (2023: 2,500) in total",
      ],
    ],
    [
      "rates, which do not add up",
      "de",
      ["Gemeinde | Steuersatz", "Altdorf | 3,1 %", "Bach | 2,8 %", "Cram | 3,6 %"],
      [
        "3 Zeilen mit den Spalten Gemeinde, Steuersatz",
        "Steuersatz: am höchsten Cram (3,6 %), am niedrigsten Bach (2,8 %)",
      ],
    ],
    [
      "years as columns, and measures in different units as rows",
      "de",
      ["Kennzahl | 2021 | 2022", "Umsatz (Mio. €) | 5,2 | 5,9", "Mitarbeitende | 120 | 131", "Marge (%) | 8,1 | 7,4"],
      [
        "3 Zeilen mit den Spalten Kennzahl, 2021, 2022",
        "Umsatz (Mio. €): 5,2 (2021) → 5,9 (2022)",
        "Mitarbeitende: 120 (2021) → 131 (2022)",
        "Marge (%): 8,1 (2021) → 7,4 (2022)",
      ],
    ],
    [
      "a course of time",
      "fr",
      ["Année | Visiteurs", "2020 | 310", "2021 | 890", "2022 | 640"],
      ["3 lignes avec les colonnes Année, Visiteurs", "Visiteurs : de 310 (2020) à 640 (2022), maximum 890 (2021)"],
    ],
    [
      "a ranking",
      "es",
      ["Pos | Equipo | PJ | Pts", "1 | Alba | 10 | 24", "2 | Brisa | 10 | 21", "3 | Cima | 10 | 9"],
      [
        "3 filas con las columnas Pos, Equipo, PJ, Pts",
        "Primer puesto: Alba (Pts 24); segundo: Brisa (Pts 21); último: Cima (Pts 9)",
      ],
    ],
    [
      "answers of a survey by question",
      "pt",
      [
        "Pergunta | Resposta | N | %",
        "P1. Queixa | Atrasos | 49 | 61%",
        "P1. Queixa | Preço | 31 | 39%",
        "P2. Motivo | Trabalho | 50 | 63%",
        "P2. Motivo | Escola | 30 | 37%",
      ],
      [
        "4 linhas com as colunas Pergunta, Resposta, N, %",
        "P1. Queixa: Atrasos (49; 61%), Preço (31; 39%)",
        "P2. Motivo: Trabalho (50; 63%), Escola (30; 37%)",
      ],
    ],
    [
      "results of matches",
      "it",
      ["Casa | | | Ospiti", "Alba | 3 | 1 | Brisa", "Cima | 0 | 0 | Duna"],
      ["2 righe con le colonne Casa, Ospiti", "Alba 3–1 Brisa; Cima 0–0 Duna"],
    ],
    [
      "facts",
      "nl",
      ["Lengte | 12 km", "Haltes | 14", "Geopend | 1902"],
      ["", "Lengte: 12 km; Haltes: 14; Geopend: 1902"],
    ],
    [
      "Japanese",
      "ja",
      ["店舗 | 来客数", "本店 | 3,204", "駅前店 | 4,120", "港店 | 1,050"],
      [
        "全3行、列は店舗、来客数",
        "来客数は駅前店（4,120）が最も高く、港店（1,050）が最も低い",
        "来客数の合計は8,374（3行から算出）、うち駅前店が49%",
      ],
    ],
    [
      "a language without a wording",
      "sv",
      ["Kommun | Andel (%)", "Arvika | 27,1", "Kil | 24,0", "Torsby | 30,4"],
      ["3 × (Kommun, Andel (%))", "Andel (%): max. Torsby (30,4), min. Kil (24,0)"],
    ],
    [
      "words only",
      "de",
      ["Datum | Veranstaltung | Ort", "12. Mai | Konzert | Markt", "19. Mai | Lesung | Bücherei"],
      [
        "2 Zeilen mit den Spalten Datum, Veranstaltung, Ort",
        "Konzert: Datum 12. Mai, Ort Markt",
        "Lesung: Datum 19. Mai, Ort Bücherei",
      ],
    ],
  ])("of %s", async (_, language, rows, wanted) => {
    expect((await statementsOf(rows, language)).slice(0, wanted.length)).toEqual(wanted);
  });

  test.each([
    ["ids", ["Name | Code", "Ann | 10412", "Bob | 20417", "Cid | 30122"]],
    ["years", ["Name | Built", "Ann | 1902", "Bob | 1955", "Cid | 1988"]],
    ["ranks", ["Rank | Name", "1 | Ann", "2 | Bob", "3 | Cid"]],
    ["prices", ["Name | Price", "Ann | €12", "Bob | €17", "Cid | €9"]],
  ])("never add up %s", async (_, rows) => {
    expect((await statementsOf(rows)).join("\n")).not.toMatch(/in total|average/);
  });
});

test.each([
  ["units", ["12 m", "9000 cm", "0.5 km"]],
  ["currencies", ["12 EUR", "90 USD", "30 EUR"]],
  ["currencies, as signs", ["€12", "$90", "€30"]],
  ["scaled amounts of different currencies", ["12 Mio. €", "90 Mio. $", "3 Mio. €"]],
  ["sides of an account", ["12 CR", "90 DR", "30 CR"]],
])("numbers of different %s are neither ranked nor added up, in few rows or many", async (_, cells) => {
  const body = cells.map((cell, i) => `Row ${"abc"[i]} | ${cell} | x`);
  const many = Array.from({ length: 30 }, (_, i) => `Row ${i} x | ${i}${cells[i % 3]} | x`);
  for (const rows of [body, many])
    expect((await statementsOf(["Name | Amount | Note", ...rows])).join("\n")).not.toMatch(/highest|lowest|in total/);
});

test.each([
  "High",
  "Low",
  "Voltage",
  "Temperature",
  "Rating",
  "Age",
  "Unit price",
  "km/h",
  "Spannung",
  "Note",
  "Balance",
])("numbers of %s are not added up", async (name) => {
  const rows = [`Name | ${name}`, "Ann | 12", "Bob | 17", "Cid | 9"];
  expect((await statementsOf(rows)).join("\n")).not.toContain("in total");
});

test.each(["Visitors", "Units sold", "Cost", "Anzahl", "Nombre de visites", "Betrag", "Importe", "来客数"])(
  "numbers of %s are added up",
  async (name) => {
    const rows = [`Name | ${name}`, "Ann | 12", "Bob | 17", "Cid | 9"];
    expect((await statementsOf(rows)).join("\n")).toContain("38 in total");
  },
);

test.each([
  ["years", ["", "2022", "2023"]],
  ["quarters", ["", "Q1", "Q2"]],
  ["regions", ["Metric", "North", "South"]],
])("measures as rows under %s are neither ranked nor added up", async (_, names) => {
  const rows = [`${names.join(" | ")}`, "Revenue | 900 | 950", "Employees | 12 | 14", "Offices | 3 | 4"];
  expect((await statementsOf(rows)).join("\n")).not.toMatch(/highest|in total|largest/);
});

test("several values of a measure are told with the names of their columns", async () => {
  const rows = ["Metric | North | South", "Revenue | 900 | 950", "Employees | 12 | 14"];
  expect((await statementsOf(rows))[1]).toBe("Revenue: North 900, South 950; Employees: North 12, South 14");
});

describe("what stands around a table", () => {
  test("lines title it, notes and comments are prose, and empty cells keep their place", async () => {
    const document = tableDocument([
      "Bus survey 2023",
      "Method: interviews at the stops, 1200 valid answers",
      "Line | Riders | Note",
      "Line 1 | 120 |",
      "Line 2 | | closed",
      "Line 3 | 80 |",
      "1. Line 2 was closed for repairs from May to July.",
      "Stop | Trips",
      "Quay | 12",
      "Mill | 30",
    ]);
    const { size, findings, prose, share } = await describeTables(document, detachedContext());
    expect(size?.text).toBe("Bus survey 2023: 3 rows with the columns Line, Riders, Note");
    expect(findings.map(({ text }) => text)).toContain(
      "Bus survey 2023 – Riders: highest Line 1 (120), lowest Line 3 (80)",
    );
    expect(prose.map(({ start, end }) => document.text.slice(start, end))).toEqual([
      "Method: interviews at the stops, 1200 valid answers",
      "Line 2 was closed for repairs from May to July.",
    ]);
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.7);
  });

  test("numbered notes are prose and no table, and captions name their table", async () => {
    const document = tableDocument([
      "Table 1: Visits by branch",
      "Branch | Visits",
      "Quay | 120",
      "Mill | 80",
      "Park | 95",
      "Notes",
      "1 | The branch at the quay was closed for five weeks in autumn.",
      "2 | The branch at the mill gained a Saturday opening in May.",
    ]);
    const { size, findings, prose } = await describeTables(document, detachedContext());
    expect(size?.text).toBe("Visits by branch: 3 rows with the columns Branch, Visits");
    expect(findings[0]?.text).toBe("Visits: highest Quay (120), lowest Mill (80)");
    expect(prose.map(({ start, end }) => document.text.slice(start, end))).toEqual([
      "The branch at the quay was closed for five weeks in autumn.",
      "The branch at the mill gained a Saturday opening in May.",
    ]);
  });

  test("a line of one cell between rows heads a section of the same table", async () => {
    const document = tableDocument([
      "Shop | Sales",
      "North",
      "Ayr | 12",
      "Nairn | 30",
      "South",
      "Hove | 44",
      "Rye | 7",
    ]);
    const { size } = await describeTables(document, detachedContext());
    expect(size?.text).toContain("4 rows");
  });

  test("a document without tables has none", async () => {
    const document = createDocument(["The quay opened on Monday."]);
    expect(await describeTables(document, detachedContext())).toEqual({
      size: null,
      findings: [],
      prose: [],
      share: 0,
    });
  });
});
