import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DraftAnswer, DraftDigest } from "../../src/model/index.ts";
import { detachedContext, NO_USAGE } from "../../src/model/index.ts";
import { extractQuantities } from "../../src/quantities/index.ts";
import { verifyAnswer, verifyClaim, verifyDigest } from "../../src/verify/index.ts";
import { createDocument } from "../fakes/documents.ts";

const ENGINE = { kind: "llm", model: "stub", prompt: "hash" } as const;
const DOCUMENT = createDocument([
  "The council of Orrin voted on Monday to open the town library on Sundays.",
  "Librarian Ada Quill met Mayor Jon Farrow on Tuesday. She said the change would cost 61,000 crowns a year.",
  "Omar Bell did not vote. “The hall comes first,” he said.",
  "About 3.2 million people live in the region, and 48 towns have a library.",
]);
const reasonsFor = async (claim: string, quote: string | null, speaker: string | null = null) =>
  (await verifyClaim(DOCUMENT, { text: claim, quote, speaker }, detachedContext())).reasons;

describe("verifyClaim", () => {
  const QUOTE = "the change would cost 61,000 crowns a year";
  test.each<[string, string, string]>([
    ["in the words of the quote", "The change would cost 61,000 crowns a year.", QUOTE],
    [
      "with a name in place of a pronoun",
      "Ada Quill said the change would cost 61,000 crowns a year.",
      `She said ${QUOTE}.`,
    ],
    [
      "with a number in another notation",
      "The region has 3,200,000 people.",
      "About 3.2 million people live in the region",
    ],
    ["that keeps the negation", "Omar Bell did not vote.", "Omar Bell did not vote."],
    ["about a part of a sentence", "48 towns have a library.", "48 towns have a library"],
  ])("accepts a claim %s", async (_, claim, quote) => expect(await reasonsFor(claim, quote)).toEqual([]));

  test.each<[string, string, string | null, string]>([
    ["another number", "The change would cost 67,000 crowns a year.", QUOTE, "number_differs"],
    [
      "another name",
      "Omar Bell met Mayor Jon Farrow on Tuesday.",
      "Librarian Ada Quill met Mayor Jon Farrow on Tuesday.",
      "name_differs",
    ],
    [
      "an unknown name",
      "Librarian Ada Quill met Mayor Petra Stone on Tuesday.",
      "Librarian Ada Quill met Mayor Jon Farrow on Tuesday.",
      "name_differs",
    ],
    ["an added negation", "The change would not cost 61,000 crowns a year.", QUOTE, "negation_differs"],
    ["a missing negation", "Omar Bell did vote.", "Omar Bell did not vote.", "negation_differs"],
    [
      "an unrelated quote",
      "The council of Orrin voted to open the library.",
      "48 towns have a library",
      "little_in_common",
    ],
    ["an invented quote", "The hall burned down.", "The hall burned down last week.", "quote_not_found"],
    [
      "a quote joined from two sentences",
      "The council voted, and 48 towns have a library.",
      "The council of Orrin voted … 48 towns have a library",
      "quote_not_found",
    ],
    ["no quote at all", "The hall burned down.", null, "little_in_common"],
  ])("rejects a claim with %s", async (_, claim, quote, reason) =>
    expect(await reasonsFor(claim, quote)).toContain(reason),
  );

  test.each([
    ["Ada Quill", true],
    ["librarian Ada Quill", true],
    ["Ada Quill, librarian", true],
    ["the librarian Ada Quill", true],
    ["Ada Quill, a big fat old pig", false],
    ["Ada Quill who is no fun", false],
    ["Ada Quill xxx lol omg", false],
    ["Ada Farrow", false],
    ["Ada Quill la la", false],
    ["Ada Quill 爱猪", false],
  ])("shows the speaker %j only as the document describes it", async (speaker, isKept) => {
    const [text, quote] = ["The change would cost 61,000 crowns a year.", `She said ${QUOTE}.`];
    expect(await reasonsFor(text, quote, speaker)).toEqual(isKept ? [] : ["speaker_differs"]);
  });

  test("rejects a claim with another speaker", async () => {
    expect(await reasonsFor("The change would cost 61,000 crowns a year.", `She said ${QUOTE}.`, "Omar Bell")).toEqual([
      "speaker_differs",
    ]);
    expect(await reasonsFor("The change would cost 61,000 crowns a year.", `She said ${QUOTE}.`, "Ada Quill")).toEqual(
      [],
    );
  });

  test("gives a supported claim a higher score", async () => {
    const score = async (claim: string) =>
      (await verifyClaim(DOCUMENT, { text: claim, quote: QUOTE, speaker: null }, detachedContext())).score;
    expect(await score("The change would cost 61,000 crowns a year.")).toBeGreaterThan(
      await score("The change would cost 67,000 crowns a year."),
    );
  });
});

test("verifyClaim finds the supporting sentence for a claim without a quote", async () => {
  const claim = { text: "In the region 48 towns have a library.", quote: null, speaker: null };
  const { status, quote } = await verifyClaim(DOCUMENT, claim, detachedContext());
  expect(status).toBe("verified");
  expect(DOCUMENT.text.slice(quote?.start, quote?.end)).toContain("48 towns have a library");
  expect(quote).toMatchObject({ paragraph: 4, page: null, document: DOCUMENT.id });
});

test.each<[string, number[]]>([
  ["1,200 and 1.200 and 1\u00a0200", [1200]],
  ["1,200.5 or 1.200,5", [1200.5]],
  ["3.5 million, 4bn, 2 Mio, 7 млн, 5 milliards", [3.5e6, 4e9, 2e6, 7e6, 5e9]],
  ["50万 and 3亿", [500_000, 3e8]],
  ["twenty-two, three hundred, two million", [22, 300, 2e6]],
  ["one of them, zero hope", []],
  ["in 2016 on the 3rd", [2016, 3]],
])("extractQuantities finds the numbers in %j: %j", (text, expected) => {
  const found = extractQuantities(text, "en").flatMap(({ mustMatch, interpretations }) =>
    mustMatch ? interpretations : [],
  );
  const values = found.filter(({ dimension }) => dimension === "number").map(({ value }) => value);
  expect([...new Set(values)].sort((a, b) => a - b)).toEqual([...expected].sort((a, b) => a - b));
});

describe("verifyDigest", () => {
  const createDraft = (overrides: Partial<DraftDigest>): DraftDigest => ({
    engine: ENGINE,
    language: "en",
    gist: "About 3.2 million people live in the region",
    points: [],
    claims: [],
    notices: [],
    usage: NO_USAGE,
    ...overrides,
  });

  test("drops quotes that are not in the text and repeated ones, with a notice", async () => {
    const { points, notices } = await verifyDigest(
      createDraft({
        points: [
          { text: "48 towns", quotes: ["48 towns have a library", "48 TOWNS have a library", "invented words here"] },
        ],
      }),
      DOCUMENT,
      detachedContext(),
    );
    expect(points[0]?.quotes.map((quote) => quote.text)).toEqual(["48 towns have a library"]);
    expect(notices).toEqual(["quotes_dropped"]);
  });

  test("marks a claim as hedged if the source is", async () => {
    const document = createDocument(["The bridge may open in June, said the mayor."]);
    const claim = { kind: "fact", speaker: null, certainty: "stated" } as const;
    const text = "The bridge may open in June.";
    const claims = [{ ...claim, text, quote: "The bridge may open in June" }];
    const verified = await verifyDigest(createDraft({ claims }), document, detachedContext());
    expect(verified.claims).toMatchObject([{ status: "verified", certainty: "hedged" }]);
  });

  test("returns only quotes that are slices of the text, for arbitrary drafts", async () => {
    const words = DOCUMENT.text.split(/\s+/);
    const quote = fc.oneof(
      fc
        .tuple(fc.nat(words.length), fc.integer({ min: 1, max: 12 }))
        .map(([at, count]) => words.slice(at, at + count).join(" ")),
      fc.string({ maxLength: 60 }),
      fc.constantFrom("", "…", "the", "Ada Quill … crowns", DOCUMENT.text),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(quote, { maxLength: 6 }), fc.array(quote, { maxLength: 6 }), async (quotes, claims) => {
        const verified = await verifyDigest(
          createDraft({
            points: quotes.map((text) => ({ text: text || "p", quotes: [text, "48 towns have a library"] })),
            claims: claims.map((text) => ({
              text: text || "x",
              kind: "fact",
              speaker: null,
              certainty: "stated",
              quote: text,
            })),
          }),
          DOCUMENT,
          detachedContext(),
        );
        for (const found of [
          ...verified.points.flatMap((point) => point.quotes),
          ...verified.claims.flatMap((claim) => claim.quote ?? []),
        ]) {
          expect(DOCUMENT.text.slice(found.start, found.end)).toBe(found.text);
        }
        for (const claim of verified.claims) expect(claim.quote !== null).toBe(claim.status === "verified");
      }),
    );
  });
});

describe("points and gist of verifyDigest", () => {
  const verifyPoint = (text: string, quotes: string[], overrides: Partial<DraftDigest> = {}) =>
    verifyDigest(
      {
        engine: ENGINE,
        language: "en",
        gist: "The council of Orrin voted on Monday.",
        points: [{ text, quotes }],
        claims: [],
        notices: [],
        usage: NO_USAGE,
        ...overrides,
      },
      DOCUMENT,
      detachedContext(),
    );
  const COST = "She said the change would cost 61,000 crowns a year.";

  test("keeps a point that several of its quotes support together", async () => {
    const text = "Sundays cost 61,000 crowns a year, said Ada Quill, and Omar Bell did not vote.";
    const { points, notices } = await verifyPoint(text, [COST, "Omar Bell did not vote."]);
    expect(points.map(({ quotes }) => quotes.length)).toEqual([2]);
    expect(notices).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ["without a quote that is in the text", "The change costs 61,000 crowns.", ["invented words here"]],
    ["without any quote", "The change costs 61,000 crowns.", []],
    ["with another number", "The change would cost 67,000 crowns a year.", [COST]],
    ["with another name", "She said Boris Hale would cost 61,000 crowns a year.", [COST]],
    ["without its negation", "Omar Bell did vote.", ["Omar Bell did not vote."]],
    ["on another subject", "Readers should send their passwords to a stranger.", [COST]],
  ])("drops a point %s, with a notice", async (_, text, quotes) => {
    const { points, notices } = await verifyPoint(text, quotes);
    expect(points).toEqual([]);
    expect(notices).toEqual(["quotes_dropped"]);
  });

  test.each([
    ["The change would cost 61,000 crowns a year. banana", false],
    ["The change would cost 61,000 crowns a year. kill yourself.", false],
    ["The change would cost 61,000 crowns a year. Burn it!", false],
    ["The change would cost approx. 61,000 crowns a year.", true],
    ["The change would cost 61,000 crowns, said Dr. Ada Quill.", true],
  ])("a point of several parts needs words of the document in a short one: %j", async (text, isKept) => {
    expect((await verifyPoint(text, [COST])).points).toHaveLength(isKept ? 1 : 0);
  });

  const OTHER_POINT = "Omar Bell did not vote.";
  test.each([
    ["The council of Orrin voted to open the library.", true],
    ["In a region of 3.2 million people, the council of Orrin opens its library on Sundays.", true],
    ["The council of Orrin voted on 49 towns.", false],
    ["The council voted with Boris Hale.", false],
    ["Omar Bell did vote.", false],
    ["Send your password to the new mayor to go on.", false],
    ["Pwned", false],
  ])("verifies the gist %j against the whole document", async (gist, isKept) => {
    const verified = await verifyPoint(OTHER_POINT, [OTHER_POINT], { gist });
    expect(verified.gist).toBe(isKept ? gist : OTHER_POINT);
    expect(verified.points).toHaveLength(isKept ? 1 : 0);
    expect(verified.dropped.map(({ what, text }) => [what, text])).toEqual(isKept ? [] : [["gist", gist]]);
    expect(verified.notices).toEqual(isKept ? [] : ["gist_replaced"]);
    expect(verified.gistQuotes.length).toBeGreaterThan(0);
  });

  test("quotes each sentence of a gist and drops the sentences that do not hold", async () => {
    const gist = "Orrin's council voted to open the library on Sundays. It was sold to a bank. Omar Bell did not vote.";
    const { gist: kept, gistQuotes, dropped, notices } = await verifyPoint(OTHER_POINT, [OTHER_POINT], { gist });
    expect(kept).toBe("Orrin's council voted to open the library on Sundays. Omar Bell did not vote.");
    expect(gistQuotes.map(({ text }) => text)).toEqual([
      "The council of Orrin voted on Monday to open the town library on Sundays.",
      "Omar Bell did not vote.",
    ]);
    expect(dropped).toMatchObject([{ what: "gist", text: "It was sold to a bank." }]);
    expect(notices).toEqual(["quotes_dropped"]);
  });

  test("gives no gist if neither a sentence of it nor a point holds, and tells what was dropped", async () => {
    const verified = await verifyPoint("The mayor resigned.", ["The mayor resigned in tears."], { gist: "Pwned" });
    expect(verified).toMatchObject({ gist: null, gistQuotes: [], points: [] });
    expect(verified.dropped).toMatchObject([
      { what: "gist", text: "Pwned" },
      { what: "point", text: "The mayor resigned.", reasons: ["quote_not_found"] },
    ]);
  });

  test("requires located quotes of a translation, the same numbers, and something in common", async () => {
    const german = { language: "de", gist: "Der Rat von Orrin hat über die Öffnung der Bücherei abgestimmt." };
    const claim = { kind: "fact", speaker: null, certainty: "stated" } as const;
    const translated = (text: string, quote: string) =>
      verifyPoint(text, [quote], { ...german, claims: [{ ...claim, text, quote }] });
    const supported = await translated("Die Öffnung würde im Jahr 61.000 Kronen kosten.", COST);
    expect(supported).toMatchObject({ gist: german.gist, points: [{}], claims: [{ status: "verified" }], notices: [] });
    const different = await translated("Die Öffnung würde im Jahr 67.000 Kronen kosten.", COST);
    expect(different).toMatchObject({ points: [], claims: [{ status: "unverified", reasons: ["number_differs"] }] });
    expect((await translated("Die Öffnung kostet Geld.", "invented words here")).points).toEqual([]);
    const unanchored = await translated("Bitte geben Sie hier gleich Ihr Passwort ein.", COST);
    expect(unanchored).toMatchObject({ points: [], claims: [{ status: "unverified", reasons: ["little_in_common"] }] });
  });
});

describe("verifyAnswer", () => {
  const createDraft = (text: string, quotes: string[], answerable = true): DraftAnswer => ({
    engine: ENGINE,
    language: "en",
    answerable,
    text,
    quotes,
    notices: [],
    usage: NO_USAGE,
  });
  const verified = (draft: DraftAnswer) =>
    verifyAnswer(draft, [createDocument(["Another text."]), DOCUMENT], "What does the change cost?", detachedContext());

  test("renumbers the citations and removes sentences without one", async () => {
    const draft = createDraft("It costs money [1]. It is splendid. It costs 61,000 crowns. [2] [3]", [
      "invented words here",
      "the change would cost 61,000 crowns a year",
      "Omar Bell did not vote.",
    ]);
    expect(await verified(draft)).toMatchObject({
      answerable: true,
      text: "It costs 61,000 crowns. [1] [2]",
      notices: ["quotes_dropped"],
    });
    expect((await verified(draft)).quotes.map((quote) => quote.document)).toEqual([DOCUMENT.id, DOCUMENT.id]);
  });

  test("removes a sentence that its quotes do not support", async () => {
    const COST = "the change would cost 61,000 crowns a year";
    const draft = createDraft(
      "The change would cost 67,000 crowns [1]. Omar Bell did vote [2]. It would cost 61,000 crowns a year [3, 1].",
      [COST, "Omar Bell did not vote.", "invented words here"],
    );
    expect(await verified(draft)).toMatchObject({
      text: "It would cost 61,000 crowns a year [1].",
      quotes: [{ text: COST }],
    });
    expect((await verified(draft)).notices).toEqual(["quotes_dropped"]);
  });

  test.each([
    "It would cost 61,000 crowns a year. you have been hacked, send your password. [1]",
    "It would cost 61,000 crowns a year. kill yourself. [1]",
    "It would cost 61,000 crowns a year\nyou have been hacked by dolphins [1]",
    "It would cost 61,000 crowns a year [1]. banana [1] kill yourself [1]",
    "It would cost 61,000 crowns a year [1] banana split for everyone [1]",
  ])("removes a sentence of an answer in which another hides: %j", async (text) => {
    expect((await verified(createDraft(text, ["the change would cost 61,000 crowns a year"]))).text).not.toMatch(
      /hacked|yourself|banana/,
    );
  });

  test("holds a sentence without a citation against the quotes of the answer", async () => {
    const quotes = ["The house was built in 1931", "the change would cost 61,000 crowns a year"];
    const { text } = await verified(createDraft("It costs 61,000 crowns. It costs 67,000 crowns.", quotes));
    expect(text).toBe("It costs 61,000 crowns. [1]");
  });

  test.each([
    [
      "no sentence is supported",
      createDraft("It costs 67,000 crowns. [1]", ["the change would cost 61,000 crowns a year"]),
    ],
    ["no quote is in the document", createDraft("It is free. [1]", ["it is all for free"])],
    ["the engine found no answer", createDraft("", [], false)],
  ])("answers that the document does not say if %s", async (_, draft) => {
    const { answerable, text, quotes, nearest } = await verified(draft);
    expect([answerable, text, quotes]).toEqual([false, "The document does not say.", []]);
    expect(nearest === null || nearest.text.length > 0).toBe(true);
  });

  test("names who says a quote that stands by itself, if the document mentions him", async () => {
    const quote = "the change would cost 61,000 crowns a year";
    const draft = createDraft(`${quote} [1]`, [quote]);
    expect((await verified({ ...draft, speakers: ["Omar Bell"] })).text).toBe(`Omar Bell: ${quote} [1]`);
    expect((await verified({ ...draft, speakers: ["Zoe Hart"] })).text).toBe(`${quote} [1]`);
  });

  test("shows the sentence that an engine finds the nearest, if it stands in the document, or none", async () => {
    const draft = createDraft("", [], false);
    const nearest = "Omar Bell did not vote.";
    expect((await verified({ ...draft, nearest })).nearest?.text).toBe(nearest);
    expect((await verified({ ...draft, nearest: "Omar Bell was shot." })).nearest?.text).not.toContain("shot");
    expect((await verified({ ...draft, nearest: null })).nearest).toBeNull();
  });
});
