import { type DiscordjsError, DiscordjsErrorCodes } from "discord.js";
import { asPithError, PithError } from "../../model/index.ts";
import { errorCard, type PlainMessageKey, translatorFor } from "../../present/index.ts";
import { renderEphemeral } from "../ui/index.ts";
import type { RepliableInteraction } from "./context.ts";

/** The reason for a bad request: the part of a catalogue key that follows `detail.`. */
type BadRequestReason = PlainMessageKey extends infer K ? (K extends `detail.${infer Reason}` ? Reason : never) : never;

/** Returns a `bad_request` error for an invalid interaction, with the reason in the user's language. */
export const badRequest = ({ locale }: Pick<RepliableInteraction, "locale">, reason: BadRequestReason): PithError =>
  new PithError("bad_request", translatorFor(locale)(`detail.${reason}`));

/**
 * Replies to an unacknowledged interaction with an ephemeral error card.
 * @throws the given error if it is an internal one
 */
export async function replyWithError(interaction: RepliableInteraction, thrown: unknown): Promise<void> {
  const error = asPithError(thrown);
  // If the reply fails, the interaction has probably expired. Discord then shows that it failed.
  await interaction
    .reply(renderEphemeral(errorCard(error, translatorFor(interaction.locale))).body)
    .catch(() => undefined);
  if (error.code === "internal") throw thrown;
}

/**
 * Runs the handler of an interaction. If it throws before the interaction is acknowledged, replies with the error.
 * @throws every error thrown after the acknowledgement, but only internal errors thrown before it
 */
export async function withErrorReply(interaction: RepliableInteraction, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (thrown) {
    if (interaction.replied || interaction.deferred) throw thrown;
    await replyWithError(interaction, isOutdatedModal(thrown) ? badRequest(interaction, "form") : thrown);
  }
}

/**
 * Returns whether an error means that a field is missing from a modal. This happens if another version of the bot
 * created the modal.
 */
const isOutdatedModal = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  (thrown as DiscordjsError).code === DiscordjsErrorCodes.ModalSubmitInteractionFieldNotFound;
