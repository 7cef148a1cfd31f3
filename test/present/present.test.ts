import { describe, expect, test } from "vitest";
import {
  type Answer,
  type Claim,
  type Digest,
  ERROR_CODES,
  NO_USAGE,
  PithError,
  type Quote,
} from "../../src/model/index.ts";
import {
  answerMarkdown,
  DEFAULT_LOCALE,
  digestHtml,
  digestMarkdown,
  explainError,
  formatForgotten,
  overviewCard,
  type SourceStatus,
  translatorFor,
} from "../../src/present/index.ts";
import { createDocument } from "../fakes/documents.ts";

const translate = translatorFor(DEFAULT_LOCALE);

const DOCUMENT = createDocument(["The quay <b>opened</b> on Monday.", "It cost eleven million euros & more."], {
  title: 'Quay "three" <script>',
  byline: "Ilse Brandt",
  published: "2026-03-01",
});
const quote = (text: string): Quote => {
  const start = DOCUMENT.text.indexOf(text);
  return {
    document: DOCUMENT.id,
    text,
    start,
    end: start + text.length,
    paragraph: 1 + Number(start > 30),
    page: start > 30 ? 2 : null,
  };
};
const claim = (overrides: Partial<Claim>): Claim => ({
  text: "c",
  kind: "fact",
  speaker: null,
  certainty: "stated",
  status: "unverified",
  quote: null,
  reasons: [],
  ...overrides,
});
const COST = quote("It cost eleven million euros");
const DIGEST: Digest = {
  document: (({ text: _, blocks: __, removed: ___, ...metadata }) => metadata)(DOCUMENT),
  engine: { kind: "llm", model: "stub", prompt: "hash" },
  language: "en",
  length: "standard",
  createdAt: "2026-03-02T00:00:00Z",
  notices: ["quotes_dropped"],
  gist: "A quay opened.",
  gistQuotes: [],
  points: [{ text: "It cost a lot.", quotes: [COST] }],
  claims: [
    claim({
      text: "It cost eleven million.",
      status: "verified",
      quote: COST,
      speaker: "Ilse Brandt",
      certainty: "hedged",
    }),
    claim({ text: "It opened.", status: "verified", quote: quote("opened</b> on Monday"), kind: "forecast" }),
    claim({ text: "It sank.", reasons: ["quote_not_found"] }),
  ],
  dropped: [],
  usage: { ...NO_USAGE, calls: 1, inputTokens: 900, outputTokens: 100, costUsd: 0.0123 },
  cached: false,
};

const ANSWER: Omit<Answer, "engine" | "text"> = {
  ...{ documents: [], answerable: true, quotes: [COST], nearest: null, language: "en", notices: [] },
  ...{ usage: NO_USAGE, cached: false },
};

test.each(ERROR_CODES)("explainError gives the cause of %s and a next step, without the inner message", (code) => {
  const text = explainError(new PithError(code, null, { cause: new Error("inner secret") }), translate);
  expect(text).toMatch(/^\p{Lu}[^.]+\. \p{Lu}.+\.$/u);
  expect(text).not.toContain("secret");
  // The detail of a missing section is the list of those there are.
  expect(explainError(new PithError(code, "a fact"), translate)).toContain(
    code === "no_section" ? ": a fact" : "(a fact)",
  );
});

test.each([
  ["en-GB", 1, 0, "Deleted 1 document."],
  ["en-GB", 2, 3, "Deleted 2 documents and 3 questions."],
  ["en-GB", 0, 1, "Deleted 1 question."],
  ["en-GB", 0, 0, "Deleted 0 documents."],
  ["de", 1, 2, "1 Dokument und 2 Fragen gelöscht."],
  ["es-ES", 1, 2, "Eliminado: 1 documento y 2 preguntas."],
  ["ja", 1, 2, "文書1件、質問2件を削除しました。"],
] as const)(
  "formatForgotten names in %s what was deleted, of %i documents and %i questions",
  (locale, n, asked, text) => {
    const deleted = { postings: Array(n).fill("posting"), turns: Array(asked).fill("turn") };
    expect(formatForgotten(deleted, translatorFor(locale))).toBe(text);
  },
);

describe("digestMarkdown", () => {
  const text = digestMarkdown(DIGEST, translate);
  test("numbers each quote once, and uses block quotes for nothing else", () => {
    expect(text.match(/^> .*$/gm)).toEqual(["> It cost eleven million euros", "> opened</b> on Monday"]);
    expect(text).toContain("- It cost a lot. (says Ilse Brandt, not certain) [1]");
    expect(text).toContain("- It opened. (forecast) [2]");
    expect(text).toContain("[1] paragraph 2, page 2");
  });
  test("sets a statement that is nothing but its quote as a quote, once", () => {
    const point = { text: COST.text, quotes: [COST] };
    const verbatim = digestMarkdown({ ...DIGEST, points: [point], claims: [] }, translate);
    expect(verbatim).toContain("> - It cost eleven million euros (paragraph 2, page 2)\n");
    expect(verbatim.match(/It cost eleven million euros/g)).toHaveLength(1);
  });
  test("lists what was dropped apart, with the reasons in words", () => {
    const [shown, dropped] = text.split("## Dropped");
    expect(dropped).toContain("- It sank. (the quote isn't in the source)");
    expect(shown).not.toContain("sank");
  });
  test("ends with the notices, the counts, the engine and the cost", () => {
    expect(text).toMatch(/2 quotes found · 1 dropped · stub · 1,000 tokens, \$0\.0123 · 12 of 12 words read\n$/);
  });
});

describe("statements worked out from a table", () => {
  const engine: Digest["engine"] = { kind: "extractive", model: null, prompt: null };
  const made = { engine, usage: NO_USAGE, notices: [] };
  const computed: Digest = { ...DIGEST, ...made, claims: [], gistQuotes: [COST], gistComputed: true };
  const point = { text: "Most: eleven million", quotes: [COST], computed: true as const };

  test.each([
    ["Markdown", digestMarkdown({ ...computed, points: [point] }, translate), "- Most: eleven million [1]"],
    ["HTML", digestHtml({ ...computed, points: [point] }, DOCUMENT, translate), "<li>Most: eleven million <a"],
    [
      "the Markdown of an answer",
      answerMarkdown({ ...made, ...ANSWER, text: `${point.text} [1]`, computed: true }, translate),
      "Most: eleven million [1]",
    ],
  ])("are no quotes in %s, which says that they are worked out", (_, text, shown) => {
    expect(text).toContain(shown);
    expect(text).not.toContain(`> ${shown}`);
    expect(text).toContain("figures worked out from the table, no AI");
  });

  test("sentences of the source alone are called quotes", () => {
    const text = digestMarkdown({ ...DIGEST, ...made, points: [] }, translate);
    expect(text).toContain("quotes only, no AI");
  });
});

test("answerMarkdown shows the quotes, or the nearest passage if there is no answer", () => {
  const answer: Answer = {
    documents: [],
    answerable: true,
    text: "A lot. [1]",
    quotes: [COST],
    nearest: null,
    engine: DIGEST.engine,
    language: "en",
    notices: [],
    usage: NO_USAGE,
    cached: false,
  };
  expect(answerMarkdown(answer, translate)).toBe(
    "A lot. [1]\n\n[1] paragraph 2, page 2\n> It cost eleven million euros\n",
  );
  expect(answerMarkdown({ ...answer, text: `${COST.text} [1]` }, translate)).toBe(
    "> It cost eleven million euros (paragraph 2, page 2)\n",
  );
  expect(
    answerMarkdown(
      { ...answer, answerable: false, text: "The document does not say.", quotes: [], nearest: COST },
      translate,
    ),
  ).toBe("The document does not say.\n\nNearest passage:\n\nparagraph 2, page 2\n> It cost eleven million euros\n");
});

describe("digestHtml", () => {
  test("escapes untrusted text and forbids scripts", () => {
    const page = digestHtml(DIGEST, DOCUMENT, translate);
    expect(page).not.toMatch(/<script|<b>/);
    expect(page).toContain("&lt;b&gt;");
    expect(page).toContain("default-src 'none'");
    expect(page).toContain("euros</mark>");
    expect(page).toContain("&amp; more.");
  });
  test("marks overlapping quotes without losing or repeating characters", () => {
    const points = [
      { text: "p", quotes: [quote("It cost eleven million"), quote("eleven million euros & more"), quote("eleven")] },
    ];
    const page = digestHtml({ ...DIGEST, points, claims: [] }, DOCUMENT, translate);
    const shown = page
      .slice(page.indexOf("<main>"))
      .replace(/<sup>.*?<\/sup>/g, "")
      .replace(/<[^>]+>/g, "");
    expect(shown).toContain("It cost eleven million euros &amp; more.");
  });
});

describe("overviewCard", () => {
  test("names a pasted text by its gist, once", () => {
    const gist = "The quay opened on Monday.";
    const { blocks } = overviewCard(
      [{ status: "done", title: null, url: null, gist }],
      { n: 1, more: false },
      "o",
      translate,
    );
    expect(blocks).toContain(`1. ${gist}`);
  });

  test.each([
    ["letters", "The town said so. "],
    ["escaped characters", "[*_`~|<>@#:]()\\"],
  ])(
    "fits all sources into a message if their titles, URLs and gists are of maximum length and consist of %s",
    (_, text) => {
      const title = text.repeat(100);
      const url = `https://example.com/${"a".repeat(270)}`;
      const { blocks } = overviewCard(
        Array.from({ length: 5 }, () => ({ status: "done", title, url, gist: title }) as SourceStatus),
        { n: 5, more: true },
        "o",
        translate,
      );
      expect(blocks.join("").length).toBeLessThanOrEqual(3900);
      expect(blocks.join("\n").match(/^\d\. \*\*\[/gm)).toHaveLength(5);
    },
  );
});
