import type { Comparison, Difference, Finding } from "../model/index.ts";
import type { Translate } from "./catalogue/index.ts";
import { SIDE_NAMES } from "./format.ts";
import { collapseWhitespace, engineLine, markdownQuote } from "./markdown.ts";

/**
 * Renders a comparison as Markdown. Block quotes contain only text from the sources. `names` has one name per document,
 * which is shown if that document has no title.
 */
export function comparisonMarkdown(
  comparison: Comparison,
  translate: Translate,
  names: (string | null)[] = [],
): string {
  const [firstDocument] = comparison.documents;
  let quoteCount = 0;
  const block = ({ text, quotes }: Finding, bullet = "-"): string => {
    const first = quoteCount;
    quoteCount += quotes.length;
    const marks = quotes.map((_, i) => ` [${first + i + 1}]`).join("");
    const blocks = quotes.map((quote, i) =>
      markdownQuote(quote, first + i, translate, SIDE_NAMES[quote.document === firstDocument.id ? 0 : 1]),
    );
    return [isVerbatim({ text, quotes }) ? "" : `${bullet} ${collapseWhitespace(text)}${marks}`, ...blocks]
      .filter(Boolean)
      .join("\n\n");
  };
  const difference = ({ first, second, numbers }: Difference): string => {
    const pairs = numbers.map(([mine, theirs]) => `- ${collapseWhitespace(mine)} ⟷ ${collapseWhitespace(theirs)}`);
    if (!pairs.length && isVerbatim(first) && isVerbatim(second)) pairs.push(`- ${SIDE_NAMES.join(" ⟷ ")}`);
    return [...pairs, block(first, `- ${SIDE_NAMES[0]}:`), block(second, `- ${SIDE_NAMES[1]}:`)].join("\n\n");
  };
  const section = (heading: string, items: string[]): string =>
    items.length ? `## ${heading}\n\n${items.join("\n\n")}` : "";
  const headings = comparison.documents.map(
    ({ title, site, words }, i) =>
      `${SIDE_NAMES[i]}: ${[collapseWhitespace(title ?? names[i] ?? translate("untitled")), site, translate("words", { n: words })].filter(Boolean).join(" · ")}`,
  );
  const parts = [
    headings.join("\n"),
    section(translate("differ"), comparison.differ.map(difference)),
    isWithoutConflict(comparison) ? translate("nothingDiffers") : "",
    section(
      translate("agree"),
      comparison.agree.map((finding) => block(finding)),
    ),
    comparison.agree.length + comparison.differ.length ? "" : translate("nothingInCommon"),
    section(
      translate("only", { side: SIDE_NAMES[0] }),
      comparison.onlyFirst.map((finding) => block(finding)),
    ),
    section(
      translate("only", { side: SIDE_NAMES[1] }),
      comparison.onlySecond.map((finding) => block(finding)),
    ),
    [...comparisonNotices(comparison, translate), engineLine(comparison, translate)].join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/**
 * Whether it can be said that two documents that have something in common do not contradict each other. Where the engine
 * could not compare all that they say, because their languages differ, it cannot.
 */
export const isWithoutConflict = ({ agree, differ, notices }: Comparison): boolean =>
  agree.length > 0 && differ.length === 0 && !notices.includes("languages_differ");

/** Whether the text of a finding is identical to one of its quotes, so that showing the quote is enough. */
export const isVerbatim = ({ text, quotes }: Finding): boolean => quotes.some((quote) => quote.text === text);

/**
 * Returns the notices of a comparison. The first one of the extractive engine is the caveat that it compares only words,
 * and so may miss what changed.
 */
export function comparisonNotices({ engine, notices }: Comparison, translate: Translate): string[] {
  const comparesWords = engine.kind === "extractive";
  return [...(comparesWords ? [translate("byWords")] : []), ...notices.map((notice) => translate(`notice.${notice}`))];
}
