import { setTimeout as sleep } from "node:timers/promises";
import type { ServerSettings } from "../../model/index.ts";
import { INITIAL_RESPONSE_MS } from "../delivery/index.ts";
import { isBotDm, isForcedEphemeral, type RepliableInteraction, requesterOf } from "../interactions/index.ts";
import type { DocumentAccess, Preconditions } from "../policy/index.ts";

/**
 * Time for all checks before the initial response, in ms. Half of Discord's limit leaves enough time for the response.
 */
const PREFLIGHT_MS = INITIAL_RESPONSE_MS / 2;

/** The parts of a request that determine who sees its response. */
export type PreflightRequest<T> = {
  /** Whether the answer is private regardless of what the request refers to. */
  wantsPrivate: boolean;
  /**
   * Ids, titles or URLs of the documents that the request names. If the requester posted one of these documents
   * privately, the answer is private.
   */
  references: string[];
  /** Looks up what the request is about. Private documents are excluded if the visibility is `public`. */
  resolve(visibility: "public" | "ephemeral"): Promise<T>;
};

/** What is known about a request before its initial response. */
export type Preflight<T> = {
  /** Whether only the requester may see the answer. */
  isPrivate: boolean;
  /** Visibility of the initial response: ephemeral for private answers, and for requests that are known to fail. */
  visibility: "public" | "ephemeral";
  /**
   * The settings that apply to the request. Rejects if a precondition is not met. May settle after the initial
   * response.
   */
  settings: Promise<ServerSettings>;
  /** The result of `resolve`. May settle after the initial response. */
  target: Promise<T>;
};

/**
 * Checks a request before its initial response, because that response determines who sees the answer or an error.
 * Checks that take longer than `PREFLIGHT_MS` continue in the background. Until they end, the preconditions count as
 * not met, references as private, and the target as found.
 */
export async function preflight<T>(
  interaction: RepliableInteraction,
  access: DocumentAccess,
  preconditions: Preconditions,
  { wantsPrivate, references, resolve }: PreflightRequest<T>,
): Promise<Preflight<T>> {
  const requester = requesterOf(interaction);
  const settings = preconditions.check(requester);
  const timeout = sleep(PREFLIGHT_MS, undefined, { ref: false });
  const isAdmitted = await valueBefore(timeout, isFulfilled(settings), false);
  const isPrivateReference = (reference: string): Promise<boolean> =>
    valueBefore(timeout, access.isOwnPrivatePosting(reference, requester), true);
  const isPrivate =
    wantsPrivate ||
    isForcedEphemeral(interaction) ||
    (await Promise.all(references.map(isPrivateReference))).includes(true);
  const target = resolve(isPrivate || isBotDm(interaction) ? "ephemeral" : "public");
  const isFound = await valueBefore(timeout, isFulfilled(target), true);
  const visibility = isPrivate || !isAdmitted || !isFound ? "ephemeral" : "public";
  return { isPrivate, visibility, settings, target };
}

const isFulfilled = (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  );

/** Returns the value of a promise, or the fallback if the promise rejects or the timeout comes first. */
const valueBefore = (timeout: Promise<void>, value: Promise<boolean>, fallback: boolean): Promise<boolean> =>
  Promise.race([value, timeout.then(() => fallback)]).catch(() => fallback);
