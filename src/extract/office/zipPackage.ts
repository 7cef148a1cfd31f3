import { type Meta, NO_META, PithError, type RawBlock } from "../../model/index.ts";
import { readHtml } from "../html/blocks.ts";
import { tidy } from "../text/plainText.ts";
import { walkXml, xmlText } from "./xml.ts";
import type { Parts } from "./zip.ts";

/** What zipped documents have in common: parts that name each other, and properties in Dublin Core. */

/**
 * A part that the document cannot be without.
 * @throws PithError `damaged`
 */
export function partOf(parts: Parts, name: string): Uint8Array {
  const part = parts.get(name);
  if (!part) throw new PithError("damaged", `it has no ${name}`);
  return part;
}

/** The part that `target` names in the part `from`: relative to its folder, or from the root. Null for an address outside. */
export function resolvePart(from: string, target: string): string | null {
  const base = "zip://package/";
  if (!URL.canParse(target, base + from)) return null;
  const { protocol, host, pathname } = new URL(target, base + from);
  if (protocol !== "zip:" || host !== "package") return null;
  try {
    return decodeURIComponent(pathname.slice(1));
  } catch {
    return pathname.slice(1); // a name with a bare % in it
  }
}

export type Relation = { id: string; type: string; target: string };

/** What a part of an Office package refers to inside the package (ECMA-376 part 2, 9.3). External targets are left out. */
export function relationsOf(parts: Parts, name: string): Relation[] {
  const slash = name.lastIndexOf("/") + 1;
  const part = parts.get(`${name.slice(0, slash)}_rels/${name.slice(slash)}.rels`);
  const relations: Relation[] = [];
  walkXml(xmlText(part), {
    open(tag, { Id = "", Type = "", Target = "", TargetMode }) {
      if (tag !== "Relationship" || TargetMode === "External") return;
      const target = resolvePart(name, Target);
      if (target) relations.push({ id: Id, type: Type.slice(Type.lastIndexOf("/") + 1), target });
    },
  });
  return relations;
}

/** The first title, creator and language that an XML part gives in Dublin Core, and its date. */
export function dublinCore(xml: string): Meta & { date: string | null } {
  const said = new Map<string, string>();
  let name: string | null = null;
  let value = "";
  walkXml(xml, {
    open(tag) {
      name = tag.startsWith("dc:") ? tag : null;
      value = "";
    },
    text(text) {
      if (name) value += text;
    },
    close(tag) {
      if (tag === name && tidy(value) && !said.has(tag)) said.set(tag, tidy(value).slice(0, 500));
      name = null;
    },
  });
  const first = (tag: string): string | null => said.get(tag) ?? null;
  return {
    ...NO_META,
    title: first("dc:title"),
    byline: first("dc:creator"),
    language: first("dc:language"),
    date: first("dc:date"),
  };
}

/** Title, author and language of an Office document (ECMA-376 part 2, 11). */
export function officeMeta(parts: Parts): Meta {
  const { date: _, ...meta } = dublinCore(xmlText(parts.get("docProps/core.xml")));
  return meta;
}

/** HTML as blocks of one page, all of one kind when `kind` is given. */
export function blocksOf(html: string, page: number | null = null, kind?: RawBlock["kind"]): RawBlock[] {
  return readHtml(html).blocks.map((block) => ({ ...block, page, ...(kind && { kind }) }));
}
