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
import { PithError, type Posting } from "../../model/index.ts";
import type { Records } from "../../records/index.ts";
import { isMissing } from "../delivery/apiErrors.ts";
import { placeOfCard } from "../delivery/batchOverview.ts";

/** Who asks, and where. `member` is what Discord sent with the request, so its roles are those of this moment. */
export type Asker = {
  user: string;
  guild: string | null;
  channel: string;
  /** The channel of the thread that `channel` is, or null. */
  parent: string | null;
  member: GuildMember | APIInteractionGuildMember | null;
};

/** An asker's permissions by channel, within one request: a private thread's are asked for at Discord. */
type Known = Map<string, Permissions>;
type Permissions = Readonly<PermissionsBitField> | null;

const MAY_READ = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory];
/** What a title is looked for among. */
const RECENT = 200;
/** Documents that one question is answered from. */
const MOST_MEANT = 5;

/**
 * Who may see what. Access is looked at when somebody asks, never when something was posted; what is forbidden looks
 * like what does not exist.
 */
export class Access {
  readonly #client: Client<true>;
  readonly #rest: REST;
  readonly #records: Records;

  constructor(client: Client<true>, rest: REST, records: Records) {
    this.#client = client;
    this.#rest = rest;
    this.#records = records;
  }

  /**
   * The posting that an asker means: by id or exact title, or, when nothing is named, that of this thread or the latest
   * of this channel.
   * @param seen who sees what becomes of it; where `all` do, what was posted privately is never meant
   * @throws PithError `no_document` for one that is not there and one that the asker may not read alike
   */
  async find(named: string | null, asker: Asker, seen: "all" | "asker"): Promise<Posting> {
    for (const posting of await this.#candidates(named, asker)) {
      if (posting.private && seen === "all") continue;
      if ((await this.#mayRead(posting, asker)) && (await this.#stillThere(posting))) return posting;
    }
    throw new PithError("no_document");
  }

  /** As `find`, what a question is about: where it names nothing in a thread, all documents of that, the newest first. */
  async meant(named: string | null, asker: Asker, seen: "all" | "asker"): Promise<Posting[]> {
    const first = await this.find(named, asker, seen);
    if (named !== null || first.thread !== asker.channel) return [first];
    const meant: Posting[] = [];
    for (const posting of await this.#candidates(null, asker)) {
      if (meant.length === MOST_MEANT) break;
      if (posting.private && seen === "all") continue;
      if ((await this.#mayRead(posting, asker)) && (await this.#stillThere(posting))) meant.push(posting);
    }
    return meant;
  }

  /** Whether a name is that of something which the asker posted privately: what is said of it is for the asker alone. */
  async namesPrivate(named: string, asker: Asker): Promise<boolean> {
    return (await this.#candidates(named, asker)).some((posting) => posting.private && posting.asker === asker.user);
  }

  /** The postings of this channel and its server that an asker may read, newest first. */
  async readable(asker: Asker, limit: number): Promise<Posting[]> {
    const found: Posting[] = [];
    const known: Known = new Map();
    for (const posting of await this.#recent(asker)) {
      if (found.length === limit) break;
      if (await this.#mayRead(posting, asker, known)) found.push(posting);
    }
    return found;
  }

  /** Whether somebody may end or remove what another began: who moderates the channel where that was begun may. */
  async mayModerate({ guild, channel }: Pick<Posting, "guild" | "channel">, asker: Asker): Promise<boolean> {
    if (guild === null || guild !== asker.guild) return false; // a member's roles mean nothing in another server
    return (await this.#permissions(channel, asker.member))?.has(PermissionFlagsBits.ManageMessages) ?? false;
  }

  /** Whether something is an asker's to change, end or remove: who began it may, and who moderates there. */
  async mayChange(begun: Pick<Posting, "asker" | "guild" | "channel">, asker: Asker): Promise<boolean> {
    return begun.asker === asker.user || this.mayModerate(begun, asker);
  }

  async #candidates(named: string | null, asker: Asker): Promise<Posting[]> {
    const { postings } = this.#records;
    if (named === null) {
      const here = await postings.inThread(asker.channel);
      return here.length ? here.reverse() : (await this.#recent(asker)).filter((p) => p.channel === asker.channel);
    }
    const byId = await postings.get(named);
    return byId ? [byId] : (await this.#recent(asker)).filter(({ title }) => title === named);
  }

  #recent({ guild, channel }: Asker): Promise<Posting[]> {
    return this.#records.postings.recent({ guild, channel: guild === null ? channel : null }, RECENT);
  }

  async #mayRead(posting: Posting, asker: Asker, known: Known = new Map()): Promise<boolean> {
    if (posting.private && posting.asker !== asker.user) return false;
    if (posting.guild !== asker.guild) return false;
    const { channel } = posting;
    if (posting.guild !== null && !known.has(channel))
      known.set(channel, await this.#permissions(channel, asker.member));
    const permissions = known.get(channel);
    // Outside servers, and in servers that the bot is no member of, all that is known is that who asks here reads here.
    return permissions?.has(MAY_READ) ?? posting.channel === asker.channel;
  }

  /** A member's permissions in a channel of this server, or null where they cannot be known. */
  async #permissions(id: string, member: Asker["member"]): Promise<Permissions> {
    if (!(member instanceof GuildMember)) return null;
    const channel = await this.#client.channels.fetch(id).catch(() => null);
    if (!channel || channel.isDMBased()) return null;
    if (isPrivateThread(channel)) {
      // Asked anew each time: who leaves is not told to a bot without a privileged intent.
      const inside = await channel.members.fetch({ member: member.id, force: true, cache: false }).catch(() => null);
      const permissions = channel.permissionsFor(member);
      return inside || permissions?.has(PermissionFlagsBits.ManageThreads) ? permissions : null;
    }
    return channel.permissionsFor(member);
  }

  /** Whether the message that holds what was posted still exists; what is gone is forgotten, also when its event was missed. */
  async #stillThere(posting: Posting): Promise<boolean> {
    const { id, from, channel, message, card, private: isPrivate } = posting;
    if (from !== null && (await this.#records.postings.get(from)) === null) {
      await this.#records.postings.forget([id]); // it was on its way when that was forgotten
      return false;
    }
    const holds = message ?? (isPrivate ? null : card);
    if (!holds) return true;
    const place = message ? channel : placeOfCard(posting);
    const gone = await this.#rest.get(Routes.channelMessage(place, holds)).then(
      () => false,
      (thrown: unknown) => isMissing(thrown), // no right to look, or no answer: that tells nothing
    );
    if (gone) await this.#records.postings.forget([id]);
    return !gone;
  }
}

const isPrivateThread = (channel: Channel): channel is PrivateThreadChannel =>
  channel.type === ChannelType.PrivateThread;
