import type { ModelClaim, ModelDigest } from "./responseSchemas.ts";

/** What map noted about a part: a line for reduce, the sentences it rests on, and the claim where it is one. */
export type Note = { text: string; sentences: number[]; claim: ModelClaim | null };

/** A point of the whole rests on so many sentences at most: more make no better proof. */
const SENTENCES_A_POINT = 6;

/** The notes of one part. Its gist is one too, which no sentence alone bears out. */
export function notesOf({ gist, points, claims }: ModelDigest): Note[] {
  return [
    { text: `about: ${gist}`, sentences: [], claim: null },
    ...points.map(({ text, sentences }) => ({ text, sentences, claim: null })),
    ...claims.map((claim) => ({ text: `claim: ${claim.text}`, sentences: claim.sentences, claim })),
  ];
}

/** Notes without those that say the same again, as parts do that overlap. */
export function distinct(notes: Note[]): Note[] {
  return [...new Map(notes.map((note) => [note.text, note])).values()];
}

/**
 * A digest that was made of notes, as one of the document: points rest on the sentences of their notes, and claims are
 * those of the notes, whatever became of their words. Where reduce names no claim, all parts give some.
 * @param most how many claims the digest may have
 */
export function ofDocument(reduced: ModelDigest, notes: Note[], most: number): ModelDigest {
  const noted = (n: number): Note[] => notes.slice(n - 1, n);
  const points = reduced.points.map(({ text, sentences }) => ({
    text,
    sentences: [...new Set(sentences.flatMap(noted).flatMap((note) => note.sentences))].slice(0, SENTENCES_A_POINT),
  }));
  const named = reduced.claims.flatMap((claim) => claim.sentences.flatMap(noted).flatMap((note) => note.claim ?? []));
  const all = notes.flatMap((note) => note.claim ?? []);
  const spread = all.filter(
    (_, i) => Math.floor((i * most) / all.length) !== Math.floor(((i - 1) * most) / all.length),
  );
  const claims = [...new Set(named.length ? named : spread)].slice(0, most);
  return { gist: reduced.gist, points, claims: claims.toSorted((a, b) => firstOf(a) - firstOf(b)) };
}

const firstOf = ({ sentences }: ModelClaim): number => sentences[0] ?? Number.POSITIVE_INFINITY;
