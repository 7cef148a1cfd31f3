import type { Message, MessageContextMenuCommandInteraction, ModalSubmitInteraction } from "discord.js";
import { PithError, type PostedSource } from "../../model/index.ts";
import { translatorFor } from "../../present/index.ts";
import { isMissing } from "../delivery/index.ts";
import { isGuildInstalled, requesterOf } from "../interactions/index.ts";
import { extractRequestedSources } from "../sources.ts";
import { askModal } from "../ui/index.ts";
import type { RequestHandler } from "./requests.ts";

/** Maximum number of sources kept for open modals. */
const MAX_OPEN_MODALS = 1000;
/** Time, in ms, for which the source of an open modal is kept. */
const MODAL_LIFETIME_MS = 900_000;

/**
 * The result of fetching the target message after the modal was submitted. `unknown` means that the bot cannot tell
 * whether the message still exists.
 */
type FetchResult = { status: "found"; message: Message } | { status: "missing" } | { status: "unknown" };

/**
 * Handles the message context menu command for questions. Discord sends the content of the target message with the
 * command, but not with the modal that follows. The source is therefore kept in memory while the modal is open. After a
 * restart, the message is fetched instead.
 */
export class AskContextMenu {
  readonly #requests: RequestHandler;
  readonly #now: () => number;
  /** Sources of open modals by `userId:messageId`, oldest first. `at` is the time of opening, in ms since 1970. */
  readonly #openModals = new Map<string, { source: PostedSource; at: number }>();

  constructor(requests: RequestHandler, now: () => number) {
    this.#requests = requests;
    this.#now = now;
  }

  /**
   * Opens the modal for a question about the target message's posting. If the message has no posting that the user can
   * read, the question is about the source in the message.
   * @throws PithError `no_document` if the message has no source or is the bot's own, `bad_request` if it has several
   *   sources
   */
  async openModal(interaction: MessageContextMenuCommandInteraction): Promise<void> {
    const { targetMessage } = interaction;
    const { records, access } = this.#requests;
    const translate = translatorFor(interaction.locale);
    for (const { id } of await records.postings.findByMessage(targetMessage.id)) {
      const posting = await access.find(id, requesterOf(interaction), "ephemeral").catch(() => null);
      if (posting) return interaction.showModal(askModal("ask", posting.id, translate)).then(() => undefined);
    }
    const [source, ...others] = extractRequestedSources(targetMessage);
    // The bot's own messages are not used as sources, so that a deleted digest cannot be read again from its card.
    if (!source || targetMessage.author.id === interaction.client.user.id) throw new PithError("no_document");
    if (others.length) throw new PithError("bad_request", translate("one"));
    this.#rememberSource(`${interaction.user.id}:${targetMessage.id}`, source);
    await interaction.showModal(askModal("askUnread", targetMessage.id, translate));
  }

  /** Answers the question of a submitted modal. Where the bot is not a member, the answer is private. */
  async onSubmit(interaction: ModalSubmitInteraction, messageId: string): Promise<void> {
    const text = interaction.fields.getTextInputValue("question");
    const isPrivate = !isGuildInstalled(interaction);
    await this.#requests.askAboutSource(interaction, text, messageId, isPrivate, () =>
      this.#findSource(interaction, messageId),
    );
  }

  /**
   * Returns the source that was kept when the modal was opened. If none was kept, returns the source in the message as
   * it is now.
   * @throws PithError `no_document` if the message was deleted, or if no source was kept and the message has none or
   *   cannot be read
   */
  async #findSource(interaction: ModalSubmitInteraction, messageId: string): Promise<PostedSource> {
    const keptSource = this.#openModals.get(`${interaction.user.id}:${messageId}`)?.source;
    const fetched = await fetchMessage(interaction, messageId);
    const currentSource = fetched.status === "found" ? extractRequestedSources(fetched.message)[0] : undefined;
    const source = fetched.status === "missing" ? undefined : (keptSource ?? currentSource);
    if (!source) throw new PithError("no_document", translatorFor(interaction.locale)("offerOver"));
    return source;
  }

  /** Remembers the source of an open modal. Removes expired entries first and, if the map is full, the oldest entry. */
  #rememberSource(key: string, source: PostedSource): void {
    const now = this.#now();
    for (const [oldKey, { at }] of this.#openModals) {
      if (now - at < MODAL_LIFETIME_MS && this.#openModals.size < MAX_OPEN_MODALS) break;
      this.#openModals.delete(oldKey);
    }
    this.#openModals.delete(key); // an existing key moves to the end, so that the map stays ordered by time
    this.#openModals.set(key, { source, at: now });
  }
}

/** Fetches a message, bypassing the cache, to find out whether it still exists. */
async function fetchMessage(interaction: ModalSubmitInteraction, messageId: string): Promise<FetchResult> {
  const { channel } = interaction;
  if (!isGuildInstalled(interaction) || channel === null) return { status: "unknown" };
  try {
    return { status: "found", message: await channel.messages.fetch({ message: messageId, force: true }) };
  } catch (thrown) {
    return { status: isMissing(thrown) ? "missing" : "unknown" };
  }
}
