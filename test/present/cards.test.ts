import { REST, Routes } from "discord.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeDiscord, textOf } from "../../playground/discord/index.ts";
import type { Component } from "../../playground/discord/state/model.ts";
import { flatten } from "../../playground/discord/state/text.ts";
import { render } from "../../src/discord/ui/render.ts";
import {
  type Answer,
  type Comparison,
  type Digest,
  newId,
  PithError,
  type Quote,
  type Reason,
} from "../../src/model/index.ts";
import { formatDate } from "../../src/present/format.ts";
import {
  answerCard,
  type Card,
  claimsCard,
  comparisonCard,
  createCiter,
  DEFAULT_LOCALE,
  digestCard,
  errorCard,
  progressCard,
  shortTextCard,
  translatorFor,
} from "../../src/present/index.ts";
import { ANSWER, createDigest } from "../fakes/records.ts";

const ID = newId();

/** Strings that Discord could interpret as markup, that are invisible or malformed, or that are very long. */
const HOSTILE: Record<string, string> = {
  everyone: "Hear me @everyone and @here",
  mentions: "<@1199> <@!1199> <@&1199> <#1199> </pith:1199> <id:customize>",
  timestamps: "<t:1700000000:R> <:smile:1199> <a:wave:1199>",
  masked: "[free](https://gift.example/1) and [more](<https://gift.example/2>)",
  maskedByNumber: "as told [1](https://gift.example/1)",
  bare: "https://gift.example/3 or http://gift.example/4",
  invite: "join discord.gg/gift or discord.com/invite/gift or https://discordapp.com/invite/x",
  heading: "# Large\n## Less\n-# 3 claims, 3 verified",
  quote: "> said\n>>> all of it",
  list: "- one\n* two\n+ three\n1. four",
  fence: "```js\nx\n``` `y` ``z``",
  format: "**b** __u__ ~~s~~ ||spoiler|| _i_ *i*",
  backslash: "\\@everyone \\[a](https://gift.example) \\\\",
  bidi: "\u202egpj.exe\u202c \u2066x\u2069 \u200ey\u061c",
  zeroWidth: "a\u200bb\u200cc\u200dd\u2060e\ufefff @\u200beveryone",
  tags: "a\u{e0041}\u{e0042}\u{e007f} b\u{e0100}",
  fillers: "a\u3164b\u115fc\uffa0d\u034fe\u2800f\u00adg",
  blank: " \u200b\u3164\u2800\n\t ",
  nothing: "",
  control: "a\u0000b\u0007c\u001bd\u0085e",
  lines: "a\u2028b\u2029c\r\n\r\nd",
  lone: "a\ud83db\udc00c",
  loneOnly: "\ud800",
  families: "👩‍👩‍👧‍👦".repeat(500),
  flags: "🇸🇪".repeat(1100),
  tones: "👍🏽".repeat(900),
  zalgo: `a${"\u0301".repeat(5000)}`,
  marks: "[](*_~`|<>@#:)".repeat(400),
  long: "word ".repeat(1500),
  longWord: "b".repeat(6000),
  newlines: "\n".repeat(5000),
};

const quoteOf = (text: string, n = 0): Quote => ({
  ...{ document: "a", text, start: n, end: n + text.length, paragraph: n + 1, page: n % 2 ? n : null },
});

/** Creates a digest with `text` in all of its fields. */
function hostileDigest(text: string, quotes = 3): Digest {
  const digest = createDigest("A text.");
  const url = URL.canParse(`https://example.com/${text}`) ? new URL(`https://example.com/${text}`).href : null;
  const claim = { kind: "fact", certainty: "stated", speaker: text, quote: null, reasons: [] as Reason[] } as const;
  return {
    ...digest,
    document: {
      ...digest.document,
      ...{ title: text, byline: text, site: text, published: text, url },
      coverage: { unit: "page", read: 1, total: 2, note: text },
    },
    engine: { kind: "llm", model: text, prompt: null },
    notices: ["model_failed", "read_in_part", "quotes_dropped"],
    gist: text,
    gistQuotes: [quoteOf(text)],
    dropped: [{ what: "point", text, reasons: ["name_differs"] }],
    points: Array.from({ length: quotes }, (_, n) => ({ text, quotes: [quoteOf(text, n)] })),
    claims: [
      { ...claim, text, status: "unverified" },
      { ...claim, text, status: "verified", quote: quoteOf(text) },
    ],
  };
}

const translate = translatorFor(DEFAULT_LOCALE);
const FOOTER = { cached: false, isPaidByViewer: true, estimateUsd: null };
const cite = createCiter([], translate);
const IN_CHANNEL: { question: string | null; namesDocuments: boolean } = { question: null, namesDocuments: true };

const hostileAnswer = (text: string): Answer => ({
  ...{ ...ANSWER, text, quotes: [quoteOf(text), quoteOf(text, 1)], nearest: quoteOf(text) },
  engine: { kind: "llm", model: text, prompt: null },
});

function hostileComparison(text: string, findings = 3): Comparison {
  const { document, engine, notices, language } = hostileDigest(text);
  const finding = (n: number, ...from: string[]) => ({
    text,
    quotes: from.map((id) => ({ ...quoteOf(text, n), document: id })),
  });
  const list = <T>(make: (n: number) => T): T[] => Array.from({ length: findings }, (_, n) => make(n));
  return {
    documents: [
      { ...document, id: "a" },
      { ...document, id: "b" },
    ],
    agree: list((n) => finding(n, "a", "b")),
    differ: list((n) => ({ first: finding(n, "a"), second: finding(n, "b"), numbers: [[text, text]] })),
    onlyFirst: list((n) => finding(n, "a")),
    onlySecond: list((n) => finding(n, "b")),
    ...{ engine, language, notices, usage: ANSWER.usage, cached: true },
  };
}

const cardsWith = (text: string): Record<string, Card> => ({
  digest: digestCard(hostileDigest(text), ID, FOOTER, cite, translate),
  "digest of many quotes": digestCard(hostileDigest(text, 60), ID, FOOTER, cite, translate),
  "short text": shortTextCard(hostileDigest(text), translate),
  draft: progressCard({ stage: "digest", done: 1, total: 3 }, hostileDigest(text), ID, cite, translate),
  claims: claimsCard(hostileDigest(text), ID, 0, cite, translate),
  answer: answerCard(
    hostileAnswer(text),
    { question: text, namesDocuments: true },
    { turn: ID, posting: ID },
    cite,
    translate,
  ),
  comparison: comparisonCard(hostileComparison(text), cite, translate),
  "comparison of much": comparisonCard(hostileComparison(text, 12), cite, translate),
  error: errorCard(new PithError("damaged", text), translate),
});

const componentsOf = (card: Card): Component[] => flatten(render(card).body.components as Component[]);
const textsOf = (card: Card): string[] =>
  componentsOf(card).flatMap(({ type, content }) => (type === 10 ? [content!] : []));

/** Removes escaped characters. Discord interprets only the remaining text as markup. */
const withoutEscapes = (text: string): string => text.replace(/\\[^0-9A-Za-z\s]/g, "");
/** Matches invisible characters, except newlines and the joiners and variation selectors of emoji. */
const INVISIBLE = /[[\p{Cf}\p{Cc}\p{Cs}\p{DI}\u2028\u2029\u2800]--[\n\u200d\ufe0f]]/v;

function expectInert(card: Card): void {
  const texts = textsOf(card);
  expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThanOrEqual(4000);
  expect(componentsOf(card).length).toBeLessThanOrEqual(40);
  for (const { custom_id } of componentsOf(card)) expect(custom_id?.length ?? 0).toBeLessThanOrEqual(100);
  for (const text of texts) {
    expect(text.trim()).not.toBe("");
    expect(text).not.toMatch(INVISIBLE);
    // The only links are those to the sources: one in the title of a digest, two in a comparison.
    const rest = withoutEscapes(text).replace(
      /^((?:###|\*\*[AB]\*\*) .*)\[([^[\]\n]*)\]\(<https:\/\/example\.com\/[^<>\s]*>\)$/gm,
      "$1$2",
    );
    expect(rest).not.toMatch(
      /@(?:everyone|here)|<[@#:/at]|\]\(|https?:\/\/(?! or https?:\/\/)\S|discord\.gg|discord(?:app)?\.com|```|\|\||~~/,
    );
  }
}

describe("cards with hostile strings in all fields", () => {
  let discord: FakeDiscord;
  let rest: REST;
  beforeAll(async () => {
    discord = await FakeDiscord.start();
    const { DISCORD_API_URL: api, DISCORD_TOKEN: token } = discord.environment;
    rest = new REST({ api: api!, globalRequestsPerSecond: Number.POSITIVE_INFINITY }).setToken(token!);
  });
  afterAll(() => discord.close());

  test.each(Object.entries(HOSTILE))("show only text and stay within Discord's limits: %s", async (_, text) => {
    for (const [kind, card] of Object.entries(cardsWith(text))) {
      expectInert(card);
      const { body, files } = render(card);
      const channel = discord.channel("news").id;
      const { id } = (await rest.post(Routes.channelMessages(channel), { body, files })) as { id: string };
      await rest.patch(Routes.channelMessage(channel, id), { body, files });
      const shown = discord.state.message(id)!;
      expect(textOf(shown).length, kind).toBeGreaterThan(0);
    }
    expect(discord.violations.splice(0)).toEqual([]);
    expect(discord.pings.splice(0)).toEqual([]);
  });
});

test("digestCard replaces an invisible title with Untitled", () => {
  const [head] = textsOf(digestCard(hostileDigest("\u200b\u3164"), ID, FOOTER, cite, translate));
  expect(head).toMatch(/^### (?:\[Untitled\]\(<.*>\)|Untitled)\n-# 1 min read/);
});

describe("digestCard", () => {
  const plain = hostileDigest("x");
  const at = (text: string, paragraph: number): Quote => ({
    ...{ document: "a", text, start: paragraph * 100, end: paragraph * 100 + text.length, paragraph, page: null },
  });
  const [cost, vote] = [at("The hall will cost 61,000 crowns.", 2), at("Nine members voted for it.", 4)];
  const digest: Digest = {
    ...plain,
    document: {
      ...plain.document,
      ...{ title: "A hall", byline: "Ilse Brandt", site: "orrin.example", published: "2026-03-04T23:30:00-08:00" },
      ...{
        url: "https://orrin.example/hall",
        words: 714,
        coverage: { unit: "word", read: 714, total: 714, note: null },
      },
    },
    engine: { kind: "llm", model: "gpt-x", prompt: "hash" },
    notices: ["quotes_dropped"],
    gist: "Orrin builds a hall.",
    gistQuotes: [cost],
    points: [
      { text: "It costs 61,000 crowns.", quotes: [cost] },
      { text: "Most members want it.", quotes: [vote, cost] },
    ],
    claims: [
      { ...plain.claims[1]!, text: "It costs 61,000.", speaker: "Ada Quill", quote: cost },
      { ...plain.claims[0]!, text: "It sank.", speaker: null },
    ],
    dropped: [{ what: "gist", text: "A ship sank.", reasons: ["little_in_common"] }],
    usage: { ...plain.usage, calls: 1, costUsd: 0.002 },
  };

  test("shows title, gist, points with speaker and marks, and a line of small print", () => {
    expect(textsOf(digestCard(digest, ID, FOOTER, cite, translate))).toEqual([
      "### [A hall](<https://orrin.example/hall>)\n-# Ilse Brandt · orrin.example · 4 Mar 2026 · 3 min read",
      "**Ada Quill:** Orrin builds a hall. ¶ 2",
      "- **Ada Quill:** It costs 61,000 crowns. ¶ 2\n- Most members want it. ¶ 4 ¶ 2",
      "-# 2 quotes found · 2 dropped · gpt-x, $0.002",
    ]);
  });

  test("sets sentences of the source as quotes, once", () => {
    const extractive: Digest = {
      ...digest,
      ...{ engine: { kind: "extractive", model: null, prompt: null }, gist: cost.text, gistQuotes: [cost] },
      ...{ points: [{ text: vote.text, quotes: [vote] }], claims: [], dropped: [], notices: [] },
    };
    const [, gist, points, smallPrint] = textsOf(digestCard(extractive, ID, FOOTER, cite, translate));
    expect([gist, points]).toEqual([`> ${cost.text} ¶ 2`, `> - ${vote.text} ¶ 4`]);
    expect(smallPrint).toBe("-# 2 quotes · quotes only, no AI");
  });

  test("never shows what was dropped, not even in the file of a digest that does not fit", () => {
    const points = Array.from({ length: 40 }, (_, n) => ({
      text: `It is said ${n} times. ${"word ".repeat(70)}`,
      quotes: [at("q", n)],
    }));
    const card = digestCard({ ...digest, points }, ID, FOOTER, cite, translate);
    expect(card.files).toHaveLength(1);
    expect(JSON.stringify(card)).not.toContain("sank");
  });

  test("shows the marks of long addresses as places rather than dropping a point", () => {
    const points = Array.from({ length: 9 }, (_, n) => ({ text: `Point ${n}.`, quotes: [at("q", n)] }));
    const long = (quote: Quote) => ({ label: `¶ ${quote.paragraph}`, address: `https://a.example/${"b".repeat(600)}` });
    const texts = textsOf(digestCard({ ...digest, points }, ID, FOOTER, long, translate));
    expect(texts.join("").length).toBeLessThan(4000);
    for (const { text } of points) expect(texts[2]).toContain(text);
    expect(texts[2]).toContain("¶ 8");
  });
});

test.each([
  ["2026-03-04", "en-GB", "4 Mar 2026"],
  ["2026-03-04T23:30:00-08:00", "en-US", "Mar 4, 2026"],
  ["2026-03-04", "de", "04.03.2026"],
  ["2026-03-04", "ja", "2026/03/04"],
  ["2026-03", "en-GB", "March 2026"],
  ["2026", "en-GB", "2026"],
  ["last week", "en-GB", "last week"],
])("formatDate(%s) in %s", (published, locale, expected) => {
  expect(formatDate(published, translatorFor(locale))).toBe(expected);
});

test("digestCard keeps emoji, combining marks and bidirectional text", () => {
  const text = "👩‍🚀 ❤️ 👍🏽 🇸🇪 1️⃣ naïve café שָׁלוֹם हिन्दी 日本語";
  const [, gist] = textsOf(
    digestCard({ ...hostileDigest("x"), gist: text, gistQuotes: [] }, ID, FOOTER, cite, translate),
  );
  expect(gist).toBe(text);
});

describe("comparisonCard", () => {
  const finding = (quote: string, document: string, text = quote) => ({
    text,
    quotes: [{ ...quoteOf(quote), document, page: null }],
  });
  const plain = hostileComparison("x", 0);
  const comparison: Comparison = {
    ...plain,
    differ: [
      {
        first: finding("It cost 61,000 crowns.", "a"),
        second: finding("It cost 64,500 crowns.", "b", "The cost is put at 64,500 crowns."),
        numbers: [["61,000 crowns", "64,500 crowns"]],
      },
    ],
    onlySecond: [finding("It rained.", "b")],
  };

  test("shows differing numbers side by side, and the document of each quote", () => {
    const [, differ, only, metadata] = textsOf(comparisonCard(comparison, cite, translate));
    expect(differ).toBe(
      "### Where they differ\n- **61,000 crowns** ⟷ **64,500 crowns** · B: The cost is put at 64,500 crowns.\n" +
        "> It cost 61,000 crowns. A, ¶ 1\n> It cost 64,500 crowns. B, ¶ 1",
    );
    expect(only).toBe("### Only in B\n> It rained. B, ¶ 1");
    expect(metadata).not.toContain("cached");
  });

  test("states that the documents have no statement in common", () => {
    const texts = textsOf(comparisonCard({ ...comparison, differ: [] }, cite, translate));
    expect(texts).toContain("I found nothing that both documents cover.");
  });

  test("keeps a part of each list of a long comparison, and attaches all of it as a file", () => {
    const card = comparisonCard(
      hostileComparison("A sentence of some length, as they are in the news. ".repeat(6), 8),
      cite,
      translate,
    );
    const headings = textsOf(card).flatMap((text) => /^### (.*)/.exec(text)?.[1] ?? []);
    expect(headings).toEqual(["Where they differ", "Where they agree", "Only in A", "Only in B"]);
    expect(card.files[0]?.name).toBe("comparison.md");
    expect(card.files[0]?.text.match(/^\[\d+\]/gm)).toHaveLength(8 * 6);
    expect(card.files[0]?.text).not.toContain("cached");
  });
});

const binaryText = fc.string({ unit: "binary", maxLength: 300 });
const hostileText = fc.constantFrom(...Object.values(HOSTILE));
const arbitraryText = fc.oneof(
  binaryText,
  hostileText,
  fc.string({ unit: "grapheme", minLength: 500, maxLength: 1500 }),
);
const quote = fc.record({
  ...{ document: fc.constant("a"), text: arbitraryText, start: fc.nat(5000), end: fc.nat(9000) },
  ...{ paragraph: fc.integer({ min: 1, max: 9999 }), page: fc.option(fc.integer({ min: 1, max: 9999 })) },
});

test("digestCard and progressCard stay within the limits and show only text, for arbitrary digests", () => {
  const digests = fc.record({
    ...{
      title: fc.option(arbitraryText),
      byline: fc.option(arbitraryText),
      gist: arbitraryText,
      model: arbitraryText,
      note: arbitraryText,
    },
    points: fc.array(fc.record({ text: arbitraryText, quotes: fc.array(quote, { maxLength: 8 }) }), { maxLength: 20 }),
    unverified: fc.array(arbitraryText, { maxLength: 20 }),
  });
  const property = fc.property(digests, ({ title, byline, gist, model, note, points, unverified }) => {
    const plain = hostileDigest("x");
    const digest: Digest = {
      ...{ ...plain, gist, points, engine: { kind: "llm", model, prompt: null } },
      document: { ...plain.document, title, byline, coverage: { unit: "page", read: 0, total: 1, note } },
      claims: unverified.map((text) => ({ ...plain.claims[0]!, text })),
    };
    expectInert(digestCard(digest, ID, FOOTER, cite, translate));
    expectInert(progressCard({ stage: "draft", digest }, digest, ID, cite, translate));
  });
  fc.assert(property, { numRuns: 200 });
});

test.each([
  ["short", "It is so."],
  ["long", "The council of Orrin and all its neighbours voted for the reading room. ".repeat(60)],
  ["hostile", `@everyone [a](https://evil.example) ${"*_~|".repeat(900)}`],
])("claimsCard shows each of 150 %s statements on one page", (_, text) => {
  const { claims, ...digest } = hostileDigest(text, 0);
  const verified = claims[1]!;
  const dropped = Array.from({ length: 50 }, (_, n) => ({
    what: "point" as const,
    text: `N${n}N ${text}`,
    reasons: [],
  }));
  const kept = Array.from({ length: 100 }, (_, n) => ({
    ...{ ...verified, text: `N${50 + n}N ${text}`, quote: quoteOf(`q${n}`, 10_000 * (n + 1)) },
  }));
  const allNumbers: number[] = [];
  for (let page = 0, isLast = false; !isLast; page++) {
    const card = claimsCard({ ...digest, gistQuotes: [], dropped, claims: kept }, ID, page, cite, translate);
    const { components } = render(card).body as unknown as { components: Component[] };
    const shown = flatten(components).map(({ content }) => String(content ?? ""));
    expect(shown.join("").length).toBeLessThanOrEqual(4000);
    const numbers = [...shown.join("\n").matchAll(/N(\d+)N/g)].map(([, n]) => Number(n));
    expect(numbers.length).toBeGreaterThan(0);
    // A page shows the heading only if it lists at least one dropped statement.
    expect(shown.join("\n").includes("**Dropped**")).toBe(numbers.some((n) => n < 50));
    allNumbers.push(...numbers);
    isLast = !card.actions.some(({ id }) => id === `${ID}.${page + 1}`);
  }
  expect(allNumbers).toEqual([...kept.keys().map((n) => n + 50), ...dropped.keys()]);
});

test("claimsCard gives the reason of each dropped statement in words", () => {
  const { claims, ...digest } = hostileDigest("x", 0);
  const dropped = [{ what: "gist" as const, text: "It sank.", reasons: ["number_differs" as const] }];
  const texts = textsOf(claimsCard({ ...digest, gistQuotes: [], claims: [], dropped }, ID, 0, cite, translate));
  expect(texts.slice(1, 3)).toEqual(["**Dropped**", "- It sank.\n-# a number is different"]);
});

describe("answerCard", () => {
  const ids = { turn: ID, posting: ID };
  const first = { ...quoteOf("It cost 61,000 crowns."), paragraph: 2 };
  const second = { ...quoteOf("It opened in May.", 40), paragraph: 3, page: null };
  const shown = (answer: Answer, context = IN_CHANNEL): string[] =>
    textsOf(answerCard(answer, context, ids, cite, translate));

  test("sets sentences of the source as quotes with their marks, and shows nothing twice", () => {
    const answer: Answer = { ...ANSWER, text: `${first.text} [1]\n\n${second.text} [2]`, quotes: [first, second] };
    expect(shown(answer)).toEqual(["> It cost 61,000 crowns. ¶ 2", "> It opened in May. ¶ 3", "-# quotes only, no AI"]);
  });

  test("names who says a quote in a conversation", () => {
    const answer: Answer = { ...ANSWER, text: `Ada Roe: ${first.text} [1]`, quotes: [first] };
    expect(shown(answer)).toEqual(["> **Ada Roe:** It cost 61,000 crowns. ¶ 2", "-# quotes only, no AI"]);
  });

  test("joins other sentences to a paragraph, with marks before or behind the full stop", () => {
    const text = "The hall was dear [1]. It has been open since May. [2] [1]";
    expect(shown({ ...ANSWER, text, quotes: [first, second] })[0]).toBe(
      "The hall was dear. ¶ 2 It has been open since May. ¶ 3 ¶ 2",
    );
  });

  test("names the documents and repeats the question only where they are not seen otherwise", () => {
    const answer: Answer = {
      ...ANSWER,
      text: "Yes. [1]",
      quotes: [first],
      documents: [{ id: "a", title: "A hall", url: null }],
    };
    expect(shown(answer, { question: "How dear?", namesDocuments: true })).toEqual([
      "-# How dear?",
      "Yes. ¶ 2",
      "-# A hall · quotes only, no AI",
    ]);
    expect(shown(answer, { question: null, namesDocuments: false })).toEqual(["Yes. ¶ 2", "-# quotes only, no AI"]);
  });

  test("says that the document does not say, with the nearest passage", () => {
    const answer: Answer = { ...ANSWER, answerable: false, text: "…", quotes: [], nearest: second };
    expect(shown(answer)).toEqual([
      "The document does not say.",
      "Nearest passage:\n> It opened in May. ¶ 3",
      "-# quotes only, no AI",
    ]);
  });
});
