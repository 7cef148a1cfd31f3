import type { Digest, Progress } from "../../model/index.ts";
import type { Card } from "../../present/index.ts";

/** Discord lets a message be edited five times in five seconds; people need no more than this. */
const EDIT_MS = 1500;
/** What is done sooner needs no progress. */
const FIRST_MS = 400;

/** One message that changes while work goes on: never two edits at once, at most one in 1.5 seconds, the newest wins. */
export class Showing {
  /** The digest that is shown until a better one comes. */
  draft: Digest | null = null;
  /** What a model is about to cost, once that is known. */
  plan: Extract<Progress, { stage: "plan" }> | null = null;
  hasShown = false;
  readonly #put: (card: Card) => Promise<void>;
  #next: Card | null = null;
  #under: Promise<void> = Promise.resolve();
  #isEditing = false;
  #timer: NodeJS.Timeout | null = null;
  #free = Date.now() + FIRST_MS;
  #ended = false;

  constructor(put: (card: Card) => Promise<void>) {
    this.#put = put;
  }

  /** @param urgent is shown at once, when nothing was shown a moment ago */
  show(card: Card, urgent: boolean): void {
    if (this.#ended) return;
    this.#next = card;
    if (urgent && this.#free - Date.now() <= FIRST_MS) this.#flush();
    else this.#wait();
  }

  /** Nothing is shown any more; resolves when the edit under way is over, so that the result comes after it. */
  async end(): Promise<void> {
    this.#ended = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#under;
  }

  #wait(): void {
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(0, this.#free - Date.now()));
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const card = this.#next;
    // Where Discord is slow, what is the newest when the edit under way is over comes next, and nothing queues up.
    if (!card || this.#isEditing) return;
    this.#next = null;
    this.#free = Date.now() + EDIT_MS;
    this.#isEditing = true;
    this.hasShown = true;
    // A progress that cannot be shown is let go; the result is tried again.
    this.#under = this.#put(card)
      .catch(() => undefined)
      .then(() => {
        this.#isEditing = false;
        if (this.#next && !this.#ended) this.#wait();
      });
  }
}
