import { type APIInteractionGuildMember, GuildMember, PermissionFlagsBits, PermissionsBitField } from "discord.js";
import type { JobQueue } from "../../jobs/index.ts";
import { PithError, type ServerSettings } from "../../model/index.ts";
import type { Records } from "../../records/index.ts";
import type { Requester } from "./documentAccess.ts";
import { effectiveSettings } from "./settings.ts";

const MINUTE_MS = 60_000;
/** Maximum queue length in jobs: about an hour of work for one process with a slow model. */
const MAX_WAITING_JOBS = 1000;

/**
 * Checks whether a user may make a request now. This depends on the server's role and channel settings, the length of
 * the queue and the rate limit.
 */
export class Preconditions {
  readonly #jobs: Pick<JobQueue, "load">;
  readonly #records: Records;
  readonly #perMinute: number | null;
  readonly #now: () => number;

  /** @param perMinute maximum number of requests per user per minute, across all servers; null for no limit */
  constructor(jobs: Pick<JobQueue, "load">, records: Records, perMinute: number | null, now: () => number) {
    this.#jobs = jobs;
    this.#records = records;
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /**
   * Checks a request, counts it against the rate limit, and returns the settings that apply to it. Members who manage
   * the server are exempt from its role and channel settings.
   * @throws PithError `not_here` if the server's settings exclude the requester; `busy` if the queue is full;
   *   `rate_limited` if the requester has made too many requests in this minute
   */
  async check(requester: Requester): Promise<ServerSettings> {
    const settings = await effectiveSettings(this.#records, requester);
    const isAllowed = isAllowedRole(settings, rolesOf(requester.member)) && isAllowedChannel(settings, requester);
    if (!canManageGuild(requester.member) && !isAllowed) throw new PithError("not_here");
    if (this.#jobs.load.waiting >= MAX_WAITING_JOBS) throw new PithError("busy");
    await this.#enforceRateLimit(requester.user);
    return settings;
  }

  async #enforceRateLimit(user: string): Promise<void> {
    if (this.#perMinute === null) return;
    const now = this.#now();
    const hits = await this.#records.rates.increment(`user:${user}`, now - (now % MINUTE_MS));
    if (hits > this.#perMinute) throw new PithError("rate_limited");
  }
}

type Member = GuildMember | APIInteractionGuildMember | null;

const rolesOf = (member: Member): string[] =>
  member instanceof GuildMember ? [...member.roles.cache.keys()] : (member?.roles ?? []);

/** Returns whether a member has the Manage Server permission. */
export function canManageGuild(member: Member): boolean {
  if (!member) return false;
  const permissions =
    member instanceof GuildMember ? member.permissions : new PermissionsBitField(BigInt(member.permissions));
  return permissions.has(PermissionFlagsBits.ManageGuild);
}

function isAllowedRole({ allowedRoles, refusedRoles }: ServerSettings, roles: string[]): boolean {
  if (roles.some((role) => refusedRoles.includes(role))) return false;
  return allowedRoles.length === 0 || roles.some((role) => allowedRoles.includes(role));
}

/** A thread is also matched by the id of its parent channel. */
function isAllowedChannel(
  { allowedChannels, refusedChannels }: ServerSettings,
  { channel, parent }: Requester,
): boolean {
  const ids = [channel, parent];
  if (ids.some((id) => id !== null && refusedChannels.includes(id))) return false;
  return allowedChannels.length === 0 || ids.some((id) => id !== null && allowedChannels.includes(id));
}
