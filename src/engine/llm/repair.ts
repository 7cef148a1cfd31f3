import type { Claim, Document, DraftClaim, DraftRepair, Reason, TaskContext } from "../../model/index.ts";
import { search } from "../../retrieval/index.ts";
import type { ChatModel } from "./client/index.ts";
import { escapeFences, fenceDocument, linesAround, type NumberedLine, numberLines } from "./prompt/numberedLines.ts";
import { languageName, type Prompts } from "./prompt/prompts.ts";
import { repairSchema } from "./prompt/responseSchemas.ts";
import { mapClaim } from "./quoteMapping.ts";

const REPAIR_OUTPUT_TOKENS = 3000;
/** Maximum number of passages retrieved from the document for each claim. */
const PASSAGES_PER_CLAIM = 2;
/** Number of sentences shown before and after each passage. */
const NEIGHBOUR_LINES = 2;

/** The wording, in the prompt, of each reason why a claim failed verification. */
const REASON_TEXT: Record<Reason, string> = {
  no_quote: "it has no quote",
  quote_not_found: "its quote does not stand in the document",
  little_in_common: "its quote speaks of something else",
  number_differs: "its numbers are not those of its quote",
  name_differs: "its names are not those of its quote",
  negation_differs: "it says yes where the document says no, or no where it says yes",
  speaker_differs: "somebody else says it in the document, or nobody",
};

type RepairRequest = { document: Document; failed: Claim[]; language: string };

/**
 * Asks the model, in a single call, to correct the claims that failed verification. The prompt contains the passages of
 * the document that best match these claims. The result has one entry per failed claim: the correction, or null if the
 * model returned none.
 * @throws PithError as `ChatModel.complete`
 */
export async function repairWithModel(
  model: ChatModel,
  prompts: Prompts,
  { document, failed, language }: RepairRequest,
  context: TaskContext,
): Promise<DraftRepair> {
  const lines = await numberLines(document, context);
  const lineNumbers = await relevantLineNumbers(failed, document, lines, context);
  const task = prompts.render("repair", { failed: describeFailures(failed), language: languageName(language) });
  const fenced = fenceDocument(
    document.title,
    lineNumbers.map((n) => [n, lines[n - 1]!] as const),
  );
  const { value, usage } = await model.complete(
    {
      name: "repair",
      schema: repairSchema(failed.length, lines.length),
      system: prompts.system,
      user: `${fenced}\n\n${task}`,
      maxOutputTokens: REPAIR_OUTPUT_TOKENS,
    },
    document.id,
    context.signal,
  );
  const repaired = new Map<number, DraftClaim>();
  for (const claim of value.statements) repaired.set(claim.n - 1, mapClaim(claim, document, lines));
  return { claims: failed.map((_, i) => repaired.get(i) ?? null), usage };
}

/** The failed claims as template variables, numbered from 1. */
function describeFailures(failed: Claim[]): { n: number; text: string; reason: string }[] {
  return failed.map(({ text, reasons }, i) => ({
    n: i + 1,
    text: escapeFences(text),
    reason: reasons.map((reason) => REASON_TEXT[reason]).join("; "),
  }));
}

/** The line numbers of the passages that best match the claims, and of the lines around them, in document order. */
async function relevantLineNumbers(
  failed: Claim[],
  { text, language }: Document,
  lines: readonly NumberedLine[],
  context: TaskContext,
): Promise<number[]> {
  const numbers = new Set<number>();
  const queries = failed.map((claim) => claim.text);
  for (const hits of await search(text, queries, PASSAGES_PER_CLAIM, language, context)) {
    for (const hit of hits) {
      for (const i of linesAround(lines, hit, NEIGHBOUR_LINES)) numbers.add(i + 1);
    }
  }
  return [...numbers].sort((a, b) => a - b);
}
