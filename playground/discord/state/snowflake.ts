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
   * Generates a snowflake with an unused timestamp. Sharding depends on the timestamp alone, so that guilds need
   * distinct ones.
   */
  nextInNewMillisecond(): string {
    this.#last = ((this.#last >> 22n) + 1n) << 22n;
    return this.next();
  }
}

/** The shard of a guild; 0 without a guild (https://discord.com/developers/docs/events/gateway#sharding). */
export function shardOf(guild: string | null, shards: number): number {
  return guild ? Number((BigInt(guild) >> 22n) % BigInt(shards)) : 0;
}
