import type { Message } from "discord.js";
import type { Wish } from "../../intents/index.ts";
import { type Digest, LENGTHS, type Options, PithError, type Posting } from "../../model/index.ts";
import type { Delivery } from "../../records/index.ts";
import { hasHeading, hasNumberedSection } from "../../sections/index.ts";
import { isOwnGist } from "../../statements/index.ts";
import { authorOf, messageDelivery } from "../interactions/index.ts";
import type { EditedMessage } from "./followUps.ts";
import type { RequestHandler } from "./requests.ts";
import { type Change, requiresModel, variantOptions } from "./variants.ts";

/** Number of recent postings in which the digest that was last shown is looked for. */
const RECENT_LIMIT = 50;

/**
 * A wish about the posting whose card the message replies to, or that of the thread or channel if `about` is null. If
 * it needs a section that the document lacks, it is a question.
 */
type Wished = { about: string | null; wish: Wish; needsSection: boolean };

/** A digest that was shown, and the posting that it belongs to. */
type Shown = { posting: Posting; digest: Digest };

/** Why a wish was not submitted: a catalogue key, or that it is a question. Null if it was. */
type Declined = "needsModel" | "whichCard" | "noSection" | null;

/** Fulfils wishes about a digest that are written as messages: a variant of the digest is sent as a reply. */
export class Wishes {
  readonly #requests: RequestHandler;
  readonly #hasModel: boolean;

  /** @param hasModel whether a model is configured */
  constructor(requests: RequestHandler, hasModel: boolean) {
    this.#requests = requests;
    this.#hasModel = hasModel;
  }

  /**
   * Submits the digest that a message wishes for. What refers to the digest, such as "shorter", refers to the one that
   * was last shown in the channel; the digest itself and its sections are those of the first one.
   * @param edited the result of `FollowUps.reopen` if the message was edited; otherwise null
   * @throws PithError `no_document` if there is no digest that the author can read, `not_shorter` or `not_longer` if
   *   there is no such length, or if the text is so short that it is its own digest
   */
  async fulfil(
    message: Message,
    { about, wish, needsSection }: Wished,
    edited: EditedMessage | null,
  ): Promise<Declined> {
    const { access, records } = this.#requests;
    const visibility = message.guildId === null ? "ephemeral" : "public";
    const targets = await access.resolveTargets(about, authorOf(message), visibility);
    if (new Set(targets.map(({ document }) => document)).size > 1) return "whichCard";
    const target = targets[0]!;
    const shown = about === null ? await this.#findLastShown(message, target) : await this.#findShown(target);
    if (!shown) throw new PithError("no_document");
    const original = (target.from === null ? target : await records.postings.get(target.from)) ?? target;
    if (needsSection && !(await this.#hasSection(original, wish))) return "noSection";
    const document = await records.documents.get(shown.posting.document);
    if (document && isOwnGist(shown.digest.gist, document))
      throw new PithError(wish.length === "longer" ? "not_longer" : "not_shorter");
    const basis = await this.#basisOf(wish, original, shown);
    const options = applyWish(basis, wish);
    if (!this.#hasModel && changesOf(wish).some((change) => requiresModel(change, shown.digest))) return "needsModel";
    const delivery: Delivery = {
      ...messageDelivery(message, 0, false),
      origin: `${message.id}:w${edited?.version ?? ""}`,
      from: shown.posting.from ?? shown.posting.id,
      thread: null,
      message: edited?.message ?? null,
    };
    if (message.channel.isSendable()) message.channel.sendTyping().catch(() => undefined); // best effort
    await this.#requests.submitVariant(basis.posting, options, delivery);
    return null;
  }

  /** Returns what the wish changes: the digest that is shown, or the original one for the digest itself or a part of it. */
  async #basisOf({ section, focus, ...changes }: Wish, original: Posting, shown: Shown): Promise<Shown> {
    const isWhole = Object.values(changes).every((change) => change === null);
    if (section === null && focus === null && !isWhole) return shown;
    const first = (await this.#findShown(original)) ?? shown;
    if (section === null && focus === null) return first;
    const document = await this.#requests.records.documents.get(original.document);
    const isHeading = section === null && focus !== null && document !== null && hasHeading(document, focus);
    const part = isHeading ? { section: focus, focus: null } : { section, focus };
    const options = { ...first.posting.options, ...part, language: shown.posting.options.language, agreed: false };
    return { ...first, posting: { ...first.posting, options } };
  }

  async #hasSection({ document }: Posting, { section }: Wish): Promise<boolean> {
    const read = await this.#requests.records.documents.get(document);
    return read !== null && section !== null && hasNumberedSection(read, section);
  }

  async #findShown(posting: Posting): Promise<Shown | null> {
    const digest = await this.#requests.records.digests.get(posting.id);
    return digest && { posting, digest };
  }

  /** Returns the newest digest of the same document in the channel, or that of the posting itself. */
  async #findLastShown({ guildId, channelId }: Message, target: Posting): Promise<Shown | null> {
    const where = { guild: guildId, channel: channelId };
    for (const posting of await this.#requests.records.postings.findRecent(where, RECENT_LIMIT)) {
      if (posting.document !== target.document || (posting.private && guildId !== null)) continue;
      const shown = await this.#findShown(posting);
      if (shown) return shown;
    }
    return this.#findShown(target);
  }
}

/**
 * Applies the changes of a wish to the options of a digest, one after the other.
 * @throws PithError `not_shorter` or `not_longer` if there is no such length
 */
function applyWish({ posting, digest }: Shown, wish: Wish): Options {
  let { options } = posting;
  const changes = changesOf(wish);
  if (changes.some((change) => typeof change === "string")) options = { ...options, length: digest.length };
  for (const change of changes) options = variantOptions({ options }, { ...digest, length: options.length }, change);
  if (wish.length !== "headline") return options;
  if (digest.length === "headline") throw new PithError("not_shorter");
  return { ...options, length: "headline" };
}

/** Returns the changes of a wish that are variants of a digest, in the order in which they are applied. */
const changesOf = ({ length, style, language }: Wish): Change[] => [
  ...(language === null ? [] : [{ language }]),
  ...(length === null || length === "headline" ? [] : [length]),
  ...(style === null ? [] : [style]),
];

/**
 * Returns the options of a first digest by the words beside its source.
 * @param length the length of digests in this server
 */
export function optionsOf({ length, style, ...others }: Wish, usual: Options["length"]): Partial<Options> {
  const at = LENGTHS.indexOf(usual) + (length === "shorter" ? -1 : 1);
  const lengthOption = length === "headline" ? length : LENGTHS[Math.min(Math.max(at, 0), LENGTHS.length - 1)]!;
  const given = Object.entries(others).filter(([, value]) => value !== null);
  return {
    ...(length !== null && { length: lengthOption }),
    ...(style !== null && { style }),
    ...Object.fromEntries(given),
  };
}
