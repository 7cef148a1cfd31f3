import { describe, expect, test } from "vitest";
import { detachedContext } from "../../src/model/index.ts";
import { createSearchIndex, search } from "../../src/retrieval/index.ts";
import { bestPassages, MAX_CJK_PASSAGE_UNITS, MAX_PASSAGE_UNITS, segmentText } from "../../src/retrieval/passages.ts";

const ENGLISH = Array.from(
  { length: 30 },
  (_, i) => `Sentence ${i} tells about the harbour and its ${["cranes", "cables", "fish"][i % 3]}.`,
).join(" ");
const CHINESE =
  "图书馆星期四宣布，从四月起每晚开放到十点。去年接待读者四十八万人次。县财政局没有说明这笔经费从哪里来。".repeat(8);

/** Texts, each with its language and its maximum passage length in UTF-16 units. */
const TEXTS: [string, string, number][] = [
  [ENGLISH, "en", MAX_PASSAGE_UNITS],
  [CHINESE, "zh", MAX_CJK_PASSAGE_UNITS],
  ["a".repeat(3000), "en", MAX_PASSAGE_UNITS],
  ["😀".repeat(900), "en", MAX_PASSAGE_UNITS],
  [`${"😀".repeat(40)} ${"word ".repeat(300)}`, "en", MAX_PASSAGE_UNITS],
];
/** Matches an unpaired surrogate. */
const LONE_SURROGATE = /(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/;

describe("segmentText", () => {
  test.each(TEXTS)("covers the whole text with segments within the limit", async (text, language, maxUnits) => {
    const segments = await segmentText(text, language, detachedContext());
    expect(segments.every(({ start, end }) => end - start <= maxUnits && end > start)).toBe(true);
    expect(segments[0]?.start).toBe(0);
    expect(segments.at(-1)?.end).toBe(text.trimEnd().length);
    for (const [i, span] of segments.slice(1).entries()) expect(span.start - segments[i]!.end).toBeLessThanOrEqual(1);
    expect(segments.map(({ start, end }) => text.slice(start, end)).join("")).not.toMatch(LONE_SURROGATE);
  });
});

describe("bestPassages", () => {
  test.each(TEXTS)(
    "returns passages within the limit that contain whole segments",
    async (text, language, maxUnits) => {
      const segments = await segmentText(text, language, detachedContext());
      for (let seed = 1; seed <= 20; seed++) {
        const probabilities = Float64Array.from(
          segments,
          (_, i) => ((i * 7919 * seed + seed) % 101) / 101 / segments.length,
        );
        const found = bestPassages(text, segments, probabilities, maxUnits, 5);
        expect(found.length).toBeGreaterThan(0);
        for (const { start, end, first, last } of found) {
          expect(end - start).toBeLessThanOrEqual(maxUnits);
          expect(start).toBeLessThanOrEqual(segments[first]!.start);
          expect(end).toBeGreaterThanOrEqual(segments[last]!.end);
          expect(text.slice(start, end)).not.toMatch(LONE_SURROGATE);
          expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
        }
        const ranked = found.map(({ probability }) => probability);
        expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
        expect(ranked.reduce((sum, probability) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }
    },
  );
  test("returns the most probable passages and counts each probability once", async () => {
    const text = Array.from({ length: 10 }, (_, i) => `The ${i}th sentence here.`).join(" ");
    const segments = await segmentText(text, "en", detachedContext());
    const probabilities = new Float64Array(10).fill(0.01);
    probabilities[4] = 0.7;
    probabilities[8] = 0.2;
    const [first, second] = bestPassages(text, segments, probabilities, 30, 2);
    expect([first?.first, second?.first]).toEqual([4, 8]);
  });
  test("returns nothing for a text without sentences", () =>
    expect(bestPassages("", [], new Float64Array(0), 600, 3)).toEqual([]));
});

describe("search and createSearchIndex", () => {
  test("returns at most k passages for each question, best first", async () => {
    const [hits, unmatched] = await search(
      `${ENGLISH} The tower is forty metres high. ${ENGLISH}`,
      ["How high is the tower?", "zzz"],
      1,
      "en",
      detachedContext(),
    );
    expect(hits).toHaveLength(1);
    expect(`${ENGLISH} The tower is forty metres high. ${ENGLISH}`.slice(hits?.[0]?.start, hits?.[0]?.end)).toContain(
      "forty metres",
    );
    expect(unmatched).toEqual([]);
  });
  test.each([
    [
      "de",
      "Der Turm misst vierzig Meter. Die Hafenbehörde kaufte drei Kräne. Im Mai regnet es.",
      "Wer hat den Kran gekauft?",
      "Kräne",
    ],
    [
      "ru",
      "Башня стоит у реки. Библиотеку открыли весной. В мае идут дожди.",
      "Когда открылась библиотека?",
      "открыли",
    ],
    [
      "tr",
      "Kule nehrin yanında. Kütüphaneyi belediye açtı. Mayısta yağmur yağar.",
      "Kütüphane kim tarafından açıldı?",
      "belediye",
    ],
    ["ar", "يقع البرج قرب النهر. افتتحت البلدية المكتبة الجديدة. يهطل المطر في مايو.", "من افتتح مكتبة؟", "البلدية"],
    ["vi", "Tháp nằm gần sông. Thư viện mở cửa buổi tối. Tháng năm trời mưa.", "Thư viện mở cửa khi nào?", "buổi tối"],
  ])("matches inflected forms of the question's words (%s)", async (language, text, question, answer) => {
    const { find } = await createSearchIndex(text, language, detachedContext());
    const mostProbable = find(question, 1)[0]!.sentences.toSorted((a, b) => b.score - a.score)[0]!;
    expect(text.slice(mostProbable.start, mostProbable.end)).toContain(answer);
  });
  test.each([
    ["How many people came to the fair?", "The fair drew 4,200 people.", "Many people like the fair."],
    ["When did the fair open?", "The fair opened in 1987.", "The fair opened with music."],
    [
      "What percentage of the fair is paid by the town?",
      "The town pays 40% of the fair.",
      "The town pays 40 crowns for the fair.",
    ],
    ["Who runs the fair?", "The fair is run by Ilse Brandt.", "The fair is run by volunteers."],
  ])("prefers a sentence with the expected answer type for %j", async (question, right, wrong) => {
    const filler = "Boats lie in the harbour. It rains in spring.";
    for (const text of [`${filler} ${right} ${wrong} ${filler}`, `${filler} ${wrong} ${right} ${filler}`]) {
      const { find } = await createSearchIndex(text, "en", detachedContext());
      const [hit] = find(question, 1);
      const mostProbable = hit!.sentences.toSorted((a, b) => b.score - a.score)[0]!;
      expect(text.slice(mostProbable.start, mostProbable.end)).toBe(right);
    }
  });
  test("finds nothing for a question without words, or in an empty text", async () => {
    const { find } = await createSearchIndex(ENGLISH, "en", detachedContext());
    expect(find("?", 1)).toEqual([]);
    const empty = await createSearchIndex("", "en", detachedContext());
    expect(empty.find("How high is the tower?", 1)).toEqual([]);
  });
  test("searches Chinese text, which has no spaces", async () => {
    const [hits] = await search(`${CHINESE}馆长陈玉兰住在临海。`, ["馆长是谁？"], 1, "zh", detachedContext());
    expect(`${CHINESE}馆长陈玉兰住在临海。`.slice(hits?.[0]?.start, hits?.[0]?.end)).toContain("陈玉兰");
  });
});
