import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractiveEngine } from "../../../src/engine/index.ts";
import { DEFAULT_OPTIONS, detachedContext } from "../../../src/model/index.ts";
import { digestWordLimits, isShorterThanDigest, isWithin, wordCounts } from "../../../src/text/index.ts";
import { createDocument } from "../../fakes/documents.ts";
import { tableDocument } from "../../fakes/tables.ts";

const PARAGRAPHS = [
  "The council of Orrin voted on Monday to open the town library on Sundays from January.",
  "Librarian Ada Quill said the change would cost 61,000 crowns a year. Opponents said the money was needed for the swimming hall.",
  "The library had 48,000 visitors last year, a fifth more than the year before. It may close on Mondays instead.",
  "A second vote on the hall will follow in the spring. The mayor did not say how the council would pay for both.",
  "According to Omar Bell, who speaks for the swimmers, the hall should come first.",
];
const DOCUMENT = createDocument(PARAGRAPHS, { title: "Orrin opens its library on Sundays" });
const digest = (overrides = {}) =>
  extractiveEngine.digest(DOCUMENT, { ...DEFAULT_OPTIONS, ...overrides }, detachedContext());

describe("an extractive digest", () => {
  test("consists of whole sentences of the document, with points in document order", async () => {
    const { gist, points } = await digest();
    const offsets = points.map((point) => DOCUMENT.text.indexOf(point.text));
    expect(DOCUMENT.text).toContain(gist);
    expect(offsets.every((offset) => offset >= 0)).toBe(true);
    expect([...offsets].sort((a, b) => a - b)).toEqual(offsets);
    expect(points.every((point) => point.quotes[0] === point.text)).toBe(true);
  });

  test.each([
    [{ length: "headline" }, 1],
    [{ length: "brief" }, 3],
    [{ length: "standard" }, 5],
    [{ sentences: 2 }, 2],
  ])("with %j has %i sentences including the gist", async (overrides, count) => {
    expect(1 + (await digest(overrides)).points.length).toBe(count);
  });

  test("has claims with speaker, kind and certainty", async () => {
    const { claims } = await digest({ length: "detailed" });
    const claimWith = (words: string) => claims.find((claim) => claim.text.includes(words));
    expect(claimWith("61,000")).toMatchObject({ speaker: "Librarian Ada Quill" });
    expect(claimWith("second vote")).toMatchObject({ kind: "forecast", speaker: null });
    expect(claimWith("hall should come first")).toMatchObject({ kind: "opinion", speaker: "Omar Bell" });
  });

  test("of a very short text is the text itself", async () => {
    const short = createDocument(["The bridge closes on 3 May. It opens again in June."]);
    expect(await extractiveEngine.digest(short, DEFAULT_OPTIONS, detachedContext())).toMatchObject({
      gist: short.text,
      points: [],
    });
  });

  test("of a very short table says what its rows are", async () => {
    const table = tableDocument(["Region | Sold", "North | 12", "South | 30", "East | 9"]);
    const { gist } = await extractiveEngine.digest(table, DEFAULT_OPTIONS, detachedContext());
    expect(gist).toContain("3 rows with the columns Region, Sold");
  });

  test("prefers sentences about the focus, and has a notice if another language is requested", async () => {
    const focused = await digest({ focus: "visitors", length: "brief" });
    expect([focused.gist, ...focused.points.map((point) => point.text)].join()).toContain("48,000 visitors");
    expect((await digest({ language: "de" })).notices).toEqual(["not_translated"]);
  });

  test("has the most informative self-contained sentence as its gist", async () => {
    const { gist } = await extractiveEngine.digest(
      createDocument([
        "It was a long evening. Nobody had expected it.",
        "The council of Orrin voted to open the library on Sundays, and the library will cost the council 61,000 crowns.",
        "The library is what the council of Orrin has argued about for years. Some want the hall first.",
        "Nobody asked the mayor. He was ill.",
      ]),
      { ...DEFAULT_OPTIONS, length: "brief" },
      detachedContext(),
    );
    expect(gist).toContain("voted to open the library");
  });

  test.each([
    [
      "en",
      "He said that the bridge of Orrin would close in 2027.",
      "Ada Quill said the bridge of Orrin would cost 61,000.",
    ],
    [
      "de",
      "Er hat die Brücke von Orrin im Jahr 2027 geschlossen.",
      "Die Brücke von Orrin kostet die Stadt 61.000 Kronen.",
    ],
    ["fr", "Il a fermé le pont de la ville d’Orrin en 2027.", "Le pont de la ville d’Orrin a coûté 61 000 couronnes."],
    ["ru", "Он закрыл мост города Оррин в 2027 году.", "Мост города Оррин стоил городу 61 000 крон."],
    ["zh", "他在二〇二七年关闭了这座大桥。", "临海大桥去年花费了六万一千元。"],
  ])("prefers self-contained claims (%s)", async (language, dependent, selfContained) => {
    const document = createDocument([`${dependent} ${selfContained}`, `${selfContained.replace(/6[01]/, "75")}`], {
      language,
    });
    const { claims } = await extractiveEngine.digest(
      document,
      { ...DEFAULT_OPTIONS, length: "headline" },
      detachedContext(),
    );
    expect(claims.map((claim) => claim.text)).not.toContain(dependent);
  });

  test("is deterministic, in document order, without repeats, and within its limit", async () => {
    const sentence = fc
      .array(fc.constantFrom("Orrin", "voted", "library", "the", "61,000", "hall", "mayor", "of"), {
        minLength: 2,
        maxLength: 25,
      })
      .map((words) => `The ${words.join(" ")}.`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(sentence, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 9 }),
        async (lines, count) => {
          const document = createDocument(lines);
          const options = { ...DEFAULT_OPTIONS, sentences: count };
          const { gist, points } = await extractiveEngine.digest(document, options, detachedContext());
          const texts = [gist, ...points.map((point) => point.text)];
          if (lines.length > count) expect(texts.length).toBeLessThanOrEqual(count);
          expect(new Set(texts).size).toBe(texts.length);
          expect(texts.join("").length).toBeLessThanOrEqual(document.text.length);
          const offsets = points.map((point) => document.text.indexOf(point.text));
          expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
          expect(await extractiveEngine.digest(document, options, detachedContext())).toMatchObject({ gist, points });
        },
      ),
      { numRuns: 60 },
    );
  });

  test("of Chinese text has as many sentences as one of English text", async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `临海县图书馆今年第${i + 1}次延长了开放时间，读者增加了两成。`);
    const { gist, points } = await extractiveEngine.digest(
      createDocument([lines.slice(0, 20).join(""), lines.slice(20).join("")], { language: "zh" }),
      DEFAULT_OPTIONS,
      detachedContext(),
    );
    expect(points).toHaveLength(5);
    for (const text of [gist, ...points.map((point) => point.text)]) expect(lines).toContain(text);
  });

  test("stops when the signal is aborted", async () => {
    await expect(
      extractiveEngine.digest(DOCUMENT, DEFAULT_OPTIONS, detachedContext(AbortSignal.abort())),
    ).rejects.toMatchObject({ code: "stopped" });
  });

  test("has only quotes that occur in the text, for arbitrary text", async () => {
    const paragraph = fc
      .array(fc.constantFrom("Alpha said.", "The", "“quay” costs 5.5m?", "数字。", "¡no!", "e.g.", "\n", "Mr. B"), {
        minLength: 1,
        maxLength: 30,
      })
      .map((parts) => parts.join(" "));
    await fc.assert(
      fc.asyncProperty(fc.array(paragraph, { minLength: 1, maxLength: 8 }), async (paragraphs) => {
        const document = createDocument(paragraphs);
        const { points, claims } = await extractiveEngine.digest(document, DEFAULT_OPTIONS, detachedContext());
        for (const quote of [
          ...points.flatMap((point) => point.quotes),
          ...claims.flatMap((claim) => claim.quote ?? []),
        ])
          expect(document.text).toContain(quote);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the length of an extractive digest", () => {
  const subjects = ["The council", "A ferry", "Ada Quill", "The port of Orrin", "Nobody on the island"];
  const objects = ["the new quay", "61,000 crowns", "a second vote", "its old diesel boats", "the winter timetable"];
  /** A sentence of `words` words that differs from the others. */
  const sentence = (words: number, i: number) =>
    `${[subjects[i % 5], "spoke about", objects[(i * 3) % 5], `in week ${i}`].join(" ")} ${"and the weather on the coast "
      .repeat(20)
      .split(" ")
      .slice(0, words)
      .join(" ")
      .trim()}.`;
  const textsOf = async (document: ReturnType<typeof createDocument>, overrides = {}) => {
    const options = { ...DEFAULT_OPTIONS, ...overrides };
    const { gist, points } = await extractiveEngine.digest(document, options, detachedContext());
    return [gist, ...points.map(({ text }) => text)];
  };

  test.each(["headline", "brief", "standard", "detailed"] as const)("keeps to the word limit (%s)", async (length) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(30), { minLength: 1, maxLength: 40 }), async (sizes) => {
        const document = createDocument(sizes.map(sentence));
        const texts = await textsOf(document, { length });
        const limits = digestWordLimits(length, document.text, "en");
        const isWhole = texts[0] === document.text;
        if (isWhole) expect(isShorterThanDigest(document.text)).toBe(true);
        else expect(isWithin(wordCounts(texts.join(" ")), limits)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("leaves room for three statements of a longer text, two of a shorter one", async () => {
    const long = [25, 28, 28, 28, 25, 28, 28, 28, 2, 2, 28].map(sentence);
    expect((await textsOf(createDocument(long))).length).toBeGreaterThanOrEqual(3);
    expect((await textsOf(createDocument(long.slice(0, 5)))).length).toBeGreaterThanOrEqual(2);
  });

  test("is the opening of one sentence where none fits", async () => {
    const endless = [0, 1, 2].map((i) => sentence(80, i));
    const [text, ...others] = await textsOf(
      createDocument(endless.map((text, i) => (i === 1 ? text.replace("weather", "") : text))),
    );
    expect(others).toEqual([]);
    expect(endless[1]!.replace("weather", "").startsWith(text!)).toBe(true);
    expect(text!.split(/\s+/).length).toBeLessThanOrEqual(75);
  });

  test("does not repeat the title, or a sentence inside another", async () => {
    const title = "Orrin’s ferries will sail without diesel";
    const document = createDocument(
      [
        "ORRIN'S FERRIES WILL SAIL WITHOUT DIESEL.",
        "The council decided on Monday.",
        "“The council decided on Monday.” So wrote the Harbour Gazette in Orrin.",
        ...[12, 14, 16, 18].map(sentence),
      ],
      { title },
    );
    const texts = (await textsOf(document, { length: "detailed" })).map((text) => text.toLowerCase());
    expect(texts.join()).not.toContain("without diesel");
    expect(texts.filter((text) => text.includes("decided on monday")).length).toBeLessThanOrEqual(1);
  });

  test("of a text of few long sentences is shorter than the text", async () => {
    const document = createDocument([35, 36, 37].map(sentence));
    expect(await textsOf(document)).not.toContain(document.text);
    expect(await textsOf(document, { sentences: 3 })).toEqual([document.text]);
  });
});

test("a text without punctuation has a short gist, and no claims that nobody could check at one go", async () => {
  const endless = createDocument([
    Array.from({ length: 40_000 }, (_, i) => `the council met ${i} visitors in the library`).join(" "),
  ]);
  const { gist, claims } = await extractiveEngine.digest(endless, DEFAULT_OPTIONS, detachedContext());
  expect(gist.length).toBeLessThanOrEqual(1000);
  expect(claims).toEqual([]);
});

test("a long document without prose has a short gist", async () => {
  const code = createDocument(["let x = 1;\n".repeat(20_000)]);
  const blocks = code.blocks.map((block) => ({ ...block, kind: "code" as const }));
  const { gist } = await extractiveEngine.digest({ ...code, blocks }, DEFAULT_OPTIONS, detachedContext());
  expect(gist.length).toBeLessThanOrEqual(1000);
});

describe("an extractive answer", () => {
  const ask = (text: string) =>
    extractiveEngine.answer([DOCUMENT], { text, language: "en", engine: "auto" }, detachedContext());
  test("is the sentence that contains the answer", async () => {
    const answer = await ask("How many visitors did the library have?");
    expect(answer).toMatchObject({ answerable: true });
    expect(answer.quotes[0]).toContain("48,000 visitors");
    expect(answer.text).toContain("[1]");
  });
  test("comes from the document that contains it, without repeats", async () => {
    const other = { ...DOCUMENT, id: "other", text: "The tower is forty metres high. Ilse Brandt built it in 1912." };
    const question = { text: "Who built the tower?", language: "en", engine: "auto" } as const;
    const answer = await extractiveEngine.answer([DOCUMENT, other], question, detachedContext());
    expect(answer.quotes[0]).toBe("Ilse Brandt built it in 1912.");
    expect(new Set(answer.quotes).size).toBe(answer.quotes.length);
    for (const quote of answer.quotes) expect(other.text).toContain(quote);
  });

  test("has no repeated sentences if passages overlap", async () => {
    const boats = createDocument([
      "The harbour town of Marenholm retired the last of its diesel ferries on Tuesday and began to run all three of its island lines with boats that charge at the quay.",
      "The four new boats cost 38 million euros together, of which the regional government paid 60 percent. Each carries 240 passengers and 28 cars, and takes nine minutes to charge between two crossings.",
      '"We expected complaints about the waiting, and what we got was letters about the quiet," said Ilse Brandt, who heads the port authority.',
      "According to the port authority, the old fleet burned 2.1 million litres of diesel a year. Brandt said the town would save about 1.4 million euros in fuel every year, but did not expect fares to fall before 2028.",
      "Not everyone is content. The seamen's union said eleven engineers had lost their posts and that only four of them had been offered training on the new boats.",
      "The grid was the harder part. The local utility, Nordlicht Netz, had to lay a second cable under the old town, which closed the fish market for seven weeks last autumn.",
      "Two more ports on the coast, Vessby and Old Harrow, have ordered the same boats. Vessby could switch as early as next spring if its council approves the cable in May.",
    ]);
    const question = { text: "What did the boats cost?", language: "en", engine: "auto" } as const;
    const { quotes } = await extractiveEngine.answer([boats], question, detachedContext());
    expect(quotes).toEqual([expect.stringContaining("38 million euros")]);
  });

  test("does not mix in the previous question where a short one finds its own answer", async () => {
    const minutes = createDocument([
      "The motion on the bonfire was carried unanimously.",
      "The next meeting is on 14 January at seven in the hall.",
      "The clerk will write to the county about the lamps.",
    ]);
    const talk = [{ question: "When is the next meeting?", answer: "On 14 January." }];
    const question = { text: "Was it unanimous?", language: "en", engine: "auto", talk } as const;
    const { quotes } = await extractiveEngine.answer([minutes], { ...question, talk }, detachedContext());
    expect(quotes[0]).toContain("unanimously");
  });

  test("says that a question in another language cannot be matched, if it finds no answer", async () => {
    const text = "Wer hat die Schacholympiade in Budapest gewonnen?";
    const boats = createDocument(["The four new boats cost 38 million euros together."]);
    const german = await extractiveEngine.answer([boats], { text, language: "de", engine: "auto" }, detachedContext());
    expect(german).toMatchObject({ answerable: false, notices: ["question_language"] });
    expect((await ask("Who won the chess olympiad in Budapest?")).notices).toEqual([]);
  });

  test.each(["Who won the chess olympiad in Budapest?", "…"])("is not answerable for %j", async (text) => {
    expect(await ask(text)).toMatchObject({ answerable: false, quotes: [] });
  });
});
