import type { Comparison, Difference, Digest, Finding } from "../../model/index.ts";
import { fitsCard, subtext } from "../cardLayout.ts";
import type { Translate } from "../catalogue/index.ts";
import { linkedTitle } from "../citations/index.ts";
import { comparisonMarkdown, comparisonNotices, isVerbatim, isWithoutConflict } from "../comparisonMarkdown.ts";
import { escapeUntrusted } from "../escape.ts";
import { formatDate, SIDE_NAMES } from "../format.ts";
import { type Cite, withFittingLinks } from "../mark.ts";
import { groupByText } from "../statements.ts";
import type { Card } from "./card.ts";
import { engineLabel, quoteLine } from "./digestCard.ts";

/** Length limits in UTF-16 units. Titles are shorter than on other cards because there are two of them. */
const MAX_TITLE_LENGTH = 120;
const MAX_URL_LENGTH = 300;
const MAX_METADATA_LENGTH = 40;
const MAX_TEXT_LENGTH = 400;
const MAX_NUMBER_LENGTH = 60;

type Lists = Pick<Comparison, "differ" | "agree" | "onlyFirst" | "onlySecond">;

/**
 * Builds the card of a comparison. It shows both documents, the differences with their numbers side by side, the
 * agreements, and the findings unique to one document, all with their quotes. If the content does not fit, the longest
 * lists are shortened and the whole comparison is attached as a file. The card does not say whether the result was
 * cached, because that would reveal requests made in other servers.
 */
export function comparisonCard(comparison: Comparison, cite: Cite, translate: Translate): Card {
  const { agree, differ, onlyFirst, onlySecond } = comparison;
  const shown: Lists = {
    differ: [...differ],
    agree: [...agree],
    onlyFirst: [...onlyFirst],
    onlySecond: [...onlySecond],
  };
  const total = countItems(shown);
  const render = (): string[] =>
    withFittingLinks(cite, (fitting) => blocksOf(comparison, shown, fitting, translate), fitsCard);
  let blocks = render();
  while (!fitsCard(blocks) && countItems(shown) > 0) {
    longestList(shown).pop();
    blocks = render();
  }
  const text = comparisonMarkdown({ ...comparison, cached: false }, translate);
  return {
    state: "done",
    blocks,
    actions: [],
    files: countItems(shown) < total ? [{ name: "comparison.md", text }] : [],
  };
}

const listsOf = ({ differ, agree, onlyFirst, onlySecond }: Lists): unknown[][] => [
  differ,
  agree,
  onlyFirst,
  onlySecond,
];
const countItems = (lists: Lists): number => listsOf(lists).flat().length;
/** Returns the longest list. If several are equally long, the last of them is returned. */
const longestList = (lists: Lists): unknown[] =>
  listsOf(lists).reduce((longest, list) => (list.length >= longest.length ? list : longest));

function blocksOf(
  comparison: Comparison,
  { differ, agree, onlyFirst, onlySecond }: Lists,
  cite: Cite,
  translate: Translate,
): string[] {
  const [firstDocument] = comparison.documents;
  const citeSide: Cite = (quote) => {
    const { label, address } = cite(quote);
    return { label: `${SIDE_NAMES[quote.document === firstDocument.id ? 0 : 1]}, ${label}`, address };
  };
  const withQuotes = (line: string, quotes: Finding["quotes"]): string =>
    [line && `- ${line}`, ...groupByText(quotes).map((group) => quoteLine(group, citeSide))].filter(Boolean).join("\n");
  const ownText = (finding: Finding): string =>
    isVerbatim(finding) ? "" : escapeUntrusted(finding.text, MAX_TEXT_LENGTH);
  const findingBlock = (finding: Finding): string => withQuotes(ownText(finding), finding.quotes);
  const differenceBlock = ({ first, second, numbers }: Difference): string => {
    const pairs = numbers
      .map(([mine, theirs]) => `**${escapeNumber(mine)}** ⟷ **${escapeNumber(theirs)}**`)
      .join(" · ");
    const texts = [ownText(first), ownText(second)]
      .map((text, i) => text && `${SIDE_NAMES[i]}: ${text}`)
      .filter(Boolean);
    return withQuotes([pairs, ...texts].filter(Boolean).join(" · "), [...first.quotes, ...second.quotes]);
  };
  const section = (heading: string, items: string[]): string[] =>
    items.map((block, i) => (i === 0 ? `### ${heading}\n${block}` : block));
  const headings = comparison.documents.map(
    (document, i) => `**${SIDE_NAMES[i]}** ${documentHeading(document, translate)}`,
  );
  const isEmpty = comparison.agree.length + comparison.differ.length === 0;
  return [
    headings.join("\n"),
    ...section(translate("differ"), differ.map(differenceBlock)),
    ...(isWithoutConflict(comparison) ? [translate("nothingDiffers")] : []),
    ...section(translate("agree"), agree.map(findingBlock)),
    ...(isEmpty ? [translate("nothingInCommon")] : []),
    ...section(translate("only", { side: SIDE_NAMES[0] }), onlyFirst.map(findingBlock)),
    ...section(translate("only", { side: SIDE_NAMES[1] }), onlySecond.map(findingBlock)),
    subtext([engineLabel(comparison, "", translate), ...comparisonNotices(comparison, translate)]),
  ];
}

function documentHeading(document: Digest["document"], translate: Translate): string {
  const { site, published, words } = document;
  const date = published === null ? "" : formatDate(published, translate);
  const metadata = [site ?? "", date, translate("words", { n: words })].map((part) =>
    escapeUntrusted(part, MAX_METADATA_LENGTH),
  );
  return `${linkedTitle(document, translate, MAX_TITLE_LENGTH, MAX_URL_LENGTH)}\n${subtext(metadata)}`;
}

const escapeNumber = (text: string): string => escapeUntrusted(text, MAX_NUMBER_LENGTH);
