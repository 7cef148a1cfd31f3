import { setTimeout as sleep } from "node:timers/promises";
import { asPithError, type PithError } from "../../model/index.ts";
import { action, type Card, errorCard, sayIn } from "../../present/index.ts";
import { isTokenOver } from "../delivery/apiErrors.ts";
import { type Rendered, render, renderForOne } from "../ui/render.ts";
import { type Asking, defer, isBetweenTwo, isSeenByOne, localeFor, localeInPlace, type Seen } from "./context.ts";

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
      await this.#fail(asking, seen, asPithError(thrown)).catch(letOver);
      if (asPithError(thrown).code === "internal") throw thrown;
    }
  }

  /**
   * Tells the asker alone what kept his request from being taken. What all see of it goes away before: see `Outlet.fail`;
   * but an offer stays for the others.
   */
  async #fail(asking: Asking, seen: Seen, error: PithError): Promise<void> {
    if (seen === "asker" || seen === "inPlace") {
      const locale = seen === "asker" ? asking.locale : localeInPlace(asking);
      return this.#reply(asking, errorCard(error, sayIn(locale)));
    }
    if (seen === "all" && isBetweenTwo(asking)) {
      const say = sayIn(localeFor(asking, false));
      return this.#reply(asking, { ...errorCard(error, say), actions: [action("dismiss", asking.user.id, say)] });
    }
    if (seen === "all") await asking.webhook.deleteMessage("@original").catch(() => undefined); // it tells more than nothing
    await asking.webhook.send(renderForOne(errorCard(error, sayIn(asking.locale))).body);
  }

  async #reply(asking: Asking, card: Card | Rendered): Promise<void> {
    const { body, files } = "body" in card ? card : render(card);
    await asking.webhook.editMessage("@original", {
      ...body,
      files: files.map(({ name, data }) => ({ attachment: data as Buffer, name })),
    });
  }
}

/** Discord itself has told who waited too long for a first response, and there is no other way to him alone. */
const letOver = (thrown: unknown): void => {
  if (!isTokenOver(thrown)) throw thrown;
};
