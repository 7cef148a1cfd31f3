import type { ElementMatcher } from "./styleSheets.ts";

const HIDDEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|max-height)\s*:\s*0(?:\.0*)?(?:px|em|rem|pt|%)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{4,}/i;
const TRANSPARENT_STYLE = /opacity\s*:\s*0(?:\.0*)?%?\s*(?:;|!|$)/i;
/** A transparent element with a transform counts as visible: page builders inline the initial state of animations. */
const TRANSFORM = /transform\s*:/i;

/** Elements that never count as hidden: some pages hide the whole document until a script has run. */
const ROOT_ELEMENTS = new Set(["html", "body"]);

/**
 * Ids of the hidden elements in which React streams content (react-dom, Fizz). A script then moves the content into
 * place.
 */
const REACT_SEGMENT_ID = /^S:[\da-f]+$/;

/**
 * Whether an element and its content are hidden by its attributes, its inline style or the style sheets of the page.
 */
export function isHidden(
  name: string,
  attributes: Record<string, string>,
  isHiddenByCss: ElementMatcher | null,
): boolean {
  if (ROOT_ELEMENTS.has(name)) return false;
  if ("hidden" in attributes && !REACT_SEGMENT_ID.test(attributes.id ?? "")) return true;
  if (attributes["aria-hidden"] === "true") return true;
  if (isHiddenByCss?.(name, attributes)) return true;
  const { style } = attributes;
  if (!style) return false;
  return HIDDEN_STYLE.test(style) || (TRANSPARENT_STYLE.test(style) && !TRANSFORM.test(style));
}
