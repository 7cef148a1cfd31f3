import type { CompareOptions, DraftComparison, Pair } from "./comparison.ts";
import type {
  Claim,
  DraftAnswer,
  DraftClaim,
  DraftDigest,
  EngineFingerprint,
  Options,
  Question,
  Usage,
} from "./digest.ts";
import type { Document } from "./document.ts";
import type { TaskContext } from "./taskContext.ts";

export type DraftRepair = { claims: (DraftClaim | null)[]; usage: Usage };

/**
 * Writes digests, answers and comparisons. An engine returns drafts. Before users see a draft, `src/verify/` checks
 * each of its quotes against the text.
 */
export interface Engine {
  /** Identifies the engine, its model and its prompts. Part of every result and of every cache key. */
  fingerprint(task: "digest" | "answer" | "compare"): EngineFingerprint;
  /**
   * @throws PithError `over_budget` or `asks_first` if the estimate exceeds the limits on cost, `too_large` if not even
   * the prompt fits into the context window, `model_unavailable`, `model_refused` or `model_truncated` if a model call
   * fails, `stopped` if the task is cancelled
   */
  digest(document: Document, options: Options, context: TaskContext): Promise<DraftDigest>;
  /**
   * Rewrites claims that failed verification, all in one call. Returns one entry per claim: the corrected claim, or
   * null if there is none. `language` is BCP-47. An engine that cannot improve its claims omits this method.
   * @throws PithError as `digest`, except for the limits on cost
   */
  repair?(document: Document, failed: Claim[], language: string, context: TaskContext): Promise<DraftRepair>;
  /** @throws PithError as `digest`, except for the limits on cost */
  answer(documents: Document[], question: Question, context: TaskContext): Promise<DraftAnswer>;
  /** @throws PithError as `digest`, except for the limits on cost */
  compare(documents: Pair<Document>, options: CompareOptions, context: TaskContext): Promise<DraftComparison>;
}
