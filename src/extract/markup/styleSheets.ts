/** Tests whether an element matches, by its name and its attributes. */
export type ElementMatcher = (name: string, attributes: Record<string, string>) => boolean;

/** Maximum total length of the style sheets read per page, in UTF-16 units. */
const MAX_STYLE_LENGTH = 400_000;
/** Maximum number of classes matched per element. */
const MAX_CLASSES = 40;

/**
 * Start of a style sheet, or of content in which a `<style>` tag has no effect: comments, scripts, `noscript` and
 * `template`.
 */
const RAW_CONTENT_START = /<(?:!--|(style|script|noscript|template)\b([^<>]*)>)/gi;
const RAW_CONTENT_END: Record<string, RegExp> = {
  "!--": /-->/g,
  style: /<\/style/gi,
  script: /<\/script/gi,
  noscript: /<\/noscript/gi,
  template: /<\/template/gi,
};
/** A `media` attribute other than `all` and `screen`, such as `print` or a media query. */
const OTHER_MEDIUM = /\bmedia\s*=\s*["']?\s*(?!all\b|screen\b)[a-z(]/i;
/** At-rules whose content applies to all screens. */
const UNCONDITIONAL_AT_RULE = /^@(?:layer\b|media\s+(?:all|screen)\s*$)/i;
const HIDING_DECLARATION = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)(?![\w-])/i;
const SHOWING_DECLARATION = /(?:^|[;\s])(?:display\s*:\s*(?!none(?![\w-]))[a-z]|visibility\s*:\s*visible)/i;
/** A class or id selector, optionally with an element name, such as `.x`, `#x` or `div.x`. */
const SIMPLE_SELECTOR = /^([a-z][a-z\d]*)?([.#][\w-]+)$/i;
const CLASS_OR_ID = /[.#][\w-]+/g;

/**
 * Creates a matcher for the elements hidden by the `<style>` elements of a page, in time linear in the length of the
 * page. Returns null if nothing is hidden. Only rules with simple selectors, such as `.x { display: none }`, hide
 * elements. A class or id does not match if any rule shows it, even under a condition such as `.tab.open` or a media
 * query, because its elements can then become visible.
 */
export function hiddenElementMatcher(html: string): ElementMatcher | null {
  const rules = new VisibilityRules();
  for (const sheet of styleSheets(html)) rules.addSheet(sheet);
  const hidden = rules.alwaysHidden();
  if (hidden.size === 0) return null;
  return (name, { class: classes, id }) => {
    const isMatch = (selector: string): boolean => hidden.has(selector) || hidden.has(name + selector);
    if (id && isMatch(`#${id}`)) return true;
    return (classes?.split(/\s+/, MAX_CLASSES) ?? []).some((className) => isMatch(`.${className}`));
  };
}

/** Yields the style sheets for screens in document order, without comments, up to a total of `MAX_STYLE_LENGTH`. */
function* styleSheets(html: string): Generator<string> {
  let remaining = MAX_STYLE_LENGTH;
  RAW_CONTENT_START.lastIndex = 0;
  for (let match = RAW_CONTENT_START.exec(html); match && remaining > 0; match = RAW_CONTENT_START.exec(html)) {
    const name = match[1]?.toLowerCase() ?? "!--";
    const start = RAW_CONTENT_START.lastIndex;
    const endPattern = RAW_CONTENT_END[name]!;
    endPattern.lastIndex = start;
    const end = endPattern.exec(html)?.index ?? html.length;
    RAW_CONTENT_START.lastIndex = end;
    if (name !== "style" || OTHER_MEDIUM.test(match[2]!)) continue;
    const sheet = html.slice(start, Math.min(end, start + remaining));
    remaining -= sheet.length;
    yield stripComments(sheet);
  }
}

function stripComments(sheet: string): string {
  const parts: string[] = [];
  let position = 0;
  for (let comment = sheet.indexOf("/*"); comment >= 0; comment = sheet.indexOf("/*", position)) {
    parts.push(sheet.slice(position, comment));
    const end = sheet.indexOf("*/", comment + 2);
    position = end < 0 ? sheet.length : end + 2;
  }
  parts.push(sheet.slice(position));
  return parts.join(" ");
}

/** The selectors of rules that hide or show elements. */
class VisibilityRules {
  /** Simple selectors of unconditional rules that hide elements. */
  readonly #hidden = new Set<string>();
  /** Classes and ids in the selectors of rules that show elements. */
  readonly #shown = new Set<string>();

  addSheet(sheet: string): void {
    /** For each open at-rule, whether it is conditional. */
    const atRules: boolean[] = [];
    let conditions = 0;
    let start = 0;
    let selectors: string | null = null;
    for (const { 0: brace, index } of sheet.matchAll(/[{}]/g)) {
      const part = sheet.slice(start, index);
      start = index + 1;
      if (brace === "{") {
        const prelude = part.slice(part.lastIndexOf(";") + 1).trim();
        selectors = prelude.startsWith("@") ? null : prelude;
        if (selectors !== null) continue;
        const isConditional = !UNCONDITIONAL_AT_RULE.test(prelude);
        atRules.push(isConditional);
        if (isConditional) conditions++;
      } else if (selectors === null) {
        if (atRules.pop()) conditions--;
      } else {
        this.#addRule(selectors, part, conditions > 0);
        selectors = null;
      }
    }
  }

  #addRule(selectors: string, declarations: string, isConditional: boolean): void {
    if (SHOWING_DECLARATION.test(declarations)) {
      for (const selector of selectors.split(","))
        for (const name of subjectOf(selector).match(CLASS_OR_ID) ?? []) this.#shown.add(name);
    } else if (!isConditional && HIDING_DECLARATION.test(declarations)) {
      for (const selector of selectors.split(","))
        if (SIMPLE_SELECTOR.test(selector.trim())) this.#hidden.add(selector.trim());
    }
  }

  /** The selectors that some rule hides and no rule shows. */
  alwaysHidden(): Set<string> {
    return new Set([...this.#hidden].filter((selector) => !this.#shown.has(SIMPLE_SELECTOR.exec(selector)![2]!)));
  }
}

/** The last compound selector of a complex selector. It is the one that matches the element itself. */
const subjectOf = (selector: string): string =>
  selector
    .trim()
    .split(/[\s>+~]+/)
    .at(-1)!;
