import { setTimeout as sleep } from "node:timers/promises";
import { asPithError } from "../model/index.ts";
import { action, type Card, errorCard, sayIn } from "../present/index.ts";
import { type Rendered, render } from "./render.ts";
import { type Asking, defer, isSeenByOne, localeFor, localeInPlace, type Seen } from "./request.ts";

/** Discord waits three seconds for a first response; one that has no answer by then is not waited for any longer. */
export const RESPONSE_MS = 3000;
/** So many who wait for a first response at a time are a crowd. */
const CROWD = 10;

/** Answers each interaction in time, and tells in the answer what kept it from being taken. */
export class Reception {
  #unanswered = 0;

  /**
   * Defers, and takes the request. It is written down while the first response is on its way: who has one must not be
   * lost in a crash. Only a crowd is answered first, whose first responses would be late behind all that is written down
   * for it. What is ready at once is given by `take` and shown, when there is where to show it.
   */
  async answering(asking: Asking, wanted: Seen, take: () => Promise<Card | Rendered | undefined>): Promise<void> {
    // What one asks for must never take the place of what all see.
    const seen = wanted === "inPlace" && !isSeenByOne(asking) ? "asker" : wanted;
    this.#unanswered++;
    const deferred = defer(asking, seen).finally(() => this.#unanswered--);
    try {
      if (this.#unanswered > CROWD) await Promise.race([deferred, sleep(RESPONSE_MS, undefined, { ref: false })]);
      const ready = await take();
      await deferred;
      if (ready) await this.#reply(asking, ready);
    } catch (thrown) {
      await deferred;
      const isInPlace = seen === "inPlace" || seen === "inPublicPlace";
      const locale = isInPlace ? localeInPlace(asking) : localeFor(asking, seen === "asker");
      const say = sayIn(locale);
      // A failure that all see may be taken away, as one that the work ends in.
      const actions = seen === "all" ? [action("dismiss", asking.user.id, say)] : [];
      await this.#reply(asking, { ...errorCard(asPithError(thrown), say), actions });
      if (asPithError(thrown).code === "internal") throw thrown;
    }
  }

  async #reply(asking: Asking, card: Card | Rendered): Promise<void> {
    const { body, files } = "body" in card ? card : render(card);
    await asking.webhook.editMessage("@original", {
      ...body,
      files: files.map(({ name, data }) => ({ attachment: data as Buffer, name })),
    });
  }
}
