import type { Comparison, Difference, Finding } from "../model/index.ts";
import { engineLine, oneLine, quoteBlock } from "./markdown.ts";
import { CARD_WORDS, NOTICE_WORDS, SIDES } from "./words.ts";

/** A comparison as Markdown. Only text located in either source stands in a `>` block; `names` head what has no title. */
export function comparisonMarkdown(comparison: Comparison, names: (string | null)[] = []): string {
  const [one] = comparison.documents;
  let quoted = 0;
  const block = ({ text, quotes }: Finding, mark = "-"): string => {
    const first = quoted;
    quoted += quotes.length;
    const marks = quotes.map((_, i) => ` [${first + i + 1}]`).join("");
    const blocks = quotes.map((quote, i) => quoteBlock(quote, first + i, SIDES[quote.document === one.id ? 0 : 1]));
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
      `${SIDES[i]}: ${[oneLine(title ?? names[i] ?? CARD_WORDS.untitled), site, `${words} words`].filter(Boolean).join(" · ")}`,
  );
  const parts = [
    heads.join("\n"),
    list(CARD_WORDS.differ, comparison.differ.map(difference)),
    list(
      CARD_WORDS.agree,
      comparison.agree.map((finding) => block(finding)),
    ),
    comparison.agree.length + comparison.differ.length ? "" : CARD_WORDS.nothingInCommon,
    list(
      CARD_WORDS.only(SIDES[0]),
      comparison.onlyFirst.map((finding) => block(finding)),
    ),
    list(
      CARD_WORDS.only(SIDES[1]),
      comparison.onlySecond.map((finding) => block(finding)),
    ),
    [...caveats(comparison), engineLine(comparison)].join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** Whether a finding is a sentence of the source, which stands below as its own quote. */
export const isQuoted = ({ text, quotes }: Finding): boolean => quotes.some((quote) => quote.text === text);

/** What is to be kept in mind: the notices, and that the extractive engine compares words. */
export function caveats({ engine, notices, onlyFirst, onlySecond }: Comparison): string[] {
  const isByWords = engine.kind === "extractive" && onlyFirst.length + onlySecond.length > 0;
  return [...(isByWords ? [CARD_WORDS.byWords] : []), ...notices.map((notice) => NOTICE_WORDS[notice])];
}
