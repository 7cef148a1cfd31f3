import type { Extracted } from "../../model/index.ts";
import { type FeedItem, listItems, MAX_ITEMS, plainTextToHtml } from "./items.ts";

type JsonObject = Record<string, unknown>;

/** Whether a JSON value is a JSON Feed, which names its version by an address (JSON Feed 1.1). */
export const isJsonFeed = (value: unknown): value is JsonObject =>
  typeof value === "object" &&
  value !== null &&
  /^https?:\/\/jsonfeed\.org\/version\//.test(String((value as JsonObject).version));

/**
 * The items of a JSON Feed in their order.
 * @throws PithError `empty` if no item has text
 */
export function extractJsonFeed(feed: JsonObject, mediaType: string): Extracted {
  const items = Array.isArray(feed.items) ? (feed.items as unknown[]) : [];
  const head = {
    title: plain(feed.title),
    date: "",
    language: typeof feed.language === "string" ? feed.language : null,
  };
  return listItems(items.slice(0, MAX_ITEMS).map(toItem), items.length, head, mediaType);
}

function toItem(value: unknown): FeedItem {
  const item = (typeof value === "object" ? value : null) as JsonObject | null;
  const summaries = [plain(item?.summary), plain(item?.content_text), text(item?.content_html)].filter(Boolean);
  return { title: plain(item?.title), date: text(item?.date_published) || text(item?.date_modified), summaries };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const plain = (value: unknown): string => text(value) && plainTextToHtml(text(value));
