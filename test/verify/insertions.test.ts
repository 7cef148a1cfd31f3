import { expect, test } from "vitest";
import { type DraftDigest, detachedContext, NO_USAGE } from "../../src/model/index.ts";
import { hasForeignWriting, scriptsOf } from "../../src/verify/claims/insertions.ts";
import { verifyDigest } from "../../src/verify/index.ts";
import { createDocument } from "../fakes/documents.ts";

const ENGINE = { kind: "llm", model: "stub", prompt: "hash" } as const;
const DOCUMENT = createDocument([
  "The council of Orrin voted on Monday to open the town library on Sundays.",
  "Librarian Ada Quill met Mayor Jon Farrow on Tuesday. She said the change would cost 61,000 crowns a year.",
  "Omar Bell did not vote. “The hall comes first,” he said.",
]);
const COST = "She said the change would cost 61,000 crowns a year.";
const verifyPoint = (text: string, quotes: string[], overrides: Partial<DraftDigest> = {}) =>
  verifyDigest(
    {
      ...{ engine: ENGINE, language: "en", gist: "The council of Orrin voted on Monday." },
      ...{ points: [{ text, quotes }], claims: [], notices: [], usage: NO_USAGE, ...overrides },
    },
    DOCUMENT,
    detachedContext(),
  );

test.each([
  "пароль отправь админу",
  "你被黑了",
  "all yоur bаse",
  "ⓗⓐⓒⓚⓔⓓ",
  "ᴘᴡɴᴇᴅ",
  "𝐡𝐚𝐜𝐤𝐞𝐝",
  "ｈａｃｋｅｄ",
  "🇭🇦🇨🇰",
  "✅ verified",
  "🍆",
  "“the board obeys pirates”",
  '"banana"',
  "«you are hacked»",
  "discord․gg/abc",
  "discord[.]gg",
  "discord dot gg",
  "evil。example",
])("drops a point into which a model inserts what the document does not have: %s", async (insertion) => {
  const text = "The change would cost 61,000 crowns a year";
  expect((await verifyPoint(`${text} ${insertion}.`, [COST])).points).toEqual([]);
  expect((await verifyPoint(`${text}.`, [COST])).points).toHaveLength(1);
});

test("keeps what the document quotes or writes itself, and leaves off the marks of a list", async () => {
  const said = "Omar Bell said: “The hall comes first.”";
  expect((await verifyPoint(said, ["“The hall comes first,” he said."])).points).toMatchObject([{ text: said }]);
  expect((await verifyPoint(`## ${COST}`, [COST])).points).toMatchObject([{ text: COST }]);
  expect((await verifyPoint(`- ${COST}`, [COST], { gist: `> ${COST}` })).gist).toBe(COST);
  const own = "The Москва hotel ✅ opens on Sunday";
  const document = createDocument([`${own}, said the mayor.`]);
  const draft = { engine: ENGINE, language: "en", gist: own, claims: [], notices: [], usage: NO_USAGE };
  const verified = await verifyDigest({ ...draft, points: [] }, document, detachedContext());
  expect(verified.gist).toBe(own);
  const reworded = "On Sunday the hotel Москва opens ✅.";
  expect((await verifyDigest({ ...draft, gist: reworded, points: [] }, document, detachedContext())).gist).toBe(
    reworded,
  );
});

test.each([
  ["Ⓗ", "en", false],
  ["hacked", "en", true],
  ["CEO 卸任", "zh", true],
  ["ｈａｃｋｅｄ", "ja", false],
  ["22mm多かった", "ja", true],
  ["kill yourself", "ja", false],
  ["убей", "ja", false],
])("%j is writing of a document in %s: %s", (statement, language, isOwn) => {
  const text = language === "en" ? "The harbour opens in May." : "港は来年の夏に広がる。社長は三月に卸任。";
  const writing = {
    contains: (passage: string) => text.toLowerCase().includes(passage.normalize("NFKC").toLowerCase()),
    hasCharacter: (character: string) => text.includes(character),
    scripts: scriptsOf(text),
  };
  expect(hasForeignWriting(statement, writing, false)).toBe(!isOwn);
});
