import { setTimeout as sleep } from "node:timers/promises";
import { asPithError, type PithError } from "../../model/index.ts";
import { type Card, createAction, errorCard, translatorFor } from "../../present/index.ts";
import { INITIAL_RESPONSE_MS, isTokenExpired } from "../delivery/index.ts";
import { type Rendered, render, renderEphemeral } from "../ui/index.ts";
import {
  defer,
  isBotDm,
  isEphemeral,
  localeFor,
  localeForUpdate,
  type RepliableInteraction,
  type Visibility,
} from "./context.ts";

/** Number of unacknowledged interactions above which a request is acknowledged before it is stored. */
const MAX_PENDING_ACKS = 10;

/** Acknowledges interactions within Discord's time limit, runs their handlers, and reports errors to the requester. */
export class InteractionDeferrer {
  #pendingAcks = 0;

  /**
   * Defers the response to an interaction and runs its handler. Both happen at the same time. By the time the user sees
   * the acknowledgement, the request is thus usually stored and survives a crash. If more than `MAX_PENDING_ACKS`
   * interactions are unacknowledged, the handler first waits up to 3 seconds for the acknowledgement, because storing
   * many requests at once would delay their acknowledgements.
   * @param run the handler; the card that it returns, if any, becomes the response
   * @throws the handler's error if it is internal; every error is shown to the requester
   */
  async deferAndRun(
    interaction: RepliableInteraction,
    requestedVisibility: Visibility,
    run: () => Promise<Card | Rendered | undefined>,
  ): Promise<void> {
    const visibility =
      requestedVisibility === "update" && !isEphemeral(interaction) ? "ephemeral" : requestedVisibility;
    this.#pendingAcks++;
    const deferred = defer(interaction, visibility).finally(() => this.#pendingAcks--);
    try {
      if (this.#pendingAcks > MAX_PENDING_ACKS)
        await Promise.race([deferred, sleep(INITIAL_RESPONSE_MS, undefined, { ref: false })]);
      const response = await run();
      await deferred;
      if (response) await this.#editOriginal(interaction, response);
    } catch (thrown) {
      await deferred;
      await this.#replyWithError(interaction, visibility, asPithError(thrown)).catch(ignoreExpiredToken);
      if (asPithError(thrown).code === "internal") throw thrown;
    }
  }

  /**
   * Shows an error to the requester alone. A public deferred reply is deleted first, because the first follow-up would
   * replace it and be public (see `CardSender.sendError`). In direct messages with the bot, the reply itself shows the
   * error. A public message whose component was used stays as it is.
   */
  async #replyWithError(interaction: RepliableInteraction, visibility: Visibility, error: PithError): Promise<void> {
    if (visibility === "ephemeral" || visibility === "update") {
      const locale = visibility === "ephemeral" ? interaction.locale : localeForUpdate(interaction);
      return this.#editOriginal(interaction, errorCard(error, translatorFor(locale)));
    }
    if (visibility === "public" && isBotDm(interaction)) {
      const translate = translatorFor(localeFor(interaction, false));
      return this.#editOriginal(interaction, {
        ...errorCard(error, translate),
        actions: [createAction("dismiss", interaction.user.id, translate)],
      });
    }
    // If the deletion fails, a public error is still better than none.
    if (visibility === "public") await interaction.webhook.deleteMessage("@original").catch(() => undefined);
    await interaction.webhook.send(renderEphemeral(errorCard(error, translatorFor(interaction.locale))).body);
  }

  async #editOriginal(interaction: RepliableInteraction, card: Card | Rendered): Promise<void> {
    const { body, files } = "body" in card ? card : render(card);
    await interaction.webhook.editMessage("@original", {
      ...body,
      files: files.map(({ name, data }) => ({ attachment: data as Buffer, name })),
    });
  }
}

/**
 * Ignores an expired token, because Discord has already shown that the interaction failed, and no other reply can be
 * ephemeral. Rethrows all other errors.
 */
const ignoreExpiredToken = (thrown: unknown): void => {
  if (!isTokenExpired(thrown)) throw thrown;
};
