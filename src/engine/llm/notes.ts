import type { ModelClaim, ModelDigest } from "./responseSchemas.ts";

/**
 * A note on one part of a document, made by the map step or by an intermediate reduce step. `text` is its line in the
 * next reduce prompt, and `sentences` are the line numbers of its supporting sentences. `claim` is null unless the note
 * is a claim.
 */
export type Note = { text: string; sentences: number[]; claim: ModelClaim | null };

/** Maximum number of supporting sentences per point. A few are enough as evidence. */
const MAX_SENTENCES_PER_POINT = 6;

/** Converts the digest of one part to notes. The gist becomes a note without supporting sentences. */
export function extractNotes({ gist, points, claims }: ModelDigest): Note[] {
  return [
    { text: `about: ${gist}`, sentences: [], claim: null },
    ...points.map(({ text, sentences }) => ({ text, sentences, claim: null })),
    ...claims.map((claim) => ({ text: `claim: ${claim.text}`, sentences: claim.sentences, claim })),
  ];
}

/** Keeps one of several notes with the same text. Overlapping parts can produce the same note. */
export function deduplicateNotes(notes: Note[]): Note[] {
  return [...new Map(notes.map((note) => [note.text, note])).values()];
}

/**
 * Converts the output of the reduce step, which cites notes, to a digest that cites the sentences of the document. Each
 * point gets the sentences of the notes it cites, up to 6. Claims are copied unchanged from the cited notes, so any
 * rewording by the reduce step is discarded. If the reduce step cites no claim, claims are sampled evenly from all
 * notes. The digest has at most `maxClaims` claims, ordered by their first sentence.
 */
export function resolveNotes(reduced: ModelDigest, notes: Note[], maxClaims: number): ModelDigest {
  const notesByNumber = (n: number): Note[] => notes.slice(n - 1, n);
  const points = reduced.points.map(({ text, sentences: noteNumbers }) => ({
    text,
    sentences: [...new Set(noteNumbers.flatMap(notesByNumber).flatMap(({ sentences }) => sentences))].slice(
      0,
      MAX_SENTENCES_PER_POINT,
    ),
  }));
  const cited = reduced.claims.flatMap(({ sentences: noteNumbers }) =>
    noteNumbers.flatMap(notesByNumber).flatMap(({ claim }) => claim ?? []),
  );
  const all = notes.flatMap(({ claim }) => claim ?? []);
  const sampled = all.filter(
    (_, i) => Math.floor((i * maxClaims) / all.length) !== Math.floor(((i - 1) * maxClaims) / all.length),
  );
  const claims = [...new Set(cited.length ? cited : sampled)].slice(0, maxClaims);
  return { gist: reduced.gist, points, claims: claims.toSorted((a, b) => firstSentence(a) - firstSentence(b)) };
}

const firstSentence = ({ sentences }: ModelClaim): number => sentences[0] ?? Number.POSITIVE_INFINITY;
