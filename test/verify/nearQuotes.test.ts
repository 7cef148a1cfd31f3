import { describe, expect, test } from "vitest";
import { type Claim, type DraftClaim, type DraftDigest, detachedContext, NO_USAGE } from "../../src/model/index.ts";
import { hasSpeech } from "../../src/text/index.ts";
import { verifyDigest } from "../../src/verify/index.ts";
import { createDocument } from "../fakes/documents.ts";

const SENTENCES = [
  "The Eider will enter service on November 4.",
  "The ship will take over the crossing between Skerrin and Port Lamb.",
  "It replaces a boat of 1987.",
  "Fares stay the same until the end of 2025.",
  "Director Ilse Brandt said the quay would be ready in October.",
  "The harbour board did not agree to the plan.",
  "The ferry is paid for by the region.",
] as const;
const DOCUMENT = createDocument([SENTENCES.slice(0, 3).join(" "), ...SENTENCES.slice(3)]);
const claim = (text: string, quote: string | null, speaker: string | null = null): DraftClaim => ({
  ...{ text, quote, speaker, kind: "fact", certainty: "stated" },
});
const draftOf = (claims: DraftClaim[], points: DraftDigest["points"] = []): DraftDigest => ({
  engine: { kind: "llm", model: "stub", prompt: "hash" },
  language: "en",
  gist: SENTENCES[0],
  points,
  claims,
  notices: [],
  usage: NO_USAGE,
});
const verify = (claims: DraftClaim[], points: DraftDigest["points"] = [], document = DOCUMENT) =>
  verifyDigest(draftOf(claims, points), document, detachedContext());
const verifyOne = async (...given: Parameters<typeof claim>): Promise<Claim> =>
  (await verify([claim(...given)])).claims[0]!;

describe("a statement of a model that its sentence does not bear out", () => {
  test("is tried with the sentence before or after it", async () => {
    expect((await verifyOne("Fares stay the same until the end of 2025.", SENTENCES[4])).quote?.text).toBe(
      SENTENCES[3],
    );
    expect((await verifyOne("Fares will stay as they are until the end of 2025.", SENTENCES[2])).quote?.text).toBe(
      SENTENCES[3],
    );
  });

  test("is tried with the sentence that it nearly repeats, wherever that stands", async () => {
    const { quote } = await verifyOne("The ferry is paid for by the whole region.", SENTENCES[0]);
    expect(quote?.text).toBe(SENTENCES[6]);
  });

  test.each([
    ["is invented", "The Eider carries 900 passengers a day.", SENTENCES[0]],
    ["denies what its sentence says", "The harbour board agreed to the plan.", SENTENCES[5]],
    ["has another number than its sentence", "The Eider will enter service on November 14.", SENTENCES[0]],
    ["stands elsewhere in other words", "Prices of tickets remain unchanged for the year.", SENTENCES[0]],
  ])("stays unverified if it %s", async (_, text, quote) => {
    expect(await verifyOne(text, quote)).toMatchObject({ status: "unverified", quote: null });
  });
});

describe("the speaker that a model names", () => {
  test("is left out where nobody speaks", async () => {
    expect(await verifyOne("The ferry is paid for by the region.", SENTENCES[6], "Ilse Brandt")).toMatchObject({
      status: "verified",
      speaker: null,
    });
  });

  test("stays where somebody speaks, and is refused where somebody else does", async () => {
    const text = "The quay will be ready in October.";
    expect(await verifyOne(text, SENTENCES[4], "Ilse Brandt")).toMatchObject({ speaker: "Ilse Brandt", reasons: [] });
    expect(await verifyOne(text, SENTENCES[4], "Jon Farrow")).toMatchObject({ reasons: ["speaker_differs"] });
  });

  test("stays in a conversation, whose lines begin with names", async () => {
    const chat = createDocument(["Maria: The hall is closed on Monday.", "Jon: We meet at the mill in that case."]);
    const { claims } = await verify(
      [claim("The hall is closed on Monday.", chat.text.slice(7, 36), "Maria")],
      [],
      chat,
    );
    expect(claims[0]).toMatchObject({ status: "verified", speaker: "Maria" });
  });
});

test("a point that is a verified claim has its quote, and what several quotes bear out together is a point alone", async () => {
  const both = "The Eider enters service on November 4, and fares stay the same until the end of 2025.";
  const paid = "The region pays for the ferry.";
  const { points, claims, notices } = await verify(
    [claim(both, SENTENCES[0]), claim(paid, SENTENCES[6])],
    [
      { text: both, quotes: [SENTENCES[0], SENTENCES[3]] },
      { text: paid, quotes: [SENTENCES[6], SENTENCES[1]] },
    ],
  );
  expect(points.map(({ text, quotes }) => [text, quotes.map((quote) => quote.text)])).toEqual([
    [both, [SENTENCES[0], SENTENCES[3]]],
    [paid, [SENTENCES[6]]],
  ]);
  expect(claims.map(({ text }) => text)).toEqual([paid]);
  expect(notices).toEqual([]);
});

test.each([
  ["en", "The mayor notes that the ferry has lost passengers.", true],
  ["en", "Priya Raman reports to the head of procurement.", false],
  ["de", "Nach Angaben des Betreibers fielen im April elf Züge aus.", true],
  ["de", "Die Wirtin meint, der neue Parkplatz werde kaum genutzt.", true],
  ["es", "Las piezas se ordenan según su tamaño.", false],
  ["fr", "Le tarif varie selon l'âge du visiteur.", false],
  ["it", "Il secondo esperimento è durato tre settimane.", false],
  ["ru", "Соседка считает, что крышу можно починить за неделю.", true],
  ["ja", "市は費用を払う。", true],
])("in %s, %j gives somebody's words: %s", (language, sentence, expected) =>
  expect(hasSpeech(sentence, language)).toBe(expected),
);

test("the gist of a model that copies sentences is not shown, for it words none of its own", async () => {
  const gist = "The Eider will enter service, the region pays for the ferry.";
  const copies = [SENTENCES[0], SENTENCES[3], SENTENCES[6]].map((sentence) => claim(sentence, sentence));
  const reworded = [
    claim("From November 4 the Eider will be in service.", SENTENCES[0]),
    claim("The region pays for the ferry.", SENTENCES[6]),
    claim(SENTENCES[3], SENTENCES[3]),
  ];
  const gistOf = async (claims: DraftClaim[]) =>
    (
      await verifyDigest(
        { ...draftOf(claims, [{ text: SENTENCES[3], quotes: [SENTENCES[3]] }]), gist },
        DOCUMENT,
        detachedContext(),
      )
    ).gist;
  expect(await gistOf(copies)).toBe(SENTENCES[3]);
  expect(await gistOf(reworded)).toBe(gist);
});
