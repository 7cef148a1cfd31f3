import type { CompareOptions, DraftComparison, Pair } from "./comparison.ts";
import type {
  Claim,
  DraftAnswer,
  DraftClaim,
  DraftDigest,
  EngineChoice,
  EngineFingerprint,
  Options,
  Usage,
} from "./digest.ts";
import type { Document } from "./document.ts";
import type { TaskContext } from "./taskContext.ts";

/** `language` is BCP-47 or `auto`, the language of the question. `talk` has the previous turns, oldest first. */
export type Question = { text: string; language: string; engine: EngineChoice; talk?: Exchange[] };
type Exchange = { question: string; answer: string };

export type DraftRepair = { claims: (DraftClaim | null)[]; usage: Usage };

/**
 * Writes digests, answers and comparisons. An engine returns drafts: `src/verify/` checks every quote against the text
 * before anyone sees it.
 */
export interface Engine {
  /** Identifies engine, model and prompts. Part of the result and of the cache key. */
  fingerprint(task: "digest" | "answer" | "compare"): EngineFingerprint;
  /** @throws PithError `model_unavailable`, `model_refused`, `model_truncated`, `too_large`, `over_budget`, `stopped` */
  digest(document: Document, options: Options, context: TaskContext): Promise<DraftDigest>;
  /**
   * Rewrites claims that failed verification, all in one call. Returns a claim for each, or null where there is no
   * supported version. `language` is BCP-47. Engines that cannot do better omit it.
   * @throws PithError as `digest`
   */
  repair?(document: Document, failed: Claim[], language: string, context: TaskContext): Promise<DraftRepair>;
  /** @throws PithError as `digest` */
  answer(documents: Document[], question: Question, context: TaskContext): Promise<DraftAnswer>;
  /** @throws PithError as `digest` */
  compare(documents: Pair<Document>, options: CompareOptions, context: TaskContext): Promise<DraftComparison>;
}
