import { type APIInteractionGuildMember, GuildMember, PermissionFlagsBits, PermissionsBitField } from "discord.js";
import type { Jobs } from "../../jobs/index.ts";
import { PithError, type ServerSettings } from "../../model/index.ts";
import type { Records } from "../../records/index.ts";
import type { Asker } from "./documentAccess.ts";
import { settingsAt } from "./settings.ts";

const MINUTE_MS = 60_000;
/** Jobs that wait in line at most: an hour of work for a process on a slow model. */
const MOST_WAITING = 1000;

/** Whether an asker may use Pith here and now, by what the server has set and by how often he asks. */
export class Admission {
  readonly #jobs: Pick<Jobs, "load">;
  readonly #records: Records;
  readonly #perMinute: number | null;
  readonly #now: () => number;

  /** @param perMinute requests a minute that one person has, in all servers together; null for no limit */
  constructor(jobs: Pick<Jobs, "load">, records: Records, perMinute: number | null, now: () => number) {
    this.#jobs = jobs;
    this.#records = records;
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /**
   * Counts one request, and gives what is set where it was made. Who manages the server may do everything but hurry.
   * @throws PithError `not_here`, `busy` when so much waits that nobody would want to wait behind it, `rate_limited`
   */
  async admit(asker: Asker): Promise<ServerSettings> {
    const settings = await settingsAt(this.#records, asker);
    if (!manages(asker.member) && !(mayWho(settings, rolesOf(asker.member)) && mayWhere(settings, asker)))
      throw new PithError("not_here");
    if (this.#jobs.load.waiting >= MOST_WAITING) throw new PithError("busy");
    await this.#count(asker.user);
    return settings;
  }

  async #count(user: string): Promise<void> {
    if (this.#perMinute === null) return;
    const now = this.#now();
    const hits = await this.#records.rates.hit(`user:${user}`, now - (now % MINUTE_MS));
    if (hits > this.#perMinute) throw new PithError("rate_limited");
  }
}

type Member = GuildMember | APIInteractionGuildMember | null;

const rolesOf = (member: Member): string[] =>
  member instanceof GuildMember ? [...member.roles.cache.keys()] : (member?.roles ?? []);

/** Whether a member has Discord's Manage Server, by the permissions that Discord sent or those that are known. */
export function manages(member: Member): boolean {
  if (!member) return false;
  const permissions =
    member instanceof GuildMember ? member.permissions : new PermissionsBitField(BigInt(member.permissions));
  return permissions.has(PermissionFlagsBits.ManageGuild);
}

function mayWho({ allowedRoles, refusedRoles }: ServerSettings, roles: string[]): boolean {
  if (roles.some((role) => refusedRoles.includes(role))) return false;
  return allowedRoles.length === 0 || roles.some((role) => allowedRoles.includes(role));
}

/** A thread is where its channel is. */
function mayWhere({ allowedChannels, refusedChannels }: ServerSettings, { channel, parent }: Asker): boolean {
  const here = [channel, parent];
  if (here.some((id) => id !== null && refusedChannels.includes(id))) return false;
  return allowedChannels.length === 0 || here.some((id) => id !== null && allowedChannels.includes(id));
}
