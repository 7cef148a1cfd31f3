import type { z } from "zod";
import {
  type Document,
  type Notice,
  PithError,
  type TaskContext,
  type Usage,
  yieldToEventLoop,
} from "../../model/index.ts";
import { estimateTokens } from "../../text/index.ts";
import type { ChatModel } from "./client/index.ts";
import { fenceDocument, type NumberedLine, numberLines } from "./numberedLines.ts";
import type { Prompts } from "./prompts.ts";
import { documentTokenBudget, limitOutputTokens } from "./tokenBudget.ts";

/** Maximum number of calls, of which each has found the context window smaller. */
const MAX_ATTEMPTS = 4;

/**
 * A call about one or more documents. If they do not fit into the context window, `selectLines` is called once per
 * document and returns the indices of the lines to send. The selected lines of one document have at most `maxTokens`
 * tokens in total. The result of such a call has the notice `partialNotice`.
 */
type DocumentsCall<T> = {
  name: string;
  schema: z.ZodObject & z.ZodType<T>;
  task: string;
  outputTokens: number;
  selectLines(lines: readonly NumberedLine[], document: Document, maxTokens: number): Promise<number[]>;
  partialNotice: Notice;
};
/** The result of a call. `lines` contains all lines of each document, including those that were not sent. */
type DocumentsCompletion<T> = { value: T; usage: Usage; notices: Notice[]; lines: NumberedLine[][] };

/**
 * Completes a task about documents in a single call. Each time that a call shows that the context window is
 * smaller than assumed, makes one more call with selected lines only. The prompt starts with the system prompt and the documents,
 * like the prompt of a digest, so that the server can reuse its prefix cache.
 * @throws PithError as `ChatModel.complete`, and `too_large` if the prompt leaves no room for the documents
 */
export async function completeWithDocuments<T>(
  model: ChatModel,
  prompts: Prompts,
  documents: readonly Document[],
  { name, schema, task, outputTokens, selectLines, partialNotice }: DocumentsCall<T>,
  context: TaskContext,
): Promise<DocumentsCompletion<T>> {
  const maxOutputTokens = limitOutputTokens(model.contextTokens, outputTokens);
  const budget = (): number =>
    documentTokenBudget(model.contextTokens, maxOutputTokens, estimateTokens(`${prompts.system}\n${task}`));
  const lines: NumberedLine[][] = [];
  for (const document of documents) lines.push(await numberLines(document, context));
  const totalTokens = lines.flat().reduce((sum, line) => sum + line.tokens, 0);

  const attempt = async (sendsAllLines: boolean): Promise<DocumentsCompletion<T>> => {
    const maxTokens = budget() / documents.length;
    const fences: string[] = [];
    for (const [i, document] of documents.entries()) {
      await yieldToEventLoop(context);
      const allLines = lines[i]!;
      const indices = sendsAllLines ? allLines.map((_, n) => n) : await selectLines(allLines, document, maxTokens);
      fences.push(
        fenceDocument(
          document.title,
          indices.map((n) => [n + 1, allLines[n]!.text] as const),
        ),
      );
    }
    const user = `${fences.join("\n\n")}\n\n${task}`;
    const call = { name, schema, system: prompts.system, user, maxOutputTokens };
    const completion = await model.complete(call, documents.map(({ id }) => id).join(), context.signal);
    return { ...completion, notices: sendsAllLines ? [] : [partialNotice], lines };
  };

  for (let attempts = 1; ; attempts++) {
    const assumedContext = model.contextTokens;
    try {
      return await attempt(attempts === 1 && totalTokens <= budget());
    } catch (error) {
      const isContextSmaller = model.contextTokens < assumedContext;
      const mayGoOn = isContextSmaller && attempts < MAX_ATTEMPTS;
      if (!(error instanceof PithError && error.code === "too_large" && mayGoOn)) throw error;
    }
  }
}
