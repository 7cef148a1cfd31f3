/**
 * Escapes text from a document or model so that Discord shows it as plain text: no formatting, mentions, links,
 * invites, headings or lists, and no invisible characters. discord.js's `escapeMarkdown` is not enough: by default, it
 * does not escape mentions, masked links or list markers.
 */
function escapeForDiscord(text: string): string {
  return visibleText(text)
    .replace(/[\\*_~`|<>@#:[\]()]/g, "\\$&")
    .replace(INVITE, "\\.")
    .replace(
      /^(\s*)([-+]|\d+\.)(?=\s)/gm,
      (_, indent: string, marker: string) => `${indent}${marker.replace(/.$/, "\\$&")}`,
    );
}

/**
 * Escapes untrusted text for a single line of a card. The text is truncated to `limit` UTF-16 units before escaping, so
 * the result can be longer. It is empty if the text has no visible characters.
 */
export const escapeUntrusted = (text: string, limit: number): string =>
  escapeForDiscord(truncate(visibleText(text).replace(/\s+/g, " "), limit));

/** Discord recognises an invite even without "https://". */
const INVITE = /(?<=\bdiscord(?:app)?)\.(?=gg|com)/gi;

/**
 * Format characters, lone surrogates and characters that are ignored when rendering, except the zero-width joiner and
 * the emoji variation selector.
 */
const INVISIBLE = /[[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]--[\u200d\ufe0f]]/gv;
/** Zero-width joiners and variation selectors outside an emoji. */
const STRAY_JOINER = /(?<!\p{Extended_Pictographic}\ufe0f?|[\u{1f3fb}-\u{1f3ff}])\u200d/gu;
const STRAY_SELECTOR = /(?<!\p{Emoji})\ufe0f/gu;
/** Control characters and whitespace other than line feeds. U+2800 is the blank Braille pattern. */
const BLANK = /[[\p{Cc}\p{Zl}\p{Zp}\u2800]--[\n]]|[^\S\n]+/gv;

/**
 * Removes zero-width, bidirectional and tag characters, replaces control characters and whitespace with spaces, and
 * trims the text. Up to two consecutive line feeds and the joiners inside emoji are kept.
 */
export function visibleText(text: string): string {
  return text
    .replace(INVISIBLE, "")
    .replace(STRAY_SELECTOR, "")
    .replace(STRAY_JOINER, "")
    .replace(BLANK, " ")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Truncates text to at most `limit` UTF-16 units, including the "…" at the end. The cut is between graphemes, or at the
 * last space if that space is in the last fifth of the shortened text.
 */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, limit + 64))) {
    if (index + segment.length > limit - 1) break;
    end = index + segment.length;
  }
  const space = text.lastIndexOf(" ", end);
  return `${text.slice(0, space > end * 0.8 ? space : end).trimEnd()}…`;
}
