import { describe, expect, test } from "vitest";
import { detachedContext } from "../../src/model/index.ts";
import { answerFromTables } from "../../src/tables/index.ts";
import { tableDocument } from "../fakes/tables.ts";

const STATIONS = tableDocument([
  "Station | Line | Passengers 2022 | Passengers 2023 | Lifts",
  "Central | 1 | 11,204 | 12,400 | yes",
  "Harbour | 2 | 402 | 310 | no",
  "Mill Road | 1 | 3,250 | 3,901 | yes",
  "Castle | 2 | 1,880 | 2,015 | no",
  "Total | | 16,736 | 18,626 |",
]);
const GEMEINDEN = tableDocument(
  [
    "Gemeinde | Einwohner | Steuersatz",
    "Altdorf | 1.204 | 3,1 %",
    "Bachingen | 14.870 | 2,8 %",
    "Cramberg | 611 | 3,6 %",
  ],
  { language: "de" },
);
const GASTOS = tableDocument(
  ["Concepto | Importe", "Papel y tóner | 120,50 €", "Silla | 210,00 €", "Tren a Burgos | 64,20 €"],
  { language: "es" },
);
const COMMUNES = tableDocument(
  ["Commune | Habitants | Dépenses 2022 (€)", "Saint-Malo | 46 097 | 1 204 000", "Dinard | 9 949 | 640 200"],
  { language: "fr" },
);
const SHOPS = tableDocument(["店舗 | 売上（円） | 来客数", "本店 | 1,204,000 | 3,204", "駅前店 | 980,500 | 4,120"], {
  language: "ja",
});
const BUDGET = tableDocument([
  "Line | Budget for year | Forecast for year",
  "Staff | 20,500 | 21,000",
  "Books | 3,000 | 3,000",
  "Income | -1,500 | -1,000",
  "Net total | 22,000 | 23,000",
]);
const SURVEY = tableDocument([
  "Question | Answer | N | %",
  "P1. Reason for the trip | Work | 50 | 63%",
  "P1. Reason for the trip | School | 30 | 37%",
  "P2. Main complaint | Price | 31 | 39%",
  "P2. Main complaint | Delays | 49 | 61%",
]);
const OIL = tableDocument([
  "Place | Olives 2023 | Olives 2024 | Oil",
  "Dinard | 88 | 97 | 19",
  "Cancale | 61 | 58 | 10",
]);
const TEAS = tableDocument([
  "Product | Region | Units sold | Rating",
  "tea | North | 12 | 4",
  "coffee | North | 40 | 5",
  "tea | South | 30 | 3",
  "coffee | South | | –",
  "cocoa | South | 7 | 3",
]);
const PARTS = tableDocument([
  "Part | Cost",
  "Bolts | €10",
  "Nuts | €20",
  "Subtotal | €30",
  "Wood | €50",
  "Paint | €5",
  "Subtotal | €55",
  "Grand total | €85",
]);
const OPEN_PARTS = tableDocument([
  "Part | Cost",
  "Bolts | €10",
  "Nuts | €20",
  "Total | €30",
  "Wood | €50",
  "Paint | €5",
]);
const BILLS = tableDocument(["Vendor | Cost | Currency", "Ash | 1,200 | EUR", "Birk | 900 | USD", "Cole | 40 | EUR"]);
const TRACKS = tableDocument(["Track | Length", "Ash | 12 m", "Birk | 9000 cm", "Cole | 0.5 km"]);
const LEDGER = tableDocument(["Entry | Amount", "Ash | 120 CR", "Birk | 40 DR", "Cole | 90 CR"]);
const FACTS = tableDocument(["Length | 12 km", "Gauge | 1435 mm", "Opened | 1902"]);

describe("answerFromTables", () => {
  test.each([
    [STATIONS, "How many passengers did Harbour have in 2022?", "Harbour: Passengers 2022 402"],
    [STATIONS, "Which station had the most passengers in 2023?", "Passengers 2023: Central, 12,400"],
    [STATIONS, "Which station has the most passengers?", "Passengers 2023: Central, 12,400"],
    [STATIONS, "Which station had the fewest passengers in 2022?", "Passengers 2022: Harbour, 402"],
    [STATIONS, "How many passengers were there in total in 2023?", "Passengers 2023: 18,626 in total"],
    [
      STATIONS,
      "What was the average number of passengers in 2022?",
      "Passengers 2022: 4,184.0 on average (computed from 4 rows)",
    ],
    [STATIONS, "How many stations are there?", "Station: 4"],
    [STATIONS, "How many stations are on line 1?", "Line 1 – Station: 2"],
    [STATIONS, "Does Mill Road have lifts?", "Mill Road: Lifts yes"],
    [GEMEINDEN, "Wie viele Einwohner hat Cramberg?", "Cramberg: Einwohner 611"],
    [GEMEINDEN, "Welche Gemeinde hat den niedrigsten Steuersatz?", "Steuersatz: Bachingen, 2,8 %"],
    [
      GEMEINDEN,
      "Wie viele Einwohner haben die Gemeinden insgesamt?",
      "Einwohner: insgesamt 16.685 (errechnet aus 3 Zeilen)",
    ],
    [GASTOS, "¿Cuánto costó la silla?", "Silla: Importe 210,00 €"],
    [GASTOS, "¿Qué concepto tuvo el mayor importe?", "Importe: Silla, 210,00 €"],
    [COMMUNES, "Combien d'habitants compte Dinard ?", "Dinard: Habitants 9 949"],
    [COMMUNES, "Quelle commune a le plus d'habitants ?", "Habitants: Saint-Malo, 46 097"],
    [SHOPS, "本店の売上はいくらですか？", "本店: 売上（円） 1,204,000"],
    [SHOPS, "来客数が最も多い店舗はどこですか？", "来客数: 駅前店, 4,120"],
    [BUDGET, "What is the net total of the budget for the year?", "Budget for year: 22,000 in total"],
    [SURVEY, "What is the main complaint?", "P2. Main complaint: Delays (49; 61%), Price (31; 39%)"],
    [TEAS, "How many units of tea were sold?", "Product tea – Units sold: 42 in total (computed from 2 rows)"],
    [PARTS, "What is the total cost?", "Cost: €85 in total"],
    [FACTS, "What is the gauge?", "Gauge: 1435 mm"],
    [FACTS, "When was it opened?", "Opened: 1902"],
  ])("answers from its rows: %#", async (document, question, text) => {
    const answer = await answerFromTables(document, question, detachedContext());
    expect(answer?.text).toBe(text);
    expect(answer!.rows.length).toBeGreaterThan(0);
    for (const { start } of answer!.rows) expect(document.blocks.map((block) => block.start)).toContain(start);
  });

  test.each([
    [["How many passengers did Harbour have in 2022?", "and in 2023?"], "Harbour: Passengers 2023"],
    [["How many passengers did Harbour have in 2022?", "and Central?"], "Central: Passengers 2022"],
    [["Which station had the most passengers in 2022?", "and the fewest?"], "Passengers 2022: Harbour, 402"],
    [["How many passengers did Harbour have in 2022?", "and in 1999?", "and Central?"], "Central: Passengers 2022"],
  ])("completes a question from those before it: %j", async (questions, text) => {
    const answer = await answerFromTables(STATIONS, questions.at(-1)!, detachedContext(), questions.slice(0, -1));
    expect(answer?.text).toContain(text);
  });
  test.each([
    ["What is the difference between Central and Harbour in 2022?", "Passengers 2022: Central"],
    ["How many more passengers did Central have than Harbour in 2022?", "Passengers 2022: Central"],
    ["What is the difference between 2022 and 2023 for Harbour?", "Harbour: Passengers"],
  ])("works out a difference of two cells: %j", async (question, text) => {
    const answer = await answerFromTables(STATIONS, question, detachedContext());
    expect(answer?.text).toContain(text);
    const [greater, less, difference] = answer!.text
      .replaceAll(",", "")
      .match(/\d+(?= −)|(?<=− .*?)\d+(?= =)|\d+$/g)!
      .map(Number);
    expect(difference).toBe(greater! - less!);
  });
  test("finds a cell for a question in another language by the names of its row and column", async () => {
    const question = "¿Cuántos viajeros tuvo Harbour en 2022?";
    expect((await answerFromTables(STATIONS, question, detachedContext(), [], true))?.text).toContain("402");
    expect(await answerFromTables(STATIONS, question, detachedContext())).toBeNull();
    expect(
      await answerFromTables(STATIONS, "¿Cuántos viajeros tuvo Dover en 2022?", detachedContext(), [], true),
    ).toBeNull();
  });

  test("a sum of some rows quotes these alone", async () => {
    const answer = await answerFromTables(TEAS, "How many units of tea were sold?", detachedContext());
    expect(answer!.rows.map(({ start, end }) => TEAS.text.slice(start, end))).toEqual([
      "tea | North | 12 | 4",
      "tea | South | 30 | 3",
    ]);
  });

  test.each([
    ["another year", STATIONS, "How many passengers did Harbour have in 2025?"],
    ["another row", STATIONS, "How many passengers did Elmfield have in 2022?"],
    ["another column", STATIONS, "How many tickets were sold at Castle?"],
    ["a person", STATIONS, "Who manages Harbour?"],
    ["a place", STATIONS, "Where is Harbour?"],
    ["a price that it does not have", STATIONS, "How much does Harbour cost?"],
    ["a year of one column and a word of another", OIL, "How much oil did Dinard make in 2023?"],
    ["another row, in German", GEMEINDEN, "Wie viele Einwohner hat Zell?"],
    ["another row, in Spanish", GASTOS, "¿Cuánto costó la impresora?"],
    ["another year, in French", COMMUNES, "Quelles étaient les dépenses de Dinard en 2021 ?"],
    ["the highest of different units", TRACKS, "Which track has the highest length?"],
    ["the mean of different units", TRACKS, "What is the average length?"],
    ["the sum of credits and debits", LEDGER, "What is the total amount?"],
    ["the sum of different currencies", BILLS, "What is the total cost?"],
    ["the highest of different currencies", BILLS, "Which vendor has the highest cost?"],
    ["a total that is of some rows only", OPEN_PARTS, "What is the total cost?"],
    ["an empty cell", tableDocument(["Shop | Sales", "Ayr | 12", "Rye |", "Hove | –"]), "What were the sales of Rye?"],
    [
      "a cell of a dash",
      tableDocument(["Shop | Sales", "Ayr | 12", "Rye |", "Hove | –"]),
      "What were the sales of Hove?",
    ],
    ["another row, in Japanese", SHOPS, "北店の売上はいくらですか？"],
  ])("has no answer to a question about %s", async (_, document, question) => {
    expect(await answerFromTables(document, question, detachedContext())).toBeNull();
  });
});
