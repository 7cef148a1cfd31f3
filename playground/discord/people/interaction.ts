import type { ServerContext } from "../rest/route.ts";
import type { InteractionRecord } from "../state/interactions.ts";
import { type Choice, type Message, MessageFlag, type Modal } from "../state/model.ts";
import { waitFor } from "./waitFor.ts";

/** Default timeout of waits, in milliseconds. */
export const WAIT_TIMEOUT_MS = 20_000;

/** An interaction and the bot's responses, from the point of view of the person who triggered it. */
export class Interaction {
  readonly id: string;
  readonly token: string;
  readonly #context: ServerContext;
  readonly #record: InteractionRecord;

  constructor(context: ServerContext, record: InteractionRecord) {
    this.#context = context;
    this.#record = record;
    this.id = record.id;
    this.token = record.token;
  }

  /** Resolves to the bot's initial response time, in milliseconds. Rejects if the bot does not respond. */
  get acknowledged(): Promise<number> {
    const { createdAt } = this.#record;
    return this.#waitFor(() => this.#record.acknowledgedAt && this.#record.acknowledgedAt - createdAt);
  }

  /** Resolves to the modal that the bot responds with. Rejects if the bot responds otherwise or not at all. */
  get modal(): Promise<Modal> {
    return this.#waitFor(() => {
      if (this.#record.acknowledgedAt !== null && !this.#record.modal) throw new Error("the answer was no modal");
      return this.#record.modal;
    });
  }

  /** Resolves to the autocomplete choices that the bot responds with. Rejects if the bot sends none in time. */
  get choices(): Promise<Choice[]> {
    return this.#waitFor(() => this.#record.choices);
  }

  /** The original response, or the component's message if the bot updated that instead; null if neither exists. */
  get original(): Message | null {
    const { originalId } = this.#record;
    return (originalId && this.#context.state.message(originalId)) || null;
  }

  /** Follow-up messages that have not been deleted, oldest first. */
  get followUps(): Message[] {
    return this.#record.followUpIds
      .map((id) => this.#context.state.message(id))
      .filter((message) => message !== undefined);
  }

  /** The original response or, if there is none or it was deleted, the latest follow-up; null if there is neither. */
  get currentResponse(): Message | null {
    return this.original ?? this.followUps.at(-1) ?? null;
  }

  /**
   * Waits until the current response satisfies a predicate, by default until it is no longer loading.
   * @throws Error on timeout, describing the current response
   */
  response(
    isComplete: (message: Message) => boolean = isNotLoading,
    timeoutMs: number = WAIT_TIMEOUT_MS,
  ): Promise<Message> {
    return this.#waitFor(
      () => (this.currentResponse && isComplete(this.currentResponse) ? this.currentResponse : null),
      timeoutMs,
    );
  }

  #waitFor<T>(probe: () => T | null, timeoutMs: number = WAIT_TIMEOUT_MS): Promise<T> {
    return waitFor(this.#context.state, probe, timeoutMs, () => (this.currentResponse ? [this.currentResponse] : []));
  }
}

const isNotLoading = ({ flags }: Message): boolean => (flags & MessageFlag.Loading) === 0;
