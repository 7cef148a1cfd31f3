import type { ModelClaim, ModelDigest } from "./responseSchemas.ts";

/**
 * A note that the map step makes about a part of a document. `text` is its line in the prompt of the reduce step,
 * `sentences` are the numbers of the sentences that support it, and `claim` is set if it is a claim.
 */
export type Note = { text: string; sentences: number[]; claim: ModelClaim | null };

/** Maximum number of sentences that support a point of the final digest: more add nothing to the evidence. */
const MAX_SENTENCES_PER_POINT = 6;

/** The notes in the map output of one part. The gist becomes a note without supporting sentences. */
export function extractNotes({ gist, points, claims }: ModelDigest): Note[] {
  return [
    { text: `about: ${gist}`, sentences: [], claim: null },
    ...points.map(({ text, sentences }) => ({ text, sentences, claim: null })),
    ...claims.map((claim) => ({ text: `claim: ${claim.text}`, sentences: claim.sentences, claim })),
  ];
}

/** Removes notes with the same text, which overlapping parts can produce. */
export function deduplicateNotes(notes: Note[]): Note[] {
  return [...new Map(notes.map((note) => [note.text, note])).values()];
}

/**
 * Converts the output of the reduce step, which cites notes, to a digest that cites the sentences of the document.
 * Points get the sentences of their notes. Claims are taken from the cited notes unchanged, whatever wording reduce
 * gave them. If reduce cites no claim, claims are sampled evenly from all notes.
 * @param maxClaims the maximum number of claims
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
