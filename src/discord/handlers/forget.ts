import type { ButtonInteraction, ChatInputCommandInteraction } from "discord.js";
import { PithError, type Posting } from "../../model/index.ts";
import { type Card, createAction, formatForgotten, noteCard, translatorFor } from "../../present/index.ts";
import type { DeletedPostings, Delivery, Records } from "../../records/index.ts";
import type { Deletion } from "../delivery/index.ts";
import { type InteractionDeferrer, type RepliableInteraction, requesterOf } from "../interactions/index.ts";
import { canManageGuild, type DocumentAccess, type Requester } from "../policy/index.ts";
import type { HandlerDeps } from "./requests.ts";

/**
 * What can be deleted, besides a single document: the user's own data by `/forget mine`, and the data of a channel or
 * server from the settings panel.
 */
export const FORGET_SCOPES = ["mine", "channel", "server"] as const;
export type ForgetScope = (typeof FORGET_SCOPES)[number];

/** Maximum number of rows that are read and deleted at a time. */
const BATCH_SIZE = 500;

/**
 * Handles `/forget` and the deletion of data from the settings panel. Users can delete their own data, moderators the
 * data of a channel, and managers the data of a channel or a server.
 */
export class ForgetHandler {
  readonly #access: DocumentAccess;
  readonly #records: Records;
  readonly #deletion: Deletion;
  readonly #deferrer: InteractionDeferrer;

  constructor({ access, records, deletion, deferrer }: HandlerDeps) {
    this.#access = access;
    this.#records = records;
    this.#deletion = deletion;
    this.#deferrer = deferrer;
  }

  /** Deletes a document if the requester posted it or is a moderator of its channel. */
  async forgetDocument(interaction: ChatInputCommandInteraction, reference: string): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async () => {
      const requester = requesterOf(interaction);
      const posting = await this.#access.find(reference, requester, "ephemeral");
      if (!(await this.#access.canModify(posting, requester))) throw new PithError("not_yours");
      return noteCard(formatForgotten(await this.#deletion.forget([posting]), translatorFor(interaction.locale)));
    });
  }

  /**
   * Shows how much data would be deleted, with a button to confirm the deletion. Postings and questions are counted up
   * to `BATCH_SIZE` each.
   */
  async requestConfirmation(interaction: RepliableInteraction, scope: ForgetScope): Promise<void> {
    await this.#deferrer.deferAndRun(interaction, "ephemeral", async (): Promise<Card> => {
      const requester = requesterOf(interaction);
      await this.#authorize(scope, requester);
      const translate = translatorFor(interaction.locale);
      const postings = await this.#findPostings(scope, requester);
      const turns = scope === "mine" ? await this.#records.turns.findByAsker(requester.user, BATCH_SIZE) : [];
      const pending = await this.#pendingDeliveries(scope, requester);
      if (postings.length + turns.length + pending.length === 0) return noteCard(translate("nothingKept"));
      const hasMore = postings.length === BATCH_SIZE || turns.length === BATCH_SIZE;
      const questions = translate("questions", { n: turns.length });
      const channel = `<#${requester.channel}>`;
      const text = translate(`forget.${scope}`, { n: postings.length, questions, channel });
      return {
        ...noteCard(`${text} ${hasMore ? translate("orMore") : ""}`.trim()),
        actions: [createAction("forget", scope, translate)],
      };
    });
  }

  /**
   * Deletes everything in a scope. All rows are deleted before the cards are redacted, so that the buttons on the cards
   * stop working at once.
   */
  async confirm(interaction: ButtonInteraction, scope: ForgetScope): Promise<void> {
    let deleted: DeletedPostings = { postings: [], variants: [], turns: [] };
    await this.#deferrer.deferAndRun(interaction, "update", async () => {
      const requester = requesterOf(interaction);
      await this.#authorize(scope, requester);
      // Pending deliveries are cancelled first, because they would create postings after the deletion.
      await this.#deletion.cancelAndForget(await this.#pendingDeliveries(scope, requester));
      deleted = await this.#deleteAll(scope, requester);
      return noteCard(formatForgotten(deleted, translatorFor(interaction.locale)));
    });
    await this.#deletion.redactCards(deleted);
  }

  async #deleteAll(scope: ForgetScope, requester: Requester): Promise<DeletedPostings> {
    const { postings, turns } = this.#records;
    const deleted: DeletedPostings = { postings: [], variants: [], turns: [] };
    for (;;) {
      const batch = await this.#findPostings(scope, requester);
      if (!batch.length) break;
      const result = await postings.delete(batch.map(({ id }) => id));
      deleted.postings.push(...result.postings);
      deleted.variants.push(...result.variants);
      deleted.turns.push(...result.turns);
    }
    if (scope !== "mine") return deleted;
    for (;;) {
      const batch = await turns.findByAsker(requester.user, BATCH_SIZE);
      if (!batch.length) return deleted;
      deleted.turns.push(...(await turns.delete(batch.map(({ id }) => id))));
    }
  }

  async #pendingDeliveries(scope: ForgetScope, { user, guild, channel }: Requester): Promise<Delivery[]> {
    const pending = await this.#records.jobs.findAllPendingDeliveries();
    return pending.filter((delivery) => {
      if (scope === "mine") return delivery.asker === user;
      return delivery.guild === guild && (scope === "server" || delivery.channel === channel);
    });
  }

  async #findPostings(scope: ForgetScope, { user, guild, channel }: Requester): Promise<Posting[]> {
    const { postings } = this.#records;
    if (scope === "mine") return postings.findByAsker(user, BATCH_SIZE);
    return postings.findRecent({ guild, channel: scope === "channel" ? channel : null }, BATCH_SIZE);
  }

  /**
   * Checks that the requester may delete everything in a scope. The scope `channel` requires the Manage Messages or the
   * Manage Server permission, and `server` requires Manage Server. No permission is needed for the user's own data, or
   * for the scope `channel` in direct messages.
   * @throws PithError if the requester lacks the permission, or for the scope `server` outside servers: `not_manager` for
   *   the scope `server`, and otherwise `not_yours`
   */
  async #authorize(scope: ForgetScope, requester: Requester): Promise<void> {
    const { guild, member } = requester;
    if (scope === "mine") return;
    if (guild !== null && canManageGuild(member)) return;
    if (scope === "channel" && (guild === null || (await this.#access.canModerate(requester, requester)))) return;
    throw new PithError(scope === "server" ? "not_manager" : "not_yours");
  }
}
