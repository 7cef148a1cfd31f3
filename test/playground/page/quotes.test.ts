import { describe, expect, test } from "vitest";
import type { Message } from "../../../playground/discord/index.ts";
import { markAt } from "../../../playground/page/marks.ts";
import { locateMark } from "../../../playground/page/quotes.ts";
import type { Answer, Claim, Comparison, Digest, Document, Quote } from "../../../src/model/index.ts";
import {
  answerCard,
  type Card,
  type Cite,
  claimsCard,
  comparisonCard,
  DEFAULT_LOCALE,
  digestCard,
  translatorFor,
} from "../../../src/present/index.ts";
import { createDocument } from "../../fakes/documents.ts";
import { ANSWER, createDigest } from "../../fakes/records.ts";

const translate = translatorFor(DEFAULT_LOCALE);
const LONG = `The board of snake_case heard [all] of it: ${"a word upon a word, and ".repeat(30)}then it rose.`;

const HARBOUR = createDocument(
  [
    "The council met on Friday. It voted seven to two for the bridge.",
    "Work starts in March, said *Anna Lind*. She leads the board.",
    "It voted seven to two for the bridge.",
    LONG,
    "委員会は新しい橋の建設を承認した。工事は三月に始まる。",
    "The co\u00adoperative pays half of the “cost”, and the rest is to be bor\u00adrowed over ten years.",
  ],
  { title: "Harbour, bridge and quay [draft]" },
);
const REPORT = createDocument(
  ["Nothing new was said.", "Work starts in May.", "It voted seven to two for the bridge."],
  {
    title: "Report of the clerk",
  },
);
REPORT.blocks = REPORT.blocks.map((block, i) => ({ ...block, page: i + 1 }));

/** The quote of the words in the n-th paragraph (from 1) of a document. */
function quoteOf({ id, text, blocks }: Document, paragraph: number, words: string): Quote {
  const block = blocks[paragraph - 1]!;
  const start = text.indexOf(words, block.start);
  expect(start >= block.start && start + words.length <= block.end, words).toBe(true);
  return { document: id, text: words, start, end: start + words.length, paragraph, page: block.page };
}

const label = ({ page, paragraph }: Quote): string => (page === null ? `¶ ${paragraph}` : `p. ${page}`);
/** Ways to cite: in words, with the address of the quoted words, and with the address of an upload. */
const CITES: Record<string, Cite> = {
  words: (quote) => ({ label: label(quote), address: null }),
  web: (quote) => ({
    label: label(quote),
    address: `https://a.example/x_(y)#:~:text=${encodeURIComponent(quote.text.slice(0, 30))}`,
  }),
  upload: (quote) => ({ label: label(quote), address: "https://discord.com/channels/1/2/3" }),
};

const messageOf = (content: string): Message => ({ content, components: [] as Message["components"] }) as Message;

/** The passages that each mark of a card opens, in the order of the marks. */
function opened(card: Card, results: (Digest | Answer | Comparison)[]): (string[] | null)[] {
  const content = card.blocks.join("\n");
  const message = messageOf(content);
  // The page renders what stands in block quotes and lists without their markers.
  const lines = content.split("\n").map((line) => line.replace(/^(?:> )?(?:- )?/, ""));
  return lines.flatMap((line) => {
    const passages: (string[] | null)[] = [];
    for (let index = 0; index < line.length; index++) {
      const mark = markAt(line, index);
      if (!mark) continue;
      index += mark.length;
      const located = locateMark(message, line.slice(0, index), { documents: [REPORT, HARBOUR], results });
      passages.push(located?.spans.map(({ start, end }) => located.document.text.slice(start, end)) ?? null);
    }
    return passages;
  });
}

const factsOf = ({ text: _, blocks: __, removed: ___, ...facts }: Document): Digest["document"] => facts;
const FOOTER = { cached: false, isPaidByViewer: false, estimateUsd: null };
const FRIDAY = quoteOf(HARBOUR, 1, "The council met on Friday.");
const VOTE = quoteOf(HARBOUR, 1, "It voted seven to two for the bridge.");
const VOTE_AGAIN = quoteOf(HARBOUR, 3, "It voted seven to two for the bridge.");
const MARCH = quoteOf(HARBOUR, 2, "Work starts in March, said *Anna Lind*.");
const ROSE = quoteOf(HARBOUR, 4, LONG);
const BRIDGE = quoteOf(HARBOUR, 5, "委員会は新しい橋の建設を承認した。");
const WORK = quoteOf(HARBOUR, 5, "工事は三月に始まる。");
const COST = quoteOf(HARBOUR, 6, HARBOUR.text.slice(HARBOUR.blocks[5]!.start));
const CLAIM: Omit<Claim, "text" | "quote"> = {
  ...{ kind: "fact", speaker: null, certainty: "stated", status: "verified", reasons: [] },
};
const DIGEST: Digest = {
  ...createDigest("x"),
  document: factsOf(HARBOUR),
  gist: "On Friday the council chose the bridge, and it did so twice.",
  gistQuotes: [FRIDAY, VOTE, VOTE_AGAIN],
  points: [
    { text: MARCH.text, quotes: [MARCH] },
    { text: VOTE_AGAIN.text, quotes: [VOTE_AGAIN] },
    { text: LONG, quotes: [ROSE] },
    { text: "The board approved the bridge.", quotes: [BRIDGE] },
    { text: COST.text, quotes: [COST] },
  ],
  claims: [
    { ...CLAIM, text: "Building begins in March.", speaker: "Anna Lind", quote: MARCH },
    { ...CLAIM, text: "The board approved the bridge.", speaker: "Ben Ek", quote: BRIDGE },
    { ...CLAIM, text: "Work begins in the third month.", quote: WORK },
  ],
};

describe.each(Object.entries(CITES))("marks with %s", (name, cite) => {
  const isWeb = name === "web";

  test("open the quotes of a digest's gist and points", () => {
    const inFirst = [FRIDAY.text, VOTE.text];
    // With addresses of their own, both quotes of the first paragraph have a mark.
    const gist = isWeb ? [inFirst, inFirst, [VOTE.text]] : [inFirst, [VOTE.text]];
    const points = [[MARCH.text], [VOTE.text], [LONG], [BRIDGE.text], [COST.text]];
    expect(opened(digestCard(DIGEST, "p", FOOTER, cite, translate), [DIGEST])).toEqual([...gist, ...points]);
  });

  test("open the quotes in Check quotes", () => {
    const pages = [0, 1, 2].map((page) => claimsCard(DIGEST, "p", page, cite, translate));
    const passages = [...new Set(pages.flatMap((card) => opened(card, [DIGEST])).map((spans) => spans!.join("|")))];
    const quotes = [FRIDAY, VOTE, MARCH, ROSE, BRIDGE, COST, WORK].map(({ text }) => text);
    expect(passages.toSorted()).toEqual(quotes.toSorted());
  });

  test("open the quotes of each sentence of an answer, and its nearest passage", () => {
    const answer: Answer = {
      ...ANSWER,
      documents: [{ id: HARBOUR.id, title: HARBOUR.title, url: null }],
      text: `The vote was 7 to 2 [2]. Building begins in spring [3][4]. ${FRIDAY.text} [1] That was all.`,
      quotes: [FRIDAY, VOTE, MARCH, WORK],
    };
    const context = { question: null, namesDocuments: false };
    expect(opened(answerCard(answer, context, null, cite, translate), [answer])).toEqual(
      [VOTE, MARCH, WORK, FRIDAY].map(({ text }) => [text]),
    );
    const nearest: Answer = { ...answer, answerable: false, text: "", quotes: [], nearest: ROSE };
    expect(opened(answerCard(nearest, context, null, cite, translate), [nearest])).toEqual([[LONG]]);
  });

  test("open the document that an answer about several names", () => {
    const voteOfReport = quoteOf(REPORT, 3, VOTE.text);
    const samePlace = { ...voteOfReport, page: null };
    const answer: Answer = {
      ...ANSWER,
      documents: [HARBOUR, REPORT].map(({ id, title }) => ({ id, title, url: null })),
      text: "It was seven to two [1][2].",
      quotes: [VOTE_AGAIN, samePlace],
    };
    const card = answerCard(answer, { question: null, namesDocuments: true }, null, cite, translate);
    const content = card.blocks.join("\n");
    const ends = [...content.matchAll(/¶ 3(?:\]\(<[^>]+>\))?/g)].map(({ index, 0: match }) => index + match.length);
    const message = messageOf(content);
    const line = content.split("\n")[0]!;
    expect(
      ends.map((end) => locateMark(message, line.slice(0, end), { documents: [REPORT, HARBOUR], results: [answer] })),
    ).toMatchObject([{ document: { id: HARBOUR.id } }, { document: { id: REPORT.id } }]);
  });

  test("open the side of a comparison", () => {
    const voteOfReport = { ...quoteOf(REPORT, 3, VOTE.text), page: null };
    const comparison: Comparison = {
      documents: [factsOf(HARBOUR), factsOf(REPORT)],
      agree: [{ text: "Both tell of the vote.", quotes: [VOTE_AGAIN, voteOfReport] }],
      differ: [
        {
          first: { text: MARCH.text, quotes: [MARCH] },
          second: { text: "May is when work starts.", quotes: [quoteOf(REPORT, 2, "Work starts in May.")] },
          numbers: [["March", "May"]],
        },
      ],
      onlyFirst: [],
      onlySecond: [{ text: "", quotes: [quoteOf(REPORT, 1, "Nothing new was said.")] }],
      ...{ engine: ANSWER.engine, language: "en", notices: [], usage: ANSWER.usage, cached: false },
    };
    const card = comparisonCard(comparison, cite, translate);
    // The vote stands in both documents in the same words, and therefore once, with a mark for each.
    const lines = card.blocks.join("\n").split("\n");
    const line = lines.find((candidate) => candidate.includes("seven to two"))!;
    const ends = [...line.matchAll(/[AB], ¶ 3(?:\]\(<[^>]+>\))?/g)].map(({ index, 0: mark }) => index + mark.length);
    const documents = ends
      .map((end) =>
        locateMark(messageOf(""), line.slice(0, end), { documents: [REPORT, HARBOUR], results: [comparison] }),
      )
      .map((located) => located?.document.title);
    expect(documents).toEqual([HARBOUR.title, REPORT.title]);
    expect(opened(card, [comparison]).flat()).toEqual(
      expect.arrayContaining([MARCH.text, "Work starts in May.", "Nothing new was said.", VOTE.text]),
    );
  });

  test("open a passage of a document whose result is not known", () => {
    expect(
      opened(digestCard({ ...DIGEST, gistQuotes: [], points: [DIGEST.points[0]!] }, "p", FOOTER, cite, translate), []),
    ).toEqual([[MARCH.text]]);
    expect(
      locateMark(messageOf(""), "Nobody said so. ¶ 1", {
        documents: [HARBOUR],
        results: [DIGEST],
      }),
    ).toBeNull();
  });
});

test("marks are recognised in each language, and places in running text are not", () => {
  const marksIn = (text: string): string[] =>
    [...Array(text.length).keys()].flatMap((index) => markAt(text, index)?.label ?? []);
  for (const place of ["¶ 3", "p. 12", "S. 12", "pág. 12"]) {
    expect(marksIn(`Said. ${place}`)).toEqual([place]);
    expect(marksIn(`Without a stop ${place} ¶ 4`)).toEqual([place, "¶ 4"]);
    expect(marksIn(`“Said” ${place} And more.`)).toEqual([place]);
    expect(marksIn(`Said. [A title, ${place}](<https://a.example/>)`)).toEqual([`A title, ${place}`]);
    expect(marksIn(`See ${place} of the report. [On ${place}](<https://a.example/>)`)).toEqual([]);
  }
});
