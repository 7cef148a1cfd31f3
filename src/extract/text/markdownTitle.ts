import type { RawBlock } from "../../model/index.ts";
import { isSectionName } from "../../sections/index.ts";
import { definedSubject } from "../../statements/index.ts";
import { detectLanguage, stopWordsOf } from "../../text/index.ts";
import type { ParsedHtml } from "../markup/index.ts";

/** Number of blocks at the start in which a document says what it is called. */
const OPENING_BLOCKS = 20;
/** Maximum length of a name in a definition, in words. */
const MAX_NAME_WORDS = 3;
/** The command that installs a package, up to its name. */
const INSTALL_COMMAND =
  /(?:^|\s|`|\$ )(?:(?:npm|pnpm|bun|deno) (?:i|install|add)|yarn (?:global )?add|pipx? install|uv (?:pip install|add)|cargo (?:add|install)|gem install|brew install|composer require|dotnet add package|luarocks install|opam install|cpanm?|go (?:get|install)) (?:-{1,2}[\w-]+ )*(@?[\w.-]+(?:\/[\w.-]+)*)/u;
/** Packages that everybody installs to install others. */
const INSTALLERS = /^(?:npm|pnpm|yarn|pip|-.*|\.+)$/;

/**
 * The title of a Markdown document: its first heading, unless that is the usual name of a section, or stands further down below
 * text that has said what the document is about. Then it is the name that the text defines, or of the package that is installed.
 */
export function markdownTitle({ blocks, blockElements, elements }: ParsedHtml): string | null {
  const isMain = (at: number): boolean => elements[blockElements[at]!]?.name === "h1";
  const first = blocks.findIndex(({ kind }) => kind === "heading");
  const opening = blocks.slice(0, OPENING_BLOCKS);
  if (first < 0) return definedName(opening);
  const { text } = blocks[first]!;
  if (!isSectionName(text, first === 0 && isMain(first)))
    return (isMain(first) ? null : definedName(blocks.slice(0, first))) ?? text;
  const isTitle = (block: RawBlock, at: number): boolean =>
    block.kind === "heading" && isMain(at) && !isMain(first) && !isSectionName(block.text);
  return opening.find(isTitle)?.text ?? definedName(opening) ?? installedPackage(blocks);
}

/** The name in the first definition: "Pebble is a tool that". Pronouns and general words are no names. */
function definedName(blocks: readonly RawBlock[]): string | null {
  for (const { kind, text } of blocks) {
    if (kind !== "paragraph" && kind !== "quote") continue;
    const subject = definedSubject(text)?.trim();
    if (!subject || subject.split(/\s+/).length > MAX_NAME_WORDS || !/^[\p{L}\p{N}@][^,;:!?。、]*$/u.test(subject))
      continue;
    const stopWords = stopWordsOf(detectLanguage(text));
    const isGeneral = subject.split(/\s+/).some((word) => stopWords.has(word.toLowerCase()));
    if (!isGeneral && !/^(?:これ|それ|本|この|这|此|本)/u.test(subject)) return subject;
  }
  return null;
}

function installedPackage(blocks: readonly RawBlock[]): string | null {
  for (const { text } of blocks) {
    const name = INSTALL_COMMAND.exec(text)?.[1];
    if (name && !INSTALLERS.test(name)) return name;
  }
  return null;
}
