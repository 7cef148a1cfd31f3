/** Discord's epoch in milliseconds since the Unix epoch (https://discord.com/developers/docs/reference#snowflakes). */
const EPOCH = 1_420_070_400_000n;

/** Generates strictly increasing snowflakes that contain the current time. */
export class SnowflakeGenerator {
  #last = 0n;

  next(): string {
    const now = (BigInt(Date.now()) - EPOCH) << 22n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    return String(this.#last);
  }

  /**
   * Generates a snowflake with a later timestamp than all earlier ones. The shard of a guild depends only on the
   * timestamp of its id, so guilds with the same timestamp would always share a shard.
   */
  nextInNewMillisecond(): string {
    this.#last = ((this.#last >> 22n) + 1n) << 22n;
    return this.next();
  }
}

/**
 * The index of the shard that receives a guild's events; 0 for events without a guild.
 * (https://discord.com/developers/docs/events/gateway#sharding)
 */
export function shardOf(guild: string | null, shards: number): number {
  return guild ? Number((BigInt(guild) >> 22n) % BigInt(shards)) : 0;
}
