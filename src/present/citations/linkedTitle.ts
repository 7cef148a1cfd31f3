import type { Digest } from "../../model/index.ts";
import type { Translate } from "../catalogue/index.ts";
import { escapeUntrusted, truncate, visibleText } from "../escape.ts";
import { linkableAddress } from "./address.ts";

/** Length limits in UTF-16 units. A longer URL is not linked. */
const MAX_TITLE_LENGTH = 250;
const MAX_URL_LENGTH = 1000;

/**
 * Renders the title of a document, linked to its source. The limits are in UTF-16 units; a longer URL is not linked.
 * Discord shows a link as text if its label holds an emoji or an address. Such a title stands before the link.
 */
export function linkedTitle(
  { title, url }: Pick<Digest["document"], "title" | "url">,
  translate: Translate,
  maxTitleLength = MAX_TITLE_LENGTH,
  maxUrlLength = MAX_URL_LENGTH,
): string {
  const shown = truncate(visibleText(title ?? "").replace(/\s+/g, " "), maxTitleLength) || translate("untitled");
  const address = url === null ? null : linkableAddress(url);
  if (address === null || address.length > maxUrlLength) return escapeUntrusted(shown, maxTitleLength);
  if (UNLINKABLE.test(shown)) return `${escapeUntrusted(shown, maxTitleLength)} [${translate("open")}](<${address}>)`;
  return `[${linkLabel(shown)}](<${address}>)`;
}

/**
 * What leaves a masked link as text if its label contains it: emoji, addresses and invites
 * (https://github.com/discord/discord-api-docs/issues/6088, 7510, 7673 and 7721). `:name:` can be an emoji too.
 */
const UNLINKABLE =
  /[\p{Emoji}--[0-9#*]]|\u20e3|\p{RGI_Emoji}|:\/\/\S|\bwww\.|\bdiscord(?:app)?\.(?:gg|com)|<[^\s<>][^<>]*>|:[\w+\-]*[a-z_][\w+\-]*:/iv;

/**
 * Look-alikes of the characters that format text. Nothing can be escaped in the label of a masked link: Discord shows
 * the backslash (https://github.com/discord/discord-api-docs/issues/6185).
 */
const LOOK_ALIKES: Record<string, string> = {
  "[": "［",
  "]": "］",
  "*": "∗",
  _: "＿",
  "~": "∼",
  "`": "ˋ",
  "|": "∣",
  "\\": "∖",
  "@": "＠",
  "<": "＜",
  ">": "＞",
};
/** Underscores within a word, single bars and single tildes do not format. Neither does an @ that mentions nobody. */
const FORMATTING = /[[\]*`\\<>]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\|\|+|~~+|@(?=everyone|here)/giu;

/** Replaces what would format the label of a masked link, or end it. The length stays the same. */
export const linkLabel = (text: string): string =>
  text.replace(FORMATTING, (found) => Array.from(found, (character) => LOOK_ALIKES[character]!).join(""));
