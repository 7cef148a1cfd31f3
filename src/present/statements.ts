import type { Answer, Claim, Digest, Dropped, Quote } from "../model/index.ts";
import { SaidTexts } from "../text/index.ts";

/** A statement that the source bears out, with its quotes. */
export type Statement = {
  text: string;
  /** Who says so, or null if the source says it itself. */
  speaker: string | null;
  kind: Claim["kind"];
  certainty: Claim["certainty"];
  quotes: Quote[];
};

/** Whether the statement is nothing but its quote, so that showing both would say the same twice. */
export const isVerbatim = ({ text, quotes }: Pick<Statement, "text" | "quotes">): boolean =>
  quotes.length === 1 && quotes[0]!.text === text;

/** What the source says itself. */
const UNATTRIBUTED = { speaker: null, kind: "fact", certainty: "stated" } as const;

/** What tells how a digest, an answer or a comparison was made. */
export type Made = Pick<Digest, "engine"> & Partial<Pick<Digest, "gistComputed" | "points"> & Pick<Answer, "computed">>;

/** Whether a result has statements that are worked out from a table. */
export const isComputed = ({ computed, gistComputed, points = [] }: Made): boolean =>
  computed === true || gistComputed === true || points.some((point) => point.computed);

/** Returns the gist as a statement. */
export const gistStatement = (digest: Digest): Statement => ({
  ...(digest.gistComputed ? UNATTRIBUTED : attributionOf(digest, digest.gistQuotes, digest.gist)),
  text: digest.gist,
  quotes: digest.gistQuotes,
});

/**
 * Returns the points of a digest, each with the speaker of the verified claim that rests on the same words. A point that
 * says nothing but what stands in the gist or in an earlier point is left out: sources repeat sentences as pull quotes,
 * and models repeat their gist.
 */
export function pointStatements(digest: Digest): Statement[] {
  const said = new SaidTexts([digest.gist]);
  return digest.points.flatMap(({ text, quotes, computed }) => {
    if (said.has(text)) return [];
    said.add(text);
    return [{ ...(computed ? UNATTRIBUTED : attributionOf(digest, quotes, text)), text, quotes }];
  });
}

/** Returns the verified claims that the gist and the points neither quote nor say already. */
export function furtherClaims({ gist, gistQuotes, points, claims }: Digest): Statement[] {
  const shown = [...gistQuotes, ...points.flatMap(({ quotes }) => quotes)];
  const said = new SaidTexts([gist, ...points.map(({ text }) => text)]);
  return claims.flatMap(({ quote, ...claim }) => {
    if (!quote || said.has(claim.text) || shown.some((other) => overlaps(quote, other))) return [];
    said.add(claim.text);
    return [{ ...claim, quotes: [quote] }];
  });
}

/** Returns everything that the model stated and the source does not bear out: gist sentences, points and claims. */
export function droppedStatements({ dropped, claims }: Digest): Pick<Dropped, "text" | "reasons">[] {
  const all = [...dropped, ...claims.filter(({ status }) => status === "unverified")];
  return [...new Map(all.map((one) => [one.text, { text: one.text, reasons: one.reasons }])).values()];
}

/** Returns the digest without the statements that no public message may show. */
export const withoutDropped = (digest: Digest): Digest => ({
  ...digest,
  dropped: [],
  claims: digest.claims.filter(({ status }) => status === "verified"),
});

/** Returns the distinct quotes of a digest: those of its gist, its points and its claims. */
export const allQuotes = ({ gistQuotes, points, claims }: Digest): Quote[] =>
  distinctQuotes([
    ...gistQuotes,
    ...points.flatMap(({ quotes }) => quotes),
    ...claims.flatMap(({ quote }) => (quote ? [quote] : [])),
  ]);

/** Removes quotes of the same span in the same document. The first one is kept. */
function distinctQuotes(quotes: Quote[]): Quote[] {
  const bySpan = new Map<string, Quote>();
  for (const quote of quotes) {
    const key = `${quote.document} ${quote.start}-${quote.end}`;
    if (!bySpan.has(key)) bySpan.set(key, quote);
  }
  return [...bySpan.values()];
}

const overlaps = (a: Quote, b: Quote): boolean => a.document === b.document && a.start < b.end && b.start < a.end;

/**
 * Returns the attribution of the verified claim that quotes the same words, provided that the statement rests on a single
 * quote. The speaker is null if the statement names the speaker itself.
 */
function attributionOf(
  { claims }: Digest,
  quotes: Quote[],
  text: string,
): Pick<Statement, "speaker" | "kind" | "certainty"> {
  const [quote, ...others] = quotes;
  const claim = quote && !others.length && claims.find((one) => one.quote && overlaps(one.quote, quote));
  if (!claim) return UNATTRIBUTED;
  const { speaker, kind, certainty } = claim;
  return { speaker: speaker && !namesSpeaker(text, speaker) ? speaker : null, kind, certainty };
}

/** Whether the text contains the last word of the speaker's name: "Ilse Brandt" is named by "Brandt said …". */
const namesSpeaker = (text: string, speaker: string): boolean =>
  text.toLowerCase().includes(speaker.trim().split(/\s+/).at(-1)!.toLowerCase());

/**
 * A sentence of an answer with the quotes that it cites. `isQuote` is true if it is a sentence of the source; then
 * `speaker` is who says it in a conversation.
 */
export type AnswerSentence = { text: string; quotes: Quote[]; isQuote: boolean; speaker: string | null };

/** Maximum length of the name of a speaker with what sets it off, in UTF-16 units. */
const MAX_SPEAKER_UNITS = 60;
/** Matches the marks behind a sentence, such as "[1] [3]". */
const MARKS = /(?:\s?\[\d+\])+/g;
/** Matches marks that stand before the full stop instead of behind it. */
const MARKS_BEFORE_STOP = /((?:\s?\[\d+\])+)([.!?。！？]+)/g;

/** Splits the text of an answer at its marks `[n]`, and returns each piece with the quotes it cites. */
export function splitAnswer({ text: marked, quotes }: Pick<Answer, "text" | "quotes">): AnswerSentence[] {
  const text = marked.replace(MARKS_BEFORE_STOP, "$2$1");
  const sentences: AnswerSentence[] = [];
  let start = 0;
  for (const { index, 0: marks } of text.matchAll(MARKS)) {
    const cited = [...marks.matchAll(/\d+/g)].flatMap(([n]) => quotes[Number(n) - 1] ?? []);
    sentences.push(sentenceOf(text.slice(start, index), cited));
    start = index + marks.length;
  }
  const rest = text.slice(start).trim();
  return /[\p{L}\p{N}]/u.test(rest) ? [...sentences, sentenceOf(rest, [])] : sentences;
}

function sentenceOf(piece: string, quotes: Quote[]): AnswerSentence {
  const text = piece.trim();
  const said = quotes.length === 1 ? quotes[0]!.text : null;
  // In an answer from a conversation, the name of the speaker stands before what is quoted.
  if (said !== null && text.endsWith(`: ${said}`) && text.length <= said.length + MAX_SPEAKER_UNITS)
    return { text: said, quotes, isQuote: true, speaker: text.slice(0, -said.length - 2) };
  return { text, quotes, isQuote: isVerbatim({ text, quotes }), speaker: null };
}

/** Groups quotes of the same words, such as those of two documents, in order of their first occurrence. */
export const groupByText = (quotes: Quote[]): Quote[][] => [...Map.groupBy(quotes, ({ text }) => text).values()];
