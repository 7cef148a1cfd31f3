import { describe, expect, test } from "vitest";
import { deduplicateNotes, extractNotes, resolveNotes } from "../../../src/engine/llm/notes.ts";

const statement = (text: string, ids: number[]) =>
  ({ ids, speaker: null, kind: "fact", certainty: "stated", text }) as const;
const NOTES = extractNotes({
  gist: "Harbours.",
  statements: [statement("A", [1]), statement("B", [2]), statement("C", [3])].map((one) => ({
    ...one,
    ids: [...one.ids],
  })),
});
const textsOf = (ids: number[], most = 2) =>
  resolveNotes({ gist: "All.", ids }, NOTES, most).statements.map(({ text }) => text);

describe("the notes on the parts of a document", () => {
  test("are what a part is about, and its statements", () => {
    expect(NOTES.map(({ text }) => text)).toEqual(["about: Harbours.", "A", "B", "C"]);
    expect(deduplicateNotes([...NOTES, ...NOTES])).toHaveLength(4);
  });

  test("are selected by their numbers, in that order, each once", () => {
    expect(textsOf([4, 2, 4])).toEqual(["C", "A"]);
    expect(textsOf([1, 99, 3])).toEqual(["B"]);
    expect(textsOf([2, 3, 4])).toEqual(["A", "B"]);
  });

  test("are sampled evenly if none is selected", () => {
    expect(textsOf([])).toEqual(["A", "C"]);
    expect(textsOf([1], 3)).toEqual(["A", "B", "C"]);
  });
});
