import {
  type APIInteractionGuildMember,
  type Channel,
  ChannelType,
  type Client,
  GuildMember,
  PermissionFlagsBits,
  type PermissionsBitField,
  type PrivateThreadChannel,
  type REST,
  Routes,
} from "discord.js";
import { cardChannel, PithError, type Posting } from "../../model/index.ts";
import type { Records } from "../../records/index.ts";
import { isMissing } from "../delivery/index.ts";

/**
 * The user who makes a request, and the place where it is made. Discord sends `member` with each request, so the
 * member's roles are current.
 */
export type Requester = {
  user: string;
  guild: string | null;
  channel: string;
  /** The parent channel if `channel` is a thread; otherwise null. */
  parent: string | null;
  member: GuildMember | APIInteractionGuildMember | null;
};

/**
 * A member's permissions by channel id, cached for one request, because checking the membership of a private thread
 * requires a call to the Discord API.
 */
type PermissionCache = Map<string, Permissions>;
type Permissions = Readonly<PermissionsBitField> | null;

const READ_PERMISSIONS = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory];
/** Maximum number of recent postings searched by title or channel. */
const RECENT_LIMIT = 200;
/** Maximum number of documents used to answer one question. */
const MAX_TARGETS = 5;

/**
 * Decides who can read and change which documents. Permissions are checked at every request, not when a document is
 * posted. A document that the requester cannot read is reported as missing, so that its existence is not revealed.
 */
export class DocumentAccess {
  readonly #client: Client<true>;
  readonly #rest: REST;
  readonly #records: Records;

  constructor(client: Client<true>, rest: REST, records: Records) {
    this.#client = client;
    this.#rest = rest;
    this.#records = records;
  }

  /**
   * Returns the posting that a request refers to.
   * @param reference the id or exact title of the posting. Of the postings with this title, the newest one that is not
   *   a variant is used. With null, the newest posting of the current thread is used or, if the thread has none, the
   *   newest one of the current channel
   * @param visibility who sees the result; private postings are excluded from public results
   * @throws PithError `no_document` if there is no such posting or the requester cannot read it
   */
  async find(reference: string | null, requester: Requester, visibility: "public" | "ephemeral"): Promise<Posting> {
    for (const posting of await this.#candidates(reference, requester)) {
      if (posting.private && visibility === "public") continue;
      if ((await this.#canRead(posting, requester)) && (await this.#stillExists(posting))) return posting;
    }
    throw new PithError("no_document");
  }

  /**
   * Like `find`, but if the reference is null and the current thread has postings, returns up to `MAX_TARGETS` of them,
   * newest first. Postings that the requester cannot read are omitted.
   * @throws PithError `no_document` if there is no such posting or the requester cannot read it
   */
  async resolveTargets(
    reference: string | null,
    requester: Requester,
    visibility: "public" | "ephemeral",
  ): Promise<Posting[]> {
    const first = await this.find(reference, requester, visibility);
    if (reference !== null || first.thread !== requester.channel) return [first];
    const targets: Posting[] = [];
    for (const posting of await this.#candidates(null, requester)) {
      if (targets.length === MAX_TARGETS) break;
      if (posting.private && visibility === "public") continue;
      if ((await this.#canRead(posting, requester)) && (await this.#stillExists(posting))) targets.push(posting);
    }
    return targets;
  }

  /**
   * Returns whether a reference matches a document that the requester posted privately. Answers about it must be private.
   */
  async isOwnPrivatePosting(reference: string, requester: Requester): Promise<boolean> {
    // A title means the original, so a private variant of a public posting does not count.
    return (await this.#candidates(reference, requester)).some(
      ({ id, from, private: isPrivate, asker }) =>
        isPrivate && asker === requester.user && (from === null || id === reference),
    );
  }

  /**
   * Returns up to `limit` postings that the requester can read, newest first. Considers only the `RECENT_LIMIT` newest
   * postings of the current server or, in direct messages, of the current channel. A variant is listed only if the
   * requester cannot read its original, which is listed instead.
   */
  async listReadable(requester: Requester, limit: number): Promise<Posting[]> {
    const readable: Posting[] = [];
    const cache: PermissionCache = new Map();
    for (const posting of await this.#originalsFirst(await this.#recentPostings(requester))) {
      if (readable.length === limit) break;
      if (readable.some(({ id }) => id === posting.from)) continue;
      if (await this.#canRead(posting, requester, cache)) readable.push(posting);
    }
    return readable;
  }

  /** Returns whether the requester has the Manage Messages permission in a channel of the current server. */
  async canModerate({ guild, channel }: Pick<Posting, "guild" | "channel">, requester: Requester): Promise<boolean> {
    if (guild === null || guild !== requester.guild) return false; // the member's roles apply only in the current server
    return (await this.#memberPermissions(channel, requester.member))?.has(PermissionFlagsBits.ManageMessages) ?? false;
  }

  /**
   * Returns whether the user may change, stop or remove a posting, delivery or overview. Only the user who requested
   * the item and the moderators of its channel may do so.
   */
  async canModify(item: Pick<Posting, "asker" | "guild" | "channel">, requester: Requester): Promise<boolean> {
    return item.asker === requester.user || this.canModerate(item, requester);
  }

  async #candidates(reference: string | null, requester: Requester): Promise<Posting[]> {
    const { postings } = this.#records;
    if (reference === null) {
      const threadPostings = await postings.findByThread(requester.channel);
      if (threadPostings.length) return threadPostings.reverse();
      return (await this.#recentPostings(requester)).filter(({ channel }) => channel === requester.channel);
    }
    const byId = await postings.get(reference);
    if (byId) return [byId];
    return this.#originalsFirst((await this.#recentPostings(requester)).filter(({ title }) => title === reference));
  }

  /**
   * Returns the postings, given newest first, with the variants behind the others. The originals of the variants are
   * added, because they may be too old to be among the postings.
   */
  async #originalsFirst(postings: Posting[]): Promise<Posting[]> {
    const originals = new Map(postings.filter(({ from }) => from === null).map((posting) => [posting.id, posting]));
    const variants = postings.filter(({ from }) => from !== null);
    for (const { from } of variants) {
      const original = originals.has(from!) ? null : await this.#records.postings.get(from!);
      if (original) originals.set(original.id, original);
    }
    const newestFirst = [...originals.values()].sort((a, b) => b.createdAt - a.createdAt);
    return [...newestFirst, ...variants];
  }

  #recentPostings({ guild, channel }: Requester): Promise<Posting[]> {
    return this.#records.postings.findRecent({ guild, channel: guild === null ? channel : null }, RECENT_LIMIT);
  }

  async #canRead(posting: Posting, requester: Requester, cache: PermissionCache = new Map()): Promise<boolean> {
    if (posting.private && posting.asker !== requester.user) return false;
    if (posting.guild !== requester.guild) return false;
    const { channel } = posting;
    if (posting.guild !== null && !cache.has(channel))
      cache.set(channel, await this.#memberPermissions(channel, requester.member));
    const permissions = cache.get(channel);
    // Permissions are unknown outside servers and in servers without the bot. Then only the current channel is readable.
    return permissions?.has(READ_PERMISSIONS) ?? posting.channel === requester.channel;
  }

  /**
   * Returns a member's permissions in a channel. Returns null if they are unknown, or if the channel is a private
   * thread that the member cannot see.
   */
  async #memberPermissions(id: string, member: Requester["member"]): Promise<Permissions> {
    if (!(member instanceof GuildMember)) return null;
    const channel = await this.#client.channels.fetch(id).catch(() => null);
    if (!channel || channel.isDMBased()) return null;
    if (isPrivateThread(channel)) {
      // Without the Server Members intent, Discord does not report who leaves a thread, so the cache cannot be used.
      const threadMember = await channel.members
        .fetch({ member: member.id, force: true, cache: false })
        .catch(() => null);
      const permissions = channel.permissionsFor(member);
      return threadMember || permissions?.has(PermissionFlagsBits.ManageThreads) ? permissions : null;
    }
    return channel.permissionsFor(member);
  }

  /**
   * Returns whether the message that a posting depends on still exists. This is the message containing the source or,
   * if no message contains it, the public card. If that message or the parent posting is gone, deletes the posting,
   * because the bot may have missed the deletion event.
   */
  async #stillExists(posting: Posting): Promise<boolean> {
    const { id, from, channel, message, card, private: isPrivate } = posting;
    // The parent posting was deleted while this variant was being made.
    if (from !== null && (await this.#records.postings.get(from)) === null) {
      await this.#records.postings.delete([id]);
      return false;
    }
    const messageId = message ?? (isPrivate ? null : card);
    if (!messageId) return true;
    const channelId = message ? channel : cardChannel(posting);
    const isGone = await this.#rest.get(Routes.channelMessage(channelId, messageId)).then(
      () => false,
      (thrown: unknown) => isMissing(thrown), // any other error does not prove that the message is gone
    );
    if (isGone) await this.#records.postings.delete([id]);
    return !isGone;
  }
}

const isPrivateThread = (channel: Channel): channel is PrivateThreadChannel =>
  channel.type === ChannelType.PrivateThread;
