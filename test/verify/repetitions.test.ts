import { expect, test } from "vitest";
import { type DraftDigest, detachedContext, NO_USAGE } from "../../src/model/index.ts";
import { isRepeated } from "../../src/text/index.ts";
import { verifyAnswer, verifyComparison, verifyDigest } from "../../src/verify/index.ts";
import { createDocument } from "../fakes/documents.ts";

const PIER = "The harbour board of Selmouth will lengthen its northern pier by 40 metres next summer.";
const COST = "Harbour master Ada Quill said the work would cost 2.4 million crowns, half of it paid by the county.";
const PART = "The work would cost 2.4 million crowns";
const BOATS = "The old pier is too short for two boats at once.";
const DOCUMENT = createDocument([PIER, COST, BOATS]);
const LLM = { kind: "llm", model: "stub", prompt: "hash" } as const;
const COMMON = { engine: LLM, language: "en", notices: [], usage: NO_USAGE };
const point = (text: string, quote = COST) => ({ text, quotes: [quote] });
const verify = (part: Partial<DraftDigest>, document = DOCUMENT) =>
  verifyDigest({ ...COMMON, gist: PIER, points: [], claims: [], ...part }, document, detachedContext());

test.each([
  ["The pier is long.", "the pier is long", true],
  ["“The pier is long.”", "The pier is long!", true],
  ["the pier is", "The pier is long.", true],
  ["The pier", "The pier is long.", false],
  ["The pier is long enough.", "The pier is long.", false],
  ["he pier is lo", "The pier is long.", false],
  ["港は来年広がる。", "市長によると、港は来年広がる", true],
  ["港は", "港は来年広がる", false],
])("%j repeats %j: %s", (statement, text, isSame) => expect(isRepeated(statement, [text])).toBe(isSame));

test.each([
  [`${PIER} ${PIER} ${PIER}`, PIER],
  [`${PIER} ${BOATS} ${PIER}`, `${PIER} ${BOATS}`],
  [`${PIER} ${BOATS} “${PIER.toLowerCase()}”`, `${PIER} ${BOATS}`],
])("a gist says each sentence once: %j", async (gist, once) => {
  const verified = await verify({ gist });
  expect(verified).toMatchObject({ gist: once, dropped: [], notices: [] });
});

test("a Japanese gist says each sentence once", async () => {
  const [pier, cost] = ["港は来年の夏に四十メートル広がる。", "工事費は県が半分を負担する。"];
  const document = createDocument([pier, cost], { language: "ja" });
  expect((await verify({ language: "ja", gist: `${pier}${cost}${pier}` }, document)).gist).toBe(`${pier}${cost}`);
});

test("a digest has no point twice, and none that repeats the gist", async () => {
  const repetitions = [PIER.toLowerCase(), PIER.replace(".", ""), `“${PIER}”`].map((text) => point(text, PIER));
  const points = [...repetitions, point(PART), point(COST), point(`the work would  cost 2.4 million crowns.`)];
  const verified = await verify({ points });
  expect(verified).toMatchObject({ points: [{ text: PART }], dropped: [], notices: [] });
  expect(verified.points).toHaveLength(1);
});

test("an answer says each sentence once", async () => {
  const text = `${PIER} [1] ${PIER} [1] ${PART} [2]. ${PART}. [2] “${PIER}” [1]`;
  const draft = { ...COMMON, answerable: true, text, quotes: [PIER, COST] };
  const answer = await verifyAnswer(draft, [DOCUMENT], "What will it cost?", detachedContext());
  expect(answer).toMatchObject({ text: `${PIER} [1] ${PART} [2].`, notices: [] });
});

test("a comparison gives each finding once", async () => {
  const documents = [DOCUMENT, createDocument([PIER.replace("40", "30"), COST])] as const;
  const agree = [PART, `${PART}.`, PART.toLowerCase()].map((text) => ({ text, first: [COST], second: [COST] }));
  const difference = { first: point(PIER, PIER), second: point(PIER.replace("40", "30"), PIER.replace("40", "30")) };
  const only = [BOATS, BOATS.toUpperCase(), BOATS].map((text) => point(text, BOATS));
  const draft = { ...COMMON, agree, differ: [difference, difference], onlyFirst: only, onlySecond: [] };
  const found = await verifyComparison(draft, [...documents], detachedContext());
  expect(found).toMatchObject({ agree: [{ text: PART }], onlyFirst: [{ text: BOATS }], notices: [] });
  expect([found.agree.length, found.differ.length, found.onlyFirst.length]).toEqual([1, 1, 1]);
});
