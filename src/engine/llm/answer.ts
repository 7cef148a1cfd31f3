import type { Document, DraftAnswer, Question, TaskContext } from "../../model/index.ts";
import { queryWithContext, search } from "../../retrieval/index.ts";
import type { ChatModel } from "./client/index.ts";
import { completeWithDocuments } from "./multiDocument.ts";
import { escapeFences, linesAround, type NumberedLine } from "./numberedLines.ts";
import { languageName, type Prompts } from "./prompts.ts";
import { ModelAnswer } from "./responseSchemas.ts";

const ANSWER_OUTPUT_TOKENS = 2000;
/** Maximum number of passages retrieved per document if the documents do not fit into the context window. */
const PASSAGES_PER_DOCUMENT = 60;
/** Number of sentences shown before and after each passage. */
const NEIGHBOUR_LINES = 1;

type AnswerRequest = { documents: Document[]; question: Question };

/**
 * Answers a question about documents in a single call. If the documents do not fit into the context window, the model
 * only sees the passages that best match the question, and the answer has the notice `passages_only`.
 * @throws PithError as `ChatModel.complete`
 */
export async function answerWithModel(
  model: ChatModel,
  prompts: Prompts,
  { documents, question }: AnswerRequest,
  context: TaskContext,
): Promise<Omit<DraftAnswer, "engine">> {
  const previousTurns = question.talk ?? [];
  const task = prompts.render("answer", {
    question: escapeFences(question.text),
    language: languageName(question.language),
    talk: previousTurns.map((turn) => ({ question: escapeFences(turn.question), answer: escapeFences(turn.answer) })),
  });
  const { value, usage, notices } = await completeWithDocuments(
    model,
    prompts,
    documents,
    {
      name: "answer",
      schema: ModelAnswer,
      task,
      outputTokens: ANSWER_OUTPUT_TOKENS,
      selectLines: (lines, document, maxTokens) => relevantLines(lines, document, question, maxTokens, context),
      partialNotice: "passages_only",
    },
    context,
  );
  return { language: question.language, ...value, notices, usage };
}

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
