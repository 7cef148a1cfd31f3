import type { HeadLine } from "./lines.ts";

/** The publisher in a copyright line: "© 2026 The Marenholm Ledger. All rights reserved." */
const PUBLISHER =
  /(?:©|\([cC]\)|[Cc]opyright)[\s\d,©–-]{2,20}(?:by |von |par )?(\p{Lu}[\p{L}\p{N}&'’ ]{1,40}?)(?=\s*(?:$|[.,;|–]|[Aa]ll [Rr]ights|Inc|Ltd|LLC))/u;
const COPYRIGHT_MARK = /©|\([cC]\)|[Cc]opyright/;
/** Maximum length of a copyright line, in UTF-16 units. */
const MAX_COPYRIGHT_UNITS = 140;

/** Returns the publisher in the first copyright line that names one, or null. */
export function findPublisher(lines: HeadLine[]): string | null {
  for (const { text } of lines) {
    if (text.length > MAX_COPYRIGHT_UNITS || !COPYRIGHT_MARK.test(text)) continue;
    const publisher = PUBLISHER.exec(text)?.[1]?.trim();
    if (publisher) return publisher;
  }
  return null;
}
