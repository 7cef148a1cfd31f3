import { createHash } from "node:crypto";
import type { GradientBoostedTrees } from "../../src/text/index.ts";

/** Parts that pages are divided into by their sites, other than the folds of cross-validation divide them. */
const PARTS = 3;
const partOf = (host: string): number => createHash("sha1").update(host).digest()[1]! % PARTS;

/**
 * Two judgements (stacking, Wolpert 1992): the second learns from what the first says of pages whose sites it has not
 * seen, since that is what it will be given. `grow` fits trees for the first or the second judgement; `tell` gives a
 * lesson what the first said of it.
 */
export function trainStacked<Lesson extends { page: { host: string } }>(
  lessons: Lesson[],
  grow: (lessons: Lesson[], judgement: "first" | "second") => GradientBoostedTrees,
  tell: (lesson: Lesson, first: GradientBoostedTrees) => void,
): { first: GradientBoostedTrees; second: GradientBoostedTrees } {
  for (let part = 0; part < PARTS; part++) {
    const unseen = ({ page }: Lesson): boolean => partOf(page.host) === part;
    const first = grow(
      lessons.filter((lesson) => !unseen(lesson)),
      "first",
    );
    for (const lesson of lessons.filter(unseen)) tell(lesson, first);
  }
  return { first: grow(lessons, "first"), second: grow(lessons, "second") };
}
