/**
 * Characters that Discord would take for the end of an address in `(<…>)` or for formatting. A URL may contain some of
 * them unencoded, depending on where they stand.
 */
const BREAKING = /[\s<>|\\`\p{Cc}\p{Cs}]/gu;
/** Parentheses that do not form pairs, or nested pairs. Discord ends the address at such a one. */
const UNPAIRED = /\([^()]*\)|[()]/g;
/** Begins the part of a fragment that only the browser sees (https://wicg.github.io/scroll-to-text-fragment/). */
const DIRECTIVE_DELIMITER = ":~:";

/**
 * Returns an address as it can stand in a masked link, `[label](<address>)`, or null if it is not that of a web page.
 * Percent-encoded characters stay as they are: `%2C` and `,` can lead to different pages.
 */
export function linkableAddress(address: string): string | null {
  const url = URL.parse(address.toWellFormed());
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return url.href
    .replace(BREAKING, (character) => encodeURIComponent(character))
    .replace(UNPAIRED, (found) => (found.length > 1 ? found : encodeParenthesis(found)));
}

const encodeParenthesis = (parenthesis: string): string => (parenthesis === "(" ? "%28" : "%29");

/** Adds a text directive to a linkable address, in place of the one that it has. */
export function withTextDirective(address: string, directive: string): string {
  const [page, fragment = ""] = splitFragment(address);
  return `${page}#${fragment.split(DIRECTIVE_DELIMITER, 1)[0]}${DIRECTIVE_DELIMITER}text=${directive}`;
}

/** Makes a linkable address of a PDF file open at a page, as browsers' viewers do (RFC 8118, section 3). */
export const withPage = (address: string, page: number): string => `${splitFragment(address)[0]}#page=${page}`;

function splitFragment(address: string): [page: string, fragment?: string] {
  const at = address.indexOf("#");
  return at < 0 ? [address] : [address.slice(0, at), address.slice(at + 1)];
}
