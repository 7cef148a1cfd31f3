import type { REST } from "discord.js";
import type { PostedSource } from "../../model/index.ts";

/** Remaining validity, in ms, at or below which an attachment URL is refreshed. */
const EXPIRY_MARGIN_MS = 60_000;

/**
 * Returns the source, with a new URL if it is an attachment whose URL has expired or is about to. Discord signs
 * attachment URLs for a limited time, and the job may have been stored for longer. The query parameter `ex` is the
 * expiry time as a hexadecimal number of seconds since 1970
 * (https://discord.com/developers/docs/reference#signed-attachment-cdn-urls).
 * @param now in ms since 1970
 */
export async function refreshAttachmentUrl(source: PostedSource, rest: REST, now: number): Promise<PostedSource> {
  if (source.from !== "attachment") return source;
  const expiry = new URL(source.url).searchParams.get("ex");
  if (!expiry || Number.parseInt(expiry, 16) * 1000 > now + EXPIRY_MARGIN_MS) return source;
  const body = { attachment_urls: [source.url] };
  const { refreshed_urls: urls } = (await rest.post("/attachments/refresh-urls", { body })) as {
    refreshed_urls: { refreshed: string | null }[];
  };
  return { ...source, url: urls[0]?.refreshed ?? source.url };
}
