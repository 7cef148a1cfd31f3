/**
 * Text from a document or a model as Discord shows it and nothing more: no format, ping, link, invite, heading or list
 * of its own, no character that nobody sees. Discord's `escapeMarkdown` leaves mentions, masked links and list marks.
 */
export function inert(text: string): string {
  return visible(text)
    .replace(/[\\*_~`|<>@#:[\]()]/g, "\\$&")
    .replace(INVITE, "\\.")
    .replace(
      /^(\s*)([-+]|\d+\.)(?=\s)/gm,
      (_, indent: string, mark: string) => `${indent}${mark.replace(/.$/, "\\$&")}`,
    );
}

/** An invite is one without any https:// before it. */
const INVITE = /(?<=\bdiscord(?:app)?)\.(?=gg|com)/gi;

/** What nobody sees: control characters, halves of a pair, and all that Unicode lets be drawn as nothing. */
const UNSEEN = /[[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]--[\u200d\ufe0f]]/gv;
/** Joiners and selectors are seen within an emoji, where they stay. */
const STRAY_JOINER = /(?<!\p{Extended_Pictographic}\ufe0f?|[\u{1f3fb}-\u{1f3ff}])\u200d/gu;
const STRAY_SELECTOR = /(?<!\p{Emoji})\ufe0f/gu;
/** U+2800 is a letter of Braille without a dot. */
const BLANK = /[[\p{Cc}\p{Zl}\p{Zp}\u2800]--[\n]]|[^\S\n]+/gv;

/** Without control, zero-width, bidirectional and tag characters; joiners stay between the parts of an emoji. */
export function visible(text: string): string {
  return text
    .replace(UNSEEN, "")
    .replace(STRAY_SELECTOR, "")
    .replace(STRAY_JOINER, "")
    .replace(BLANK, " ")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** At most `limit` UTF-16 units of raw text, cut between graphemes and, where one is near, at a space. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, limit + 64))) {
    if (index + segment.length > limit - 1) break;
    end = index + segment.length;
  }
  const space = text.lastIndexOf(" ", end);
  return `${text.slice(0, space > end * 0.8 ? space : end).trimEnd()}…`;
}
