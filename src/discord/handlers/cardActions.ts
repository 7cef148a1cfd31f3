import type { MessageComponentInteraction } from "discord.js";
import type { JobQueue } from "../../jobs/index.ts";
import { type Digest, type Options, PithError, type Posting } from "../../model/index.ts";
import {
  claimsCard,
  createCiter,
  formatForgotten,
  menuCard,
  noteCard,
  sourceCard,
  translatorFor,
} from "../../present/index.ts";
import type { Records } from "../../records/index.ts";
import { citedSources, type Deletion } from "../delivery/index.ts";
import { type InteractionDeferrer, interactionDelivery, requesterOf } from "../interactions/index.ts";
import type { DocumentAccess, Preconditions } from "../policy/index.ts";
import type { Rendered } from "../ui/index.ts";
import { billedTo, type HandlerDeps } from "./requests.ts";
import { type Change, requiresModel, variantOptions } from "./variants.ts";

/**
 * Performs the actions of the buttons and select menus on cards. Most responses are ephemeral. A posting that the
 * requester cannot read is reported as missing.
 */
export class CardActions {
  readonly #hasModel: boolean;
  readonly #access: DocumentAccess;
  readonly #records: Records;
  readonly #jobs: JobQueue;
  readonly #deletion: Deletion;
  readonly #deferrer: InteractionDeferrer;
  readonly #preconditions: Preconditions;

  /** @param hasModel whether a model is configured */
  constructor({ access, records, jobs, deletion, deferrer, preconditions }: HandlerDeps, hasModel: boolean) {
    this.#hasModel = hasModel;
    this.#access = access;
    this.#records = records;
    this.#jobs = jobs;
    this.#deletion = deletion;
    this.#deferrer = deferrer;
    this.#preconditions = preconditions;
  }

  /**
   * Shows the claims of a digest with their quotes.
   * @param page the page to turn to, counted from 0; null shows the first page in a new message
   */
  async showClaims(interaction: MessageComponentInteraction, posting: string, page: number | null): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, page === null ? "ephemeral" : "update", async () => {
      const found = await this.#findPosting(posting, interaction);
      const translate = translatorFor(interaction.locale);
      const cite = createCiter(
        await citedSources([found], { ...requesterOf(interaction), private: true }, this.#records),
        translate,
      );
      return claimsCard(await this.#findDigest(found.id), found.id, page ?? 0, cite, translate);
    });
  }

  /** Shows the text of the document, and the parts that cleaning removed from it. */
  async showSource(interaction: MessageComponentInteraction, posting: string): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async () => {
      const { document: key } = await this.#findPosting(posting, interaction);
      const document = await this.#records.documents.get(key);
      if (!document) throw new PithError("no_document");
      return sourceCard(document, translatorFor(interaction.locale));
    });
  }

  /** Shows the menu of actions for which the card has no button. */
  async showActions(interaction: MessageComponentInteraction, posting: string): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async () => {
      const found = await this.#findPosting(posting, interaction);
      const canModify = await this.#access.canModify(found, requesterOf(interaction));
      return menuCard(found.id, canModify, translatorFor(interaction.locale));
    });
  }

  /** Shows the menu that `renderMenu` returns, if the requester can read the posting. */
  async showMenu(
    interaction: MessageComponentInteraction,
    posting: string,
    renderMenu: (posting: string) => Rendered,
  ): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async () =>
      renderMenu((await this.#findPosting(posting, interaction)).id),
    );
  }

  /**
   * Requests another variant of a digest, or says why there is none. If the card is public and the requester may modify it, the variant replaces
   * the digest on the card. Otherwise the requester receives the variant privately.
   */
  async changeVariant(interaction: MessageComponentInteraction, posting: string, change: Change): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "update", async () => {
      const found = await this.#findPosting(posting, interaction);
      const digest = await this.#findDigest(found.id);
      const options = variantOptions(found, digest, change);
      if (!this.#hasModel && requiresModel(change, digest))
        return noteCard(translatorFor(interaction.locale)("needsModel"));
      await this.#resubmit(interaction, found, options, false);
      return undefined;
    });
  }

  /**
   * Makes a digest again without using the cache. A web page is fetched again. For a file or text, the stored document
   * is used.
   */
  async refresh(interaction: MessageComponentInteraction, posting: string): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "update", async () => {
      const found = await this.#findModifiable(posting, interaction);
      const { length } = await this.#findDigest(found.id);
      await this.#resubmit(interaction, found, { ...found.options, length, agreed: false }, true);
    });
  }

  /**
   * Makes a digest again with the model after a user has approved the estimated cost. Approval is needed because the
   * estimate exceeded the limit.
   */
  async approveCost(interaction: MessageComponentInteraction, posting: string): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async () => {
      const found = await this.#findModifiable(posting, interaction);
      const { length } = await this.#findDigest(found.id);
      await this.#resubmit(interaction, found, { ...found.options, length, agreed: true }, false);
    });
  }

  /** Deletes a posting with all its data, and redacts its card. */
  async remove(interaction: MessageComponentInteraction, posting: string): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "update", async () => {
      const found = await this.#findModifiable(posting, interaction);
      return noteCard(formatForgotten(await this.#deletion.forget([found]), translatorFor(interaction.locale)));
    });
  }

  /**
   * Deletes a message that only shows an error.
   * @param asker the id of the user whose request failed
   * @throws PithError `not_yours` if the user is neither the asker nor a moderator, or if the message shows more than
   *   an error
   */
  async dismiss(interaction: MessageComponentInteraction, asker: string): Promise<void> {
    const [requester, channel] = [requesterOf(interaction), interaction.channelId];
    const isAllowed =
      requester.user === asker || (await this.#access.canModerate({ guild: requester.guild, channel }, requester));
    // A message that only shows an error has no other button.
    const buttons = JSON.stringify(interaction.message.components).match(/"custom_id":"[^"]*"/g) ?? [];
    const isError = buttons.length === 1 && buttons[0] === `"custom_id":${JSON.stringify(interaction.customId)}`;
    if (!isAllowed || !isError) throw new PithError("not_yours");
    await interaction.deferUpdate();
    await interaction.deleteReply();
  }

  /** Stores a user's rating of an answer, or of the digest if `turn` is null. */
  async rate(
    interaction: MessageComponentInteraction,
    posting: string,
    turn: string | null,
    good: boolean,
  ): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async () => {
      const { id } = await this.#findPosting(posting, interaction);
      // Access is checked for the posting only, so the answer must belong to it. A recent answer may not be stored yet.
      const answer = turn === null ? null : await this.#records.turns.get(turn);
      if (answer && answer.posting !== id) throw new PithError("no_document");
      await this.#records.feedback.save({
        about: turn ?? id,
        of: turn === null ? "digest" : "answer",
        posting: id,
        asker: interaction.user.id,
        good,
        createdAt: interaction.createdTimestamp,
      });
      return noteCard(translatorFor(interaction.locale)("thanks"));
    });
  }

  /** Submits another digest of a posting. Like a command, the request counts against the rate limit. */
  async #resubmit(
    interaction: MessageComponentInteraction,
    posting: Posting,
    options: Options,
    bypassCache: boolean,
  ): Promise<void> {
    const requester = requesterOf(interaction);
    await this.#preconditions.check(requester);
    // A private card cannot be replaced, because it is an ephemeral message, which the bot cannot edit later.
    const replacesCard = !posting.private && (await this.#access.canModify(posting, requester));
    const delivery = {
      ...interactionDelivery(interaction, true, posting.message),
      from: posting.from ?? posting.id,
      replaces: replacesCard ? posting.id : null,
    };
    const common = { options, fresh: bypassCache, payer: billedTo(delivery) };
    const spec =
      bypassCache && posting.url !== null
        ? ({ kind: "summarise", source: { from: "url", url: posting.url }, ...common } as const)
        : ({ kind: "digest", posting: posting.id, ...common } as const);
    await this.#jobs.submit(spec, delivery);
  }

  /** @throws PithError `no_document` if the posting does not exist or the requester cannot read it */
  #findPosting(posting: string, interaction: MessageComponentInteraction): Promise<Posting> {
    return this.#access.find(posting, requesterOf(interaction), "ephemeral");
  }

  /**
   * @throws PithError `no_document` if the posting does not exist or the requester cannot read it, `not_yours` if the
   *   requester may not modify it
   */
  async #findModifiable(posting: string, interaction: MessageComponentInteraction): Promise<Posting> {
    const found = await this.#findPosting(posting, interaction);
    if (!(await this.#access.canModify(found, requesterOf(interaction)))) throw new PithError("not_yours");
    return found;
  }

  /** @throws PithError `no_document` if no digest is stored, as for postings of early versions of Pith */
  async #findDigest(posting: string): Promise<Digest> {
    const digest = await this.#records.digests.get(posting);
    if (!digest) throw new PithError("no_document");
    return digest;
  }
}
