import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { plainText } from "../../src/extract/text/plainText.ts";
import type { Document } from "../../src/model/index.ts";

const read = async (text: string): Promise<Document> =>
  clean(await plainText.extract({ text, bytes: null, mediaType: "text/plain", name: null, url: null }));

const SENTENCES = [
  "The council of Orrin voted on Monday to open the town library on Sundays, which many in the town had asked for.",
  "Librarian Ada Quill said the change would cost 61,000 crowns a year, and that the money had been found elsewhere.",
  "Opponents said the money was needed for the swimming hall, which has been closed since a pipe burst in March.",
  "The library had 48,000 visitors last year, a fifth more than the year before, and most of them came at weekends.",
  "Quill expects the Sundays to bring another 9,000, most of them families with children under the age of ten.",
];
const RUSSIAN = [
  "Совет города Оррина в понедельник решил открыть библиотеку по воскресеньям, о чём давно просили жители.",
  "Директор библиотеки Анна Перова сообщила, что это обойдётся в шестьдесят тысяч крон в год, и деньги уже найдены.",
  "Противники решения говорят, что поделиться средствами следовало бы с бассейном, который закрыт с марта.",
  "В прошлом году библиотеку посетили сорок восемь тысяч человек, на пятую часть больше, чем годом раньше.",
];
const CHINESE = [
  "临海县图书馆星期四宣布，从四月起每晚开放到十点，周末也不例外，许多读者早就提出了这样的要求。",
  "馆长陈玉兰表示，延长开放每年需要增加一百二十万元经费，这笔钱已经从别的项目里节省出来了。",
  "一些居民认为，钱应该先用来修缮已经关闭一年的游泳馆，并且希望更多的人参与评论和讨论。",
  "图书馆去年接待读者四十八万人次，比前一年增加了两成，其中大部分是在周末来的学生和家庭。",
];
const MENU = ["Home", "News", "Sport", "Weather", "Travel", "Sign in", "Subscribe"];

test("keeps Russian and Chinese paragraphs that contain a menu word", async () => {
  for (const story of [RUSSIAN, CHINESE]) expect((await read(story.join("\n\n"))).text).toBe(story.join("\n\n"));
});

test("repairs mojibake before cleaning", async () => {
  const asLatin1 = new TextDecoder("windows-1252").decode(new TextEncoder().encode(CHINESE.join("\n\n")));
  expect((await read(asLatin1)).text).toBe(CHINESE.join("\n\n"));
});

test("keeps the lines of a page without prose", async () => {
  const prices = ["Herring roll 4.50", "Mackerel roll 5.20", "Shrimp roll 7.90", "Lemonade 2.80", "Coffee 2.20"];
  expect((await read([...prices, "Privacy policy"].join("\n"))).text).toBe(prices.join("\n\n"));
});

test("takes the site name from a copyright line", async () => {
  const lines = [...SENTENCES, "© 2026 The Orrin Courier. All rights reserved."];
  expect((await read(lines.join("\n\n"))).site).toBe("The Orrin Courier");
});

describe("cleaning is idempotent", () => {
  const expectIdempotent = async (text: string): Promise<void> => {
    const once = (await read(text)).text;
    expect((await read(once)).text).toBe(once);
  };

  test.each(globSync("*/input.txt", { cwd: join(import.meta.dirname, "../fixtures") }))("for the fixture %s", (path) =>
    expectIdempotent(readFileSync(join(import.meta.dirname, "../fixtures", path), "utf8")),
  );

  test("for an article surrounded by page boilerplate", async () => {
    const line = fc.oneof(
      fc.constantFrom(...MENU, "Related:", "By Omar Bell", "4 May 2026", "Library: what now for readers…", "| | |"),
      fc.constantFrom(...SENTENCES),
      fc.lorem({ maxCount: 12 }),
    );
    const lines = fc.array(line, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lines, lines, fc.constantFrom("\n", "\n\n"), (before, after, gap) =>
        expectIdempotent([...before, ...SENTENCES, ...after].join(gap)),
      ),
      { numRuns: 60 },
    );
  });

  test("for arbitrary strings", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => expectIdempotent(text)),
      { numRuns: 150 },
    );
  });
});

describe("keeps dated lines, which are no titles", () => {
  const SENTENCE = "We measured the river at the old bridge and the level was 2.1 metres.";
  const days = (count: number, line: (day: string, i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(`2024-03-${String((i % 28) + 1).padStart(2, "0")}`, i)).join("\n");
  test.each([
    ["a sentence", `2024-03-12 ${SENTENCE}`],
    ["a diary of four lines", days(4, (day) => `${day} ${SENTENCE}`)],
    ["a diary of thirty lines", days(30, (day, i) => `${day} ${SENTENCE} The gate stood at ${i} steps.`)],
    ["a change log", days(5, (day, i) => `${day} Added support for format ${i}`)],
    [
      "a change log with text between",
      days(4, (day, i) => `${day} Release ${i} of the viewer\n- Reads tables of ${i} rows\n`),
    ],
    ["a server log", days(6, (day, i) => `${day}T14:00:3${i}Z ERROR disk ${i} is full`)],
    ["one line of a log", "2024-03-12T14:00:33Z ERROR disk two is full"],
    ["a chat log", days(6, (day, i) => `${day} 14:00:3${i}\t${i % 2 ? "Maria" : "Tom"}\tthe lock is held by job ${i}`)],
    [
      "a Japanese diary",
      "2024-03-12 古い橋で川の水位を測ったところ、二メートルだった。\n2024-03-13 今日は雨が降った。",
    ],
    ["a German diary", days(3, (day) => `${day} Wir haben den Pegel an der alten Brücke gemessen`)],
    ["a title without a text", "date 2026-05-04 Orrin opens its library on Sundays"],
  ])("%s", async (_, text) => {
    const words = (of: string): string[] => of.split(/\s+/).filter(Boolean);
    expect(words((await read(text)).text.replaceAll(" | ", " "))).toEqual(words(text));
  });
});

test("never removes all that has letters", async () => {
  const line = fc.constantFrom(
    "2024-03-12",
    "4 May 2026",
    "By Ada Quill",
    "Subscribe",
    "Privacy policy",
    "Orrin opens its library",
    "date 2026-05-04 Orrin opens its library",
    "© 2026 The Orrin Courier. All rights reserved.",
    "Home",
    SENTENCES[0]!,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 6 }), async (lines) => {
      const { text } = await read(lines.join("\n"));
      expect(text).not.toBe("");
      if (/\p{L}/u.test(lines.join(""))) expect(text).toMatch(/\p{L}/u);
    }),
  );
});
