import { type ChatInputCommandInteraction, MessageFlags } from "discord.js";
import { asPithError, type Run } from "../model/index.ts";
import { type Card, errorCard, progressCard } from "../present/index.ts";
import { render } from "./render.ts";

/** Discord lets a message be edited five times in five seconds; people need no more than this. */
const EDIT_MS = 1500;

/**
 * Answers an interaction with a card: deferred at once, since Discord waits three seconds only; edited while the work
 * goes on, at most once in 1.5 seconds; and at the end the result, or what went wrong with a next step.
 */
export async function respond(
  interaction: ChatInputCommandInteraction,
  isPrivate: boolean,
  work: (run: Run) => Promise<Card>,
): Promise<void> {
  // A callback whose answer was lost may have arrived all the same. The edits tell: they go through the webhook, since
  // the interaction itself would refuse to edit what it believes was never deferred.
  await interaction.deferReply(isPrivate ? { flags: MessageFlags.Ephemeral } : {}).catch(() => undefined);
  const edit = (card: Card): Promise<unknown> => interaction.webhook.editMessage("@original", render(card));
  let shown: Promise<unknown> = Promise.resolve();
  let last = Date.now();
  const show = (card: Card): void => {
    shown = shown.then(() => edit(card)).catch(() => undefined); // the result comes after it
  };
  const run: Run = {
    signal: new AbortController().signal,
    report(progress) {
      const isDraft = progress.stage === "draft";
      if (!isDraft && Date.now() - last < EDIT_MS) return;
      last = Date.now();
      show(progressCard(progress));
    },
  };
  const card = await work(run).catch((thrown: unknown) => errorCard(asPithError(thrown)));
  await shown;
  await edit(card);
}
