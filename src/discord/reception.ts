import { setTimeout as sleep } from "node:timers/promises";
import { asPithError } from "../model/index.ts";
import { type Card, errorCard, sayIn } from "../present/index.ts";
import { type Rendered, render } from "./render.ts";
import { type Asking, defer, localeFor } from "./request.ts";

/** Discord waits three seconds for a first response; one that has no answer by then is not waited for any longer. */
export const RESPONSE_MS = 3000;
/** So many who wait for a first response at a time are a crowd. */
const CROWD = 10;

/** Who sees the answer: everybody, the asker alone, or whoever sees the message whose button was pressed, in its place. */
export type Seen = "all" | "asker" | "inPlace";

/** Answers each interaction in time, and tells in the answer what kept it from being taken. */
export class Reception {
  #unanswered = 0;

  /**
   * Defers, and takes the request. It is written down while the first response is on its way: who has one must not be
   * lost in a crash. Only a crowd is answered first, whose first responses would be late behind all that is written down
   * for it.
   */
  async answering(asking: Asking, seen: Seen, take: () => Promise<void>): Promise<void> {
    this.#unanswered++;
    const deferred = defer(asking, seen).finally(() => this.#unanswered--);
    try {
      if (this.#unanswered > CROWD) await Promise.race([deferred, sleep(RESPONSE_MS, undefined, { ref: false })]);
      await take();
      await deferred;
    } catch (thrown) {
      await deferred;
      await this.reply(asking, errorCard(asPithError(thrown), sayIn(localeFor(asking, seen !== "all"))));
      if (asPithError(thrown).code === "internal") throw thrown;
    }
  }

  /** As `answering`, for what is ready at once: shows a card to the asker alone. */
  async show(asking: Asking, seen: Seen, make: () => Promise<Card | Rendered>): Promise<void> {
    await this.answering(asking, seen, async () => this.reply(asking, await make()));
  }

  async reply(asking: Asking, card: Card | Rendered): Promise<void> {
    const { body, files } = "body" in card ? card : render(card);
    await asking.webhook.editMessage("@original", {
      ...body,
      files: files.map(({ name, data }) => ({ attachment: data as Buffer, name })),
    });
  }
}
