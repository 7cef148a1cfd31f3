import { describe, expect, test } from "vitest";
import { compareValues, extractContentTerms, extractValues } from "../../src/facts/index.ts";

/** The values of a text, each as "shown kind amount". */
const valuesOf = (text: string, language: string): string[] =>
  extractValues(text, language).map(({ shown, kind, amount }) => `${shown} ${kind} ${Number(amount.toFixed(6))}`);

describe("extractValues", () => {
  test.each<[string, string, string[]]>([
    [
      "Seven in ten drivers; only three drivers in ten",
      "en",
      ["Seven in ten share 0.7", "three drivers in ten share 0.3"],
    ],
    ["at a speed of 68 kilometres an hour", "en", ["68 kilometres an hour speed 68"]],
    ["412 m³ and 290 cubic metres", "en", ["412 m³ volume 412000", "290 cubic metres volume 290000"]],
    ["an hour and a half, half an hour", "en", ["an hour and a half duration 90", "half an hour duration 30"]],
    ["lasts one and a half hours", "en", ["one and a half hours duration 90"]],
    [
      "95 °F, 50 degrees Fahrenheit, 35 °C",
      "en",
      ["95 °F temperature 35", "50 degrees Fahrenheit temperature 10", "35 °C temperature 35"],
    ],
    ["1,5 Mio. Euro und 2 Mrd. Euro", "de", ["1,5 Mio. Euro money 1500000", "2 Mrd. Euro money 2000000000"]],
    ["21 nights", "en", ["21 nights duration 30240"]],
    ["after two and a half hours", "en", ["two and a half hours duration 150"]],
    ["in two hours, 13 minutes and 48 seconds", "en", ["two hours, 13 minutes and 48 seconds duration 133.8"]],
    ["won in 2:13:48", "en", ["2:13:48 duration 133.8"]],
    ["31 million a year", "en", ["31 million count 31000000"]],
    [
      "£48, 6.5 million pounds and 4,60 Euro",
      "de",
      ["£48 money 48", "6.5 million pounds money 6500000", "4,60 Euro money 4.6"],
    ],
    ["from -22 °C to 40 °C", "en", ["22 °C temperature -22", "40 °C temperature 40"]],
    ["eleven degrees below zero", "en", ["eleven degrees temperature -11"]],
    ["Mide 52 x 34 x 26 cm", "es", ["52 length 0.52", "34 length 0.34", "26 cm length 0.26"]],
    ["de 5 a 35 °C", "es", ["5 temperature 5", "35 °C temperature 35"]],
    ["A-7/W35 and R290", "en", ["A-7 code 0", "W35 code 0", "R290 code 0"]],
    ["38棟が浸水し、1200人が避難した", "ja", ["38 count 38", "1200 count 1200"]],
    ["Nobody was hurt, but a woman fell", "en", ["Nobody count 0", "a count 1"]],
    ["no longer allowed", "en", []],
    ["2. Rent goes up", "en", []],
    ["The mayor, Karin Solberg, met Mr Brand", "en", ["Karin Solberg mayor 0", "Brand name 0"]],
    ["Oberbürgermeister Jens Pohl", "de", ["Jens Pohl mayor 0"]],
    ["Rita Vance, the head coach", "en", ["Rita Vance coach 0"]],
    ["Geschäftsführerin Petra Lohmann", "de", ["Petra Lohmann executive 0"]],
  ])("of %j in %s", (text, language, expected) => expect(valuesOf(text, language)).toEqual(expected));

  test.each<[string, string, string, number[]]>([
    ["shortly after seven o'clock", "en", "seven o'clock", [420]],
    ["landed at 11.20; it opens between 8.00 and 19.00", "en", "11.20|8.00|19.00", [680, 480, 1140]],
    ["between 2 and 4 a.m.", "en", "2|4 a.m.", [120, 240]],
    ["um halb fünf Uhr früh", "de", "halb fünf", [270]],
    ["von 17 auf 16 Uhr", "de", "17|16 Uhr", [1020, 960]],
    ["a las siete y media de la tarde", "es", "siete y media", [1170]],
    ["à 18h30", "fr", "18h30", [1110]],
    ["午後7時半", "ja", "午後7時半", [1170]],
    ["half past four, at noon, at 9.30 pm", "en", "half past four|noon|9.30 pm", [270, 720, 1290]],
    ["rose by 9.30 per cent", "en", "", []],
  ])("reads the times of day of %j", (text, language, shown, minutes) => {
    const times = extractValues(text, language).filter(({ kind }) => kind === "clock");
    expect(times.map((time) => time.shown).join("|")).toBe(shown);
    expect(times.map(({ amount }) => amount)).toEqual(minutes);
  });

  test.each<[string, string, object[]]>([
    ["on 11 January 2025", "en", [{ day: 11, month: 1, year: 2025 }]],
    ["Jan. 5, 2024", "en", [{ day: 5, month: 1, year: 2024 }]],
    ["in March 2026, in 1998", "en", [{ month: 3, year: 2026 }, { year: 1998 }]],
    [
      "vom 23. bis 27. Juni",
      "de",
      [
        { day: 23, month: 6 },
        { day: 27, month: 6 },
      ],
    ],
    ["el 5 de mayo de 2024", "es", [{ day: 5, month: 5, year: 2024 }]],
    [
      "2025-03-09 und 9.3.2025",
      "de",
      [
        { day: 9, month: 3, year: 2025 },
        { day: 9, month: 3, year: 2025 },
      ],
    ],
    ["3月5日", "ja", [{ day: 5, month: 3 }]],
    ["on Tuesday", "en", [{ weekday: 2 }]],
  ])("reads the dates of %j", (text, language, dates) =>
    expect(extractValues(text, language).flatMap(({ date }) => (date ? [date] : []))).toEqual(
      dates.map((date) => expect.objectContaining(date)),
    ),
  );

  test("gives spans that do not overlap and lie in the text", () => {
    const text = "On 4 May at 9.30 a.m. 71 of the 163 guests, 44 per cent, paid £3,140; nobody paid 2 million euros.";
    let last = 0;
    for (const { start, end, shown } of extractValues(text, "en")) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(text.slice(start, end)).not.toBe("");
      expect(shown.startsWith(text.slice(start, end))).toBe(true);
      last = end;
    }
  });
});

test.each<[string, string, string]>([
  ["90 minutes", "an hour and a half", "equal"],
  ["Nine kilometres", "9 km", "equal"],
  ["600 kilos", "1.4 tonnes", "different"],
  ["1 mile", "1.6 km", "equal"],
  ["about 300 people", "312 people", "equal"],
  ["300 people", "312 people", "different"],
  ["at 19:10", "shortly after seven o'clock", "equal"],
  ["at 4 p.m.", "at 5 p.m.", "different"],
  ["11 January", "11 January 2025", "equal"],
  ["1 April", "1 May", "different"],
  ["11 January", "in 2022", "unclear"],
  ["12 September 2024", "in 2022", "unclear"],
  ["R290", "R32", "unclear"],
  ["mayor Karin Solberg", "the mayor, Solberg", "equal"],
  ["mayor Karin Solberg", "mayor Jens Pohl", "different"],
  ["9 km", "9 kg", "unclear"],
  ["at 14:00 UTC", "at 16:00 CEST", "equal"],
  ["at 9 a.m. EST", "at 14:00 UTC", "equal"],
  ["at 23:30 UTC", "at 1:30 UTC+2", "equal"],
  ["at 14:00 UTC", "at 15:00 UTC", "different"],
  ["at 14:00 UTC", "at 16:00", "unclear"],
  ["at 14:00 UTC", "at 14:00", "equal"],
  ["70 °F", "21 °C", "equal"],
  ["12 euros", "€12", "equal"],
  ["12 euros", "12 dollars", "unclear"],
  ["250 cents", "2.50 dollars", "equal"],
])("compareValues of %j and %j", (one, other, relation) => {
  const [first, second] = [one, other].map((text) => extractValues(text, "en")[0]!);
  expect(compareValues(first!, second!)).toBe(relation);
});

describe("extractContentTerms", () => {
  const keysOf = (text: string, language: string): string[] =>
    extractContentTerms(text, language).map(({ key }) => key);

  test.each<[string, string, string, string]>([
    ["injured", "en", "hurt", "en"],
    ["passengers", "en", "Fahrgäste", "de"],
    ["closed", "en", "geschlossen", "de"],
    ["drinking water", "en", "Trinkwasser Wasser", "de"],
    ["strike", "en", "grève", "fr"],
    ["cost", "en", "precio", "es"],
    ["installed", "en", "installs", "en"],
    ["toxicologist", "en", "Toxikologin", "de"],
  ])("has a term in common for %j (%s) and %j (%s)", (one, language, other, otherLanguage) =>
    expect(keysOf(other, otherLanguage)).toEqual(expect.arrayContaining([keysOf(one, language).at(-1)])),
  );

  test("keeps different words apart and drops stop words", () => {
    expect(new Set(keysOf("the ferry opened and closed", "en")).size).toBe(3);
    expect(keysOf("the of and", "en")).toEqual([]);
  });
});
