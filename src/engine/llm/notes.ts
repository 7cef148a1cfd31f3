import type { ModelDigest, ModelReduction, ModelStatement } from "./prompt/responseSchemas.ts";

/**
 * A note on one part of a document, made by the map step or by an intermediate reduce step: a statement with the line
 * numbers of its sentences, or, if `statement` is null, what the part is about. `text` is its line in the next reduce
 * prompt.
 */
export type Note = { text: string; statement: ModelStatement | null };

/** Converts the digest of one part to notes. */
export function extractNotes({ gist, statements }: ModelDigest): Note[] {
  const about = gist ? [{ text: `about: ${gist}`, statement: null }] : [];
  return [...about, ...statements.map((statement) => ({ text: statement.text, statement }))];
}

/** Keeps one of several notes with the same text. Overlapping parts can produce the same note. */
export function deduplicateNotes(notes: Note[]): Note[] {
  return [...new Map(notes.map((note) => [note.text, note])).values()];
}

/**
 * Converts the output of the reduce step, which selects notes by their numbers, to a digest of at most `most` statements.
 * If it selects no statement, statements are sampled evenly from all notes.
 */
export function resolveNotes({ gist, ids }: ModelReduction, notes: Note[], most: number): ModelDigest {
  const selected = ids.flatMap((n) => notes[n - 1]?.statement ?? []);
  const all = notes.flatMap(({ statement }) => statement ?? []);
  const sampled = all.filter(
    (_, i) => Math.floor((i * most) / all.length) !== Math.floor(((i - 1) * most) / all.length),
  );
  return { gist, statements: [...new Set(selected.length ? selected : sampled)].slice(0, most) };
}
