/** Milliseconds of Discord's epoch, the first second of 2015 (https://discord.com/developers/docs/reference#snowflakes). */
const EPOCH = 1_420_070_400_000n;

/** Gives ids that carry the present time and only grow, as Discord's snowflakes do. */
export class Snowflakes {
  #last = 0n;

  next(): string {
    const now = (BigInt(Date.now()) - EPOCH) << 22n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    return String(this.#last);
  }

  /** One of a millisecond of its own: guilds are spread over shards by it. */
  nextMillisecond(): string {
    this.#last = ((this.#last >> 22n) + 1n) << 22n;
    return this.next();
  }
}

/** The shard of a guild; what belongs to no guild is on shard 0 (https://discord.com/developers/docs/events/gateway#sharding). */
export function shardOf(guild: string | null, shards: number): number {
  return guild ? Number((BigInt(guild) >> 22n) % BigInt(shards)) : 0;
}
