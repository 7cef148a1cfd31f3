import type { REST } from "discord.js";
import type { PostedSource } from "../../model/index.ts";

/** An address that is good for less than this is renewed before it is used. */
const SPARE_MS = 60_000;

/**
 * A source whose address still opens. Addresses of attachments are signed for a day (`ex`, in hex seconds since 1970):
 * one that has run out, since the work was written down long ago, is renewed.
 * https://discord.com/developers/docs/reference#signed-attachment-cdn-urls
 */
export async function freshSource(source: PostedSource, rest: REST, now: number): Promise<PostedSource> {
  if (source.from !== "attachment") return source;
  const expiry = new URL(source.url).searchParams.get("ex");
  if (!expiry || Number.parseInt(expiry, 16) * 1000 > now + SPARE_MS) return source;
  const body = { attachment_urls: [source.url] };
  const { refreshed_urls: refreshed } = (await rest.post("/attachments/refresh-urls", { body })) as {
    refreshed_urls: { refreshed: string | null }[];
  };
  return { ...source, url: refreshed[0]?.refreshed ?? source.url };
}
