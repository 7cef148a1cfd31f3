import { describe, expect, test } from "vitest";
import { type Digest, type DraftDigest, detachedContext } from "../../src/model/index.ts";
import { wordCounts } from "../../src/text/index.ts";
import { fillUp, shortenGist, shortenPoints, verifyDigest } from "../../src/verify/index.ts";
import { createDocument } from "../fakes/documents.ts";

const LLM = { kind: "llm", model: "m", prompt: "p" } as const;
const EXTRACTIVE = { kind: "extractive", model: null, prompt: null } as const;
const sentence = (words: number) => `The ${"ferry ".repeat(words - 2)}sails.`;
const DOCUMENT = createDocument([`${sentence(20)} `.repeat(16)]);
const draft = (gist: string, engine: DraftDigest["engine"] = LLM) =>
  ({ engine, language: "en", gist, points: [], claims: [], notices: [] }) as unknown as DraftDigest;
const LONG = `The harbour ${"and the old northern pier ".repeat(20)}will be made longer next summer.`;
const SHORT = "The ferry leaves from the southern pier.";
const point = (words: number) => ({ text: sentence(words), quotes: [] });

describe("a model's digest", () => {
  test("loses the points that do not fit", () => {
    const digest = { gist: sentence(30), points: [point(20), point(20), point(20), point(5)] };
    const { points } = shortenPoints(digest, DOCUMENT, { engine: LLM, length: "standard" });
    expect(points).toEqual([point(20), point(20), point(5)]);
  });

  test("loses the last sentences of a gist that takes the room of the points, and all if the first does not fit", () => {
    const gist = [sentence(10), sentence(14), sentence(30)].join(" ");
    expect(wordCounts(shortenGist(draft(gist), DOCUMENT, "standard").gist)[0]).toBe(24);
    expect(shortenGist(draft([sentence(40), sentence(5)].join(" ")), DOCUMENT, "headline").gist).toBe(sentence(40));
    expect(shortenGist(draft(sentence(150)), DOCUMENT, "standard").gist).toBe("");
  });

  test("in Chinese or Japanese is joined without spaces", () => {
    const sentences = ["港は来年の夏に広がる。", "工事は五月に始まる。", "費用は県が払う。".repeat(40)];
    const document = createDocument([`${sentences[0]}${sentences[1]}`.repeat(10)], { language: "ja" });
    const japanese = { ...draft(sentences.join("")), language: "ja" };
    expect(shortenGist(japanese, document, "headline").gist).toBe("港は来年の夏に広がる。工事は五月に始まる。");
  });

  test("has the first point that fits in place of a gist that does not hold", async () => {
    const quoted = (text: string) => ({ text, quotes: [text] });
    const document = createDocument([LONG, SHORT]);
    const points = [quoted(LONG), quoted(SHORT)];
    const verify = (part: Partial<DraftDigest>) =>
      verifyDigest({ ...draft("Pirates obey dolphins tonight."), ...part }, document, detachedContext(), "headline");
    expect(await verify({ points })).toMatchObject({ gist: SHORT, notices: ["gist_replaced"] });
    expect(await verify({ points: [quoted(LONG)] })).toMatchObject({ gist: null, gistQuotes: [] });
  });

  test("that fits stays as it is", () => {
    const fitting = draft(`${sentence(10)}  ${sentence(10)}`);
    expect(shortenGist(fitting, DOCUMENT, "standard")).toBe(fitting);
    expect(shortenGist(draft(""), DOCUMENT, "standard").gist).toBe("");
  });
});

describe("a model's digest of which too little holds", () => {
  const digestOf = (texts: string[], more: object = {}) =>
    ({
      ...{
        gist: "Gist of it.",
        gistQuotes: [],
        language: "en",
        length: "standard",
        notices: [],
        claims: [],
        dropped: [],
      },
      points: texts.map((text) => ({ text, quotes: [] })),
      ...more,
    }) as unknown as Digest;
  const texts = ["Ada buys a boat.", "Ben sells the mill.", "Cleo paints walls.", "Dan left town."];
  const EXTRACT = { ...digestOf([]), gist: "Eve stays here.", points: texts.map((text) => ({ text, quotes: [] })) };
  const filled = (digest: Digest) => {
    const { points, notices } = fillUp(digest, EXTRACT, DOCUMENT);
    return [points.map(({ text }) => text), notices];
  };

  test("is filled up with quotes that say something new, and says so", () => {
    expect(filled(digestOf(["Ada buys a boat."]))).toEqual([
      ["Ada buys a boat.", "Eve stays here.", "Ben sells the mill.", "Cleo paints walls."],
      ["filled_up"],
    ]);
    const dropped = { dropped: [{ what: "point", text: "A lie.", reasons: [] }] };
    expect(filled(digestOf(texts.slice(0, 3), dropped))[1]).toEqual(["filled_up"]);
  });

  test("stays as it is if it has enough, if all holds, in another language, and if nothing fits", () => {
    expect(filled(digestOf(texts))[1]).toEqual([]);
    expect(filled(digestOf(texts.slice(0, 3)))[1]).toEqual([]);
    expect(filled(digestOf([], { language: "de" }))[1]).toEqual([]);
    expect(filled(digestOf([], { gist: sentence(80) }))[1]).toEqual([]);
  });
});

test("an extractive digest stays as it was selected", () => {
  const digest = { gist: sentence(90), points: [point(90)] };
  expect(shortenGist(draft(digest.gist, EXTRACTIVE), DOCUMENT, "brief").gist).toBe(digest.gist);
  expect(shortenPoints(digest, DOCUMENT, { engine: EXTRACTIVE, length: "brief" })).toBe(digest);
});
