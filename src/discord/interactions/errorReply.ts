import { type DiscordjsError, DiscordjsErrorCodes } from "discord.js";
import { asPithError, PithError } from "../../model/index.ts";
import { errorCard, type PlainKey, sayIn } from "../../present/index.ts";
import { renderForOne } from "../ui/render.ts";
import type { Asking } from "./context.ts";

/** What Discord's client should not have let somebody ask for: after the prefix, a key of the catalogue. */
type Unfit = PlainKey extends infer K ? (K extends `detail.${infer Reason}` ? Reason : never) : never;

/** A request that cannot be taken as it came, with the reason in the language of who alone is told it. */
export const unfit = ({ locale }: Pick<Asking, "locale">, reason: Unfit): PithError =>
  new PithError("bad_request", sayIn(locale)(`detail.${reason}`));

/**
 * Says privately what is wrong with an interaction that has no answer yet.
 * @throws what was thrown, when it is a fault of the program
 */
export async function complain(asking: Asking, thrown: unknown): Promise<void> {
  const error = asPithError(thrown);
  await asking.reply(renderForOne(errorCard(error, sayIn(asking.locale))).body).catch(() => undefined); // too late: nobody waits for it any more
  if (error.code === "internal") throw thrown;
}

/** Does what an interaction is for; what goes wrong before it has an answer becomes one. */
export async function orComplain(asking: Asking, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (thrown) {
    if (asking.replied || asking.deferred) throw thrown;
    await complain(asking, isOldForm(thrown) ? unfit(asking, "form") : thrown);
  }
}

/** A form that was opened by another version may lack a field of this one. */
const isOldForm = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  (thrown as DiscordjsError).code === DiscordjsErrorCodes.ModalSubmitInteractionFieldNotFound;
