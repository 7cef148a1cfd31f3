/** So much of a page's own style sheets is looked at. */
const MOST_STYLES = 400_000;
const MOST_CLASSES = 40;

/** A style sheet, or what may hold something that looks like one and is none: no screen with scripts shows noscript. */
const OPENS = /<(?:!--|(style|script|noscript|template)\b([^<>]*)>)/gi;
const CLOSES: Record<string, RegExp> = {
  "!--": /-->/g, style: /<\/style/gi, script: /<\/script/gi, noscript: /<\/noscript/gi, template: /<\/template/gi,
}; // biome-ignore format: a table reads better in rows
/** A sheet for printers and the like tells nothing of the screen. */
const OTHER_MEDIUM = /\bmedia\s*=\s*["']?\s*(?!all\b|screen\b)[a-z(]/i;
/** Blocks whose rules hold whatever the window, the printer or the reader's settings are. */
const ALWAYS = /^@(?:layer\b|media\s+(?:all|screen)\s*$)/i;
const HIDES = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)(?![\w-])/i;
const SHOWS = /(?:^|[;\s])(?:display\s*:\s*(?!none(?![\w-]))[a-z]|visibility\s*:\s*visible)/i;
/** One class or id, perhaps of one kind of element. */
const SIMPLE = /^([a-z][a-z\d]*)?([.#][\w-]+)$/i;
const NAMES = /[.#][\w-]+/g;

/** Whether a page's own style sheets hide an element whatever its place. */
export type Hiding = (name: string, attributes: Record<string, string>) => boolean;

/**
 * What the `<style>` elements of a page hide by a plain rule (`.x { display: none }`, `#x`, `div.x`), in a time linear in
 * their length. A class or id that any rule shows, also under a condition (`.tab.open`, a wide window), is not hidden:
 * a reader can come to see it. Null when nothing is hidden.
 */
export function hidingOf(html: string): Hiding | null {
  const hidden = new Set<string>();
  const shown = new Set<string>();
  for (const sheet of sheetsOf(html)) readSheet(sheet, hidden, shown);
  for (const selector of hidden) if (shown.has(SIMPLE.exec(selector)![2]!)) hidden.delete(selector);
  if (hidden.size === 0) return null;
  return (name, { class: classes, id }) => {
    const hides = (own: string): boolean => hidden.has(own) || hidden.has(name + own);
    if (id && hides(`#${id}`)) return true;
    const names = classes?.split(/\s+/, MOST_CLASSES) ?? [];
    return names.some((one) => hides(`.${one}`));
  };
}

function* sheetsOf(html: string): Generator<string> {
  let left = MOST_STYLES;
  OPENS.lastIndex = 0;
  for (let opens = OPENS.exec(html); opens && left > 0; opens = OPENS.exec(html)) {
    const name = opens[1]?.toLowerCase() ?? "!--";
    const start = OPENS.lastIndex;
    const closes = CLOSES[name]!;
    closes.lastIndex = start;
    const end = closes.exec(html)?.index ?? html.length;
    OPENS.lastIndex = end;
    if (name !== "style" || OTHER_MEDIUM.test(opens[2]!)) continue;
    const sheet = html.slice(start, Math.min(end, start + left));
    left -= sheet.length;
    yield withoutComments(sheet);
  }
}

function withoutComments(sheet: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let comment = sheet.indexOf("/*"); comment >= 0; comment = sheet.indexOf("/*", at)) {
    parts.push(sheet.slice(at, comment));
    const end = sheet.indexOf("*/", comment + 2);
    at = end < 0 ? sheet.length : end + 2;
  }
  parts.push(sheet.slice(at));
  return parts.join(" ");
}

function readSheet(sheet: string, hidden: Set<string>, shown: Set<string>): void {
  /** For each open block with `@` whether its rules hold only under a condition. */
  const blocks: boolean[] = [];
  let conditions = 0;
  let start = 0;
  let selectors: string | null = null;
  for (const { 0: sign, index } of sheet.matchAll(/[{}]/g)) {
    const part = sheet.slice(start, index);
    start = index + 1;
    if (sign === "{") {
      selectors = part.slice(part.lastIndexOf(";") + 1).trim();
      if (!selectors.startsWith("@")) continue;
      const conditional = !ALWAYS.test(selectors);
      blocks.push(conditional);
      if (conditional) conditions++;
      selectors = null;
    } else if (selectors === null) {
      if (blocks.pop()) conditions--;
    } else {
      readRule(selectors, part, conditions > 0);
      selectors = null;
    }
  }

  function readRule(selectors: string, declarations: string, conditional: boolean): void {
    if (SHOWS.test(declarations)) {
      for (const selector of selectors.split(","))
        for (const name of lastPart(selector).match(NAMES) ?? []) shown.add(name);
    } else if (!conditional && HIDES.test(declarations)) {
      for (const selector of selectors.split(",")) if (SIMPLE.test(selector.trim())) hidden.add(selector.trim());
    }
  }
}

/** What a selector says of the element itself, not of what it stands in. */
const lastPart = (selector: string): string =>
  selector
    .trim()
    .split(/[\s>+~]+/)
    .at(-1)!;
