import type { Comparison, Difference, Finding } from "../model/index.ts";
import type { Say } from "./catalogue/index.ts";
import { engineLine, oneLine, quoteBlock } from "./markdown.ts";
import { SIDES } from "./words.ts";

/** A comparison as Markdown. Only text located in either source stands in a `>` block; `names` head what has no title. */
export function comparisonMarkdown(comparison: Comparison, say: Say, names: (string | null)[] = []): string {
  const [one] = comparison.documents;
  let quoted = 0;
  const block = ({ text, quotes }: Finding, mark = "-"): string => {
    const first = quoted;
    quoted += quotes.length;
    const marks = quotes.map((_, i) => ` [${first + i + 1}]`).join("");
    const blocks = quotes.map((quote, i) =>
      quoteBlock(quote, first + i, say, SIDES[quote.document === one.id ? 0 : 1]),
    );
    return [isQuoted({ text, quotes }) ? "" : `${mark} ${oneLine(text)}${marks}`, ...blocks]
      .filter(Boolean)
      .join("\n\n");
  };
  const difference = ({ first, second, numbers }: Difference): string => {
    const aside = numbers.map(([mine, theirs]) => `- ${oneLine(mine)} ⟷ ${oneLine(theirs)}`);
    return [...aside, block(first, `- ${SIDES[0]}:`), block(second, `- ${SIDES[1]}:`)].join("\n\n");
  };
  const list = (heading: string, found: string[]): string =>
    found.length ? `## ${heading}\n\n${found.join("\n\n")}` : "";
  const heads = comparison.documents.map(
    ({ title, site, words }, i) =>
      `${SIDES[i]}: ${[oneLine(title ?? names[i] ?? say("untitled")), site, say("words", { n: words })].filter(Boolean).join(" · ")}`,
  );
  const parts = [
    heads.join("\n"),
    list(say("differ"), comparison.differ.map(difference)),
    list(
      say("agree"),
      comparison.agree.map((finding) => block(finding)),
    ),
    comparison.agree.length + comparison.differ.length ? "" : say("nothingInCommon"),
    list(
      say("only", { side: SIDES[0] }),
      comparison.onlyFirst.map((finding) => block(finding)),
    ),
    list(
      say("only", { side: SIDES[1] }),
      comparison.onlySecond.map((finding) => block(finding)),
    ),
    [...caveats(comparison, say), engineLine(comparison, say)].join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** Whether a finding is a sentence of the source, which stands below as its own quote. */
export const isQuoted = ({ text, quotes }: Finding): boolean => quotes.some((quote) => quote.text === text);

/** What is to be kept in mind: the notices, and that the extractive engine compares words. */
export function caveats({ engine, notices, onlyFirst, onlySecond }: Comparison, say: Say): string[] {
  const isByWords = engine.kind === "extractive" && onlyFirst.length + onlySecond.length > 0;
  return [...(isByWords ? [say("byWords")] : []), ...notices.map((notice) => say(`notice.${notice}`))];
}
