import type { Digest, Progress } from "../../model/index.ts";
import type { Card } from "../../present/index.ts";

/** Delay before the first progress message, in ms. Jobs that finish sooner do not need one. */
const INITIAL_DELAY_MS = 400;

/**
 * A progress message with throttled edits: at most one edit at a time and one per interval, always with the newest
 * card.
 */
export class ThrottledMessage {
  /** The draft digest shown with the progress; null until there is one. */
  draft: Digest | null = null;
  /** The estimate of the model calls; null until it is known. */
  plan: Extract<Progress, { stage: "plan" }> | null = null;
  /** Whether at least one card has been sent, or is being sent. */
  isSent = false;
  readonly #send: (card: Card) => Promise<void>;
  readonly #editIntervalMs: number;
  #pending: Card | null = null;
  #inFlight: Promise<void> = Promise.resolve();
  #isEditing = false;
  #timer: NodeJS.Timeout | null = null;
  #nextEditAt = Date.now() + INITIAL_DELAY_MS;
  #hasEnded = false;

  constructor(send: (card: Card) => Promise<void>, editIntervalMs: number) {
    this.#send = send;
    this.#editIntervalMs = editIntervalMs;
  }

  /**
   * Shows a card at the next permitted time. The new card replaces any pending one.
   * @param isUrgent whether to send the card at once if the next edit is due within `INITIAL_DELAY_MS`
   */
  show(card: Card, isUrgent: boolean): void {
    if (this.#hasEnded) return;
    this.#pending = card;
    if (isUrgent && this.#nextEditAt - Date.now() <= INITIAL_DELAY_MS) this.#flush();
    else this.#scheduleFlush();
  }

  /** Discards the pending card. Resolves when the current edit is done, so that the result can follow it. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#inFlight;
  }

  #scheduleFlush(): void {
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(0, this.#nextEditAt - Date.now()));
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const card = this.#pending;
    // If an edit is in flight, its completion schedules the next one with the card that is pending by then.
    if (!card || this.#isEditing) return;
    this.#pending = null;
    this.#nextEditAt = Date.now() + this.#editIntervalMs;
    this.#isEditing = true;
    this.isSent = true;
    // Errors are ignored: progress is optional, and delivering the result is retried.
    this.#inFlight = this.#send(card)
      .catch(() => undefined)
      .then(() => {
        this.#isEditing = false;
        if (this.#pending && !this.#hasEnded) this.#scheduleFlush();
      });
  }
}
