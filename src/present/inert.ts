/**
 * Text from a document or a model as Discord shows it and nothing more: no format, ping, link, heading or list of its
 * own, no character that nobody sees. Discord's `escapeMarkdown` leaves mentions, masked links and list marks.
 */
export function inert(text: string): string {
  return visible(text)
    .replace(/[\\*_~`|<>@#:[\]()]/g, "\\$&")
    .replace(
      /^(\s*)([-+]|\d+\.)(?=\s)/gm,
      (_, indent: string, mark: string) => `${indent}${mark.replace(/.$/, "\\$&")}`,
    );
}

/** Without control, zero-width, bidirectional and tag characters; joiners stay between the parts of an emoji. */
function visible(text: string): string {
  return text
    .replace(/[\p{Cf}--\u200d]/gv, "")
    .replace(/(?<!\p{Extended_Pictographic}\ufe0f?|[\u{1f3fb}-\u{1f3ff}])\u200d/gu, "")
    .replace(/[[\p{Cc}\p{Zl}\p{Zp}]--[\n]]|[^\S\n]+/gv, " ")
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
