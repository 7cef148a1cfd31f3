import { type Meta, NO_META, PithError, type RawBlock } from "../../model/index.ts";
import { parseHtml } from "../markup/index.ts";
import { ownAuthor, ownTitle } from "../properties.ts";
import { normalizeWhitespace } from "../whitespace.ts";
import { decodeXml, walkXml } from "./xml.ts";
import type { Parts } from "./zip.ts";

/** Maximum length of a metadata value, in UTF-16 units. */
const MAX_VALUE_LENGTH = 500;

/**
 * The content of a required part.
 * @throws PithError `damaged` if the part is missing
 */
export function requirePart(parts: Parts, name: string): Uint8Array {
  const part = parts.get(name);
  if (!part) throw new PithError("damaged", `it has no ${name}`);
  return part;
}

/**
 * Resolves a relative or absolute reference in the part `source` to a part name. Returns null for an external or
 * invalid URL.
 */
export function resolvePartName(source: string, reference: string): string | null {
  const base = `zip://package/${source}`;
  if (!URL.canParse(reference, base)) return null;
  const { protocol, host, pathname } = new URL(reference, base);
  if (protocol !== "zip:" || host !== "package") return null;
  const name = pathname.slice(1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // contains an invalid percent-encoding
  }
}

/** A relationship to another part of the package. `type` is the last segment of the type URI. */
export type Relationship = { id: string; type: string; target: string };

/** The relationships of a part of an Office package (ECMA-376 part 2, 9.3), excluding those with external targets. */
export function relationshipsOf(parts: Parts, name: string): Relationship[] {
  const slash = name.lastIndexOf("/") + 1;
  const part = parts.get(`${name.slice(0, slash)}_rels/${name.slice(slash)}.rels`);
  const relationships: Relationship[] = [];
  walkXml(decodeXml(part), {
    onOpenTag(tag, { Id = "", Type = "", Target = "", TargetMode }) {
      if (tag !== "Relationship" || TargetMode === "External") return;
      const target = resolvePartName(name, Target);
      if (target) relationships.push({ id: Id, type: Type.slice(Type.lastIndexOf("/") + 1), target });
    },
  });
  return relationships;
}

/** Reads the first Dublin Core title, creator, language and date in an XML part. The date is returned as written. */
export function dublinCore(xml: string): Meta & { date: string | null } {
  const values = new Map<string, string>();
  let openTag: string | null = null;
  let text = "";
  walkXml(xml, {
    onOpenTag(tag) {
      openTag = tag.startsWith("dc:") ? tag : null;
      text = "";
    },
    onText(chunk) {
      if (openTag) text += chunk;
    },
    onCloseTag(tag) {
      const value = normalizeWhitespace(text);
      if (tag === openTag && value && !values.has(tag)) values.set(tag, value.slice(0, MAX_VALUE_LENGTH));
      openTag = null;
    },
  });
  return {
    ...NO_META,
    title: values.get("dc:title") ?? null,
    byline: values.get("dc:creator") ?? null,
    language: values.get("dc:language") ?? null,
    date: values.get("dc:date") ?? null,
  };
}

/** Reads the title, author and language from the core properties of an Office document (ECMA-376 part 2, 11). */
export function coreProperties(parts: Parts): Meta {
  const { date: _, ...meta } = dublinCore(decodeXml(parts.get("docProps/core.xml")));
  return { ...meta, title: ownTitle(meta.title), byline: ownAuthor(meta.byline) };
}

/** Parses HTML into blocks with the page number `page`. If `kind` is given, it overrides the kind of every block. */
export function htmlToBlocks(html: string, page: number | null = null, kind?: RawBlock["kind"]): RawBlock[] {
  return parseHtml(html).blocks.map((block) => ({ ...block, page, ...(kind && { kind }) }));
}
