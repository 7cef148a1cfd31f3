import {
  type Document,
  type DraftAnswer,
  NO_USAGE,
  type Question,
  sumOf,
  type TaskContext,
} from "../../model/index.ts";
import { queryWithContext, search } from "../../retrieval/index.ts";
import { extractiveEngine } from "../extractive/index.ts";
import type { ChatModel } from "./client/index.ts";
import { completeWithDocuments } from "./multiDocument.ts";
import { escapeFences, linesAround, type NumberedLine } from "./prompt/numberedLines.ts";
import { languageName, type Prompts } from "./prompt/prompts.ts";
import { answerSchema } from "./prompt/responseSchemas.ts";
import type { Restraint } from "./restraint.ts";

const ANSWER_OUTPUT_TOKENS = 2000;
/** Maximum number of passages retrieved per document if the documents do not fit into the context window. */
const PASSAGES_PER_DOCUMENT = 60;
/** Number of sentences shown before and after each passage. */
const NEIGHBOUR_LINES = 1;

type AnswerRequest = { documents: Document[]; question: Question };

/**
 * Answers a question about documents in a single call, which begins with the sentences that the extractive engine finds.
 * Where that engine is not sure that the documents tell, a model that answers everything is not believed. If the documents
 * do not fit into the context window, the model only sees the passages that best match the question, and the answer has
 * the notice `passages_only`.
 * @throws PithError as `ChatModel.complete`
 */
export async function answerWithModel(
  model: ChatModel,
  prompts: Prompts,
  restraint: Restraint,
  { documents, question }: AnswerRequest,
  context: TaskContext,
): Promise<Omit<DraftAnswer, "engine">> {
  const previousTurns = question.talk ?? [];
  const silent = { ...context, report: () => {} };
  const { quotes, rows, isSure } = await extractiveEngine.answer(documents, question, silent);
  const table = documents.find(({ id }) => id === rows?.document);
  const found = [...quotes, ...(rows?.spans ?? []).map(({ start, end }) => table?.text.slice(start, end) ?? "")];
  const { value, usage, notices, sentenceAt } = await completeWithDocuments(
    model,
    prompts,
    documents,
    {
      name: "answer",
      schemaFor: (lastLines) => answerSchema(lastLines.at(-1) ?? 0),
      task: (linesOf) => {
        const lines = found.flatMap(linesOf);
        return prompts.render("answer", {
          question: escapeFences(question.text),
          found: lines,
          hasFound: lines.length > 0,
          language: languageName(question.language),
          talk: previousTurns.map((turn) => ({
            question: escapeFences(turn.question),
            answer: escapeFences(turn.answer),
          })),
        });
      },
      outputTokens: ANSWER_OUTPUT_TOKENS,
      selectLines: (lines, document, maxTokens) => relevantLines(lines, document, question, maxTokens, context),
      partialNotice: "passages_only",
    },
    context,
  );
  const ids = [...new Set([...value.ids, ...marksIn(value.text).filter((n) => sentenceAt(n) !== "")])];
  const control = value.answerable && !isSure ? await restraint.declines() : { declines: true, usage: NO_USAGE };
  return {
    language: question.language,
    answerable: value.answerable && control.declines,
    text: value.text.replace(MARK, (mark, list: string) => {
      const cited = numbersOf(list).map((n) => ids.indexOf(n) + 1);
      if (cited.includes(0)) return mark;
      return mark.replace(`[${list}]`, cited.map((n) => `[${n}]`).join(" "));
    }),
    quotes: ids.map(sentenceAt),
    notices,
    usage: sumOf(usage, control.usage),
  };
}

/** The numbers of sentences that a model puts behind what it says, although nobody asks for them: "[3]", "[3, 4]". */
const MARK = /\s?\[(\d+(?:\s*[,;]\s*\d+)*)\]/g;
const numbersOf = (list: string): number[] => list.split(/\D+/).map(Number);
const marksIn = (text: string): number[] => [...text.matchAll(MARK)].flatMap(([, list]) => numbersOf(list!));

/**
 * Returns the indices of the lines in and around the passages that best match a question, in document order. Together,
 * these lines have at most `maxTokens` tokens.
 */
async function relevantLines(
  lines: readonly NumberedLine[],
  { text, language }: Document,
  question: Question,
  maxTokens: number,
  context: TaskContext,
): Promise<number[]> {
  const [hits = []] = await search(text, [queryWithContext(question)], PASSAGES_PER_DOCUMENT, language, context);
  const selected = new Set<number>();
  let remainingTokens = maxTokens;
  for (const hit of hits) {
    for (const i of linesAround(lines, hit, NEIGHBOUR_LINES)) {
      if (selected.has(i) || lines[i]!.tokens > remainingTokens) continue;
      selected.add(i);
      remainingTokens -= lines[i]!.tokens;
    }
  }
  return [...selected].sort((a, b) => a - b);
}
