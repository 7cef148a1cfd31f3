import type { Hiding } from "./styleSheets.ts";

const HIDDEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|max-height)\s*:\s*0(?:\.0*)?(?:px|em|rem|pt|%)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{4,}/i;
const TRANSPARENT = /opacity\s*:\s*0(?:\.0*)?%?\s*(?:;|!|$)/i;
/** What is transparent and moved is about to be faded in: page builders write the start of the animation inline. */
const MOVED = /transform\s*:/i;

/** Whole pages are hidden by an attribute until a script shows them: what is said of these two hides nothing. */
const PAGE = new Set(["html", "body"]);

/** React sends parts of a page hidden and has a script put them where they belong (Fizz, "segment" ids). */
const SEGMENT = /^S:[\da-f]+$/;

/** Whether nobody sees an element or what is in it: by attribute, by its inline style, or by a style sheet of the page. */
export function isHidden(name: string, attributes: Record<string, string>, hiding: Hiding | null): boolean {
  if (PAGE.has(name)) return false;
  if ("hidden" in attributes && !SEGMENT.test(attributes.id ?? "")) return true;
  if (attributes["aria-hidden"] === "true") return true;
  if (hiding?.(name, attributes)) return true;
  const { style } = attributes;
  if (!style) return false;
  return HIDDEN_STYLE.test(style) || (TRANSPARENT.test(style) && !MOVED.test(style));
}
