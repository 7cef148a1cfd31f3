import type { Answer } from "../../model/index.ts";
import { fitBlocks, fitsCard, subtext } from "../cardLayout.ts";
import type { Translate } from "../catalogue/index.ts";
import { linkLabel } from "../citations/index.ts";
import { escapeUntrusted, truncate } from "../escape.ts";
import { type Cite, marksOf, withFittingLinks } from "../mark.ts";
import { splitAnswer } from "../statements.ts";
import { type Card, createAction } from "./card.ts";
import { engineLabel, quoteLine } from "./digestCard.ts";

/** Length limits of the parts, in UTF-16 units. */
const MAX_TITLE_LENGTH = 100;
const MAX_QUESTION_LENGTH = 300;
const MAX_SENTENCE_LENGTH = 900;
const MAX_NEAREST_LENGTH = 300;
const MAX_LABEL_LENGTH = 40;

/** Ids of a stored answer: the turn that it belongs to, and the posting that it is about. */
type AnswerIds = { turn: string; posting: string };

/** What an answer is shown with. Both are null where readers see them anyway. */
export type AnswerContext = {
  /** The question, where it is not visible above the answer. */
  question: string | null;
  /** Whether to name the documents, because the answer does not stand in their thread. */
  namesDocuments: boolean;
};

/**
 * Builds the card of an answer: its sentences with their marks, or the nearest sentence if the document has no answer.
 * Sentences of the source are set as quotes. A stored answer also has feedback buttons. `ids` is null for an answer that
 * is not stored.
 */
export function answerCard(
  answer: Answer,
  { question, namesDocuments }: AnswerContext,
  ids: AnswerIds | null,
  cite: Cite,
  translate: Translate,
): Card {
  const render = (fitting: Cite): string[] => [
    question === null ? "" : `-# ${escapeUntrusted(question, MAX_QUESTION_LENGTH)}`,
    ...(answer.answerable
      ? answerLines(answer, fitting)
      : [translate("doesNotSay"), nearestPassage(answer, fitting, translate)]),
    subtext([
      ...(namesDocuments ? documentTitles(answer) : []),
      engineLabel(answer, "", translate),
      answer.cached ? translate("cached") : "",
      ...answer.notices.filter((notice) => notice !== "quotes_dropped").map((notice) => translate(`notice.${notice}`)),
    ]),
  ];
  const { blocks } = fitBlocks(
    withFittingLinks(citeWithTitles(answer, cite), render, (all) => fitsCard(all.filter(Boolean))),
  );
  const id = ids && `${ids.posting}.${ids.turn}`;
  const actions = id === null ? [] : (["good", "bad"] as const).map((name) => createAction(name, id, translate));
  return { state: "done", blocks, actions, files: [] };
}

/** Renders the sentences of an answer: sentences of the source as quotes on lines of their own, others as one paragraph. */
function answerLines(answer: Answer, cite: Cite): string[] {
  const lines = splitAnswer(answer).map(({ text, quotes, isQuote, speaker }) => ({
    line: `${isQuote ? "> " : ""}${speakerLabel(speaker)}${escapeUntrusted(text, MAX_SENTENCE_LENGTH)}${marksOf(quotes, cite)}`,
    isQuote,
  }));
  const paragraphs: string[] = [];
  for (const [i, { line, isQuote }] of lines.entries()) {
    const continues = i > 0 && !isQuote && !lines[i - 1]!.isQuote;
    if (continues) paragraphs.push(`${paragraphs.pop()} ${line}`);
    else paragraphs.push(line);
  }
  return paragraphs;
}

/** The name before what somebody says, as in a digest. */
const speakerLabel = (speaker: string | null): string =>
  speaker === null ? "" : `**${escapeUntrusted(speaker, MAX_LABEL_LENGTH)}:** `;

function nearestPassage({ nearest }: Answer, cite: Cite, translate: Translate): string {
  if (!nearest) return "";
  return `${translate("nearest")}\n${quoteLine([nearest], cite, MAX_NEAREST_LENGTH)}`;
}

const documentTitles = ({ documents }: Answer): string[] =>
  documents.map(({ title }) => escapeUntrusted(title ?? "", MAX_TITLE_LENGTH)).filter(Boolean);

/** In an answer about several documents, the label of a mark begins with the title. */
function citeWithTitles({ documents }: Answer, cite: Cite): Cite {
  if (documents.length < 2) return cite;
  const titles = new Map(documents.map(({ id, title }) => [id, truncate(linkLabel(title ?? ""), MAX_LABEL_LENGTH)]));
  return (quote) => {
    const { label, address } = cite(quote);
    return { label: [titles.get(quote.document), label].filter(Boolean).join(", "), address };
  };
}
