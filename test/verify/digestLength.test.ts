import { describe, expect, test } from "vitest";
import { type DraftDigest, detachedContext } from "../../src/model/index.ts";
import { wordCounts } from "../../src/text/index.ts";
import { shortenGist, shortenPoints, verifyDigest } from "../../src/verify/index.ts";
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
  test("loses its last points until it fits", () => {
    const digest = { gist: sentence(30), points: [point(20), point(20), point(20), point(5)] };
    const { points } = shortenPoints(digest, DOCUMENT, { engine: LLM, length: "standard" });
    expect(points).toEqual(digest.points.slice(0, 2));
  });

  test("loses the last sentences of a gist that does not fit alone, and all if the first does not", () => {
    const gist = [sentence(40), sentence(35), sentence(30)].join(" ");
    expect(wordCounts(shortenGist(draft(gist), DOCUMENT, "standard").gist)[0]).toBe(75);
    expect(shortenGist(draft(gist), DOCUMENT, "headline").gist).toBe(sentence(40));
    expect(shortenGist(draft(sentence(150)), DOCUMENT, "standard").gist).toBe("");
  });

  test("in Chinese or Japanese is joined without spaces", () => {
    const sentences = ["港は来年の夏に広がる。", "工事は五月に始まる。", "費用は県が払う。".repeat(20)];
    const document = createDocument([`${sentences[0]}${sentences[1]}`.repeat(10)], { language: "ja" });
    const japanese = { ...draft(sentences.join("")), language: "ja" };
    expect(shortenGist(japanese, document, "headline").gist).toMatch(
      /^港は来年の夏に広がる。工事は五月に始まる。費用[^ ]*$/,
    );
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

test("an extractive digest stays as it was selected", () => {
  const digest = { gist: sentence(90), points: [point(90)] };
  expect(shortenGist(draft(digest.gist, EXTRACTIVE), DOCUMENT, "brief").gist).toBe(digest.gist);
  expect(shortenPoints(digest, DOCUMENT, { engine: EXTRACTIVE, length: "brief" })).toBe(digest);
});
