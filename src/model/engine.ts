import type { Comparing, DraftComparison, Two } from "./comparison.ts";
import type {
  Claim,
  DraftAnswer,
  DraftClaim,
  DraftDigest,
  EngineChoice,
  EngineMark,
  Options,
  Usage,
} from "./digest.ts";
import type { Document } from "./document.ts";
import type { Run } from "./run.ts";

/** `language` is BCP-47, or `auto`: that of the question. `talk` is what was asked before, the oldest first. */
export type Question = { text: string; language: string; engine: EngineChoice; talk?: Exchange[] };
type Exchange = { question: string; answer: string };

export type Repaired = { claims: (DraftClaim | null)[]; usage: Usage };

/**
 * Whoever writes digests, answers and comparisons. What an engine returns is a draft: every quote in it is checked against the
 * text by `src/verify/` before anybody sees it.
 */
export interface Engine {
  /** Who writes, as it stands in the digest and in the cache key. */
  mark(task: "digest" | "answer" | "compare"): EngineMark;
  /** @throws PithError `model_unavailable`, `model_refused`, `model_truncated`, `too_large`, `over_budget`, `stopped` */
  digest(document: Document, options: Options, run: Run): Promise<DraftDigest>;
  /**
   * Another try at claims that were not borne out, all in one go, by an engine that can do better: for each one the
   * claim anew, or null where it is given up. `language` is BCP-47. @throws PithError as `digest`
   */
  repair?(document: Document, failed: Claim[], language: string, run: Run): Promise<Repaired>;
  /** @throws PithError as `digest` */
  answer(documents: Document[], question: Question, run: Run): Promise<DraftAnswer>;
  /** @throws PithError as `digest` */
  compare(documents: Two<Document>, options: Comparing, run: Run): Promise<DraftComparison>;
}
