import type { Outcome } from "./cache/index.ts";
import { type Digest, type Document, factsOf, type Options, PithError, type TaskContext } from "./model/index.ts";
import { findSection, headingStarts, listSections, type Section } from "./sections/index.ts";
import { countWords } from "./text/index.ts";
import { reanchorDigest } from "./verify/index.ts";

/** Maximum number of sections that an error lists, and of UTF-16 units of each name. */
const MAX_LISTED = 12;
const MAX_NAME_LENGTH = 40;

type DigestStep = (document: Document, options: Options, context: TaskContext) => Promise<Outcome<Digest>>;

/**
 * Digests the section of a document that the options name. Its quotes have their places in the whole document.
 * @param digest digests a whole document
 * @throws PithError `no_section` if the document has no such section, and what `digest` throws
 */
export async function digestSection(
  document: Document,
  { section: name, ...options }: Options & { section: string },
  context: TaskContext,
  digest: DigestStep,
): Promise<Outcome<Digest>> {
  const section = requireSection(document, name);
  const toWhole = (part: Digest): Digest => placeQuotes(part, section, document);
  const shifted: TaskContext = {
    ...context,
    report: (progress) =>
      context.report(progress.stage === "draft" ? { ...progress, digest: toWhole(progress.digest) } : progress),
  };
  const outcome = await digest(cutSection(document, section), { ...options, section: null }, shifted);
  return { ...outcome, value: toWhole(outcome.value) };
}

/** Returns the facts of a document for the digest of a section, whose heading and number of words they name. */
export function sectionFacts(document: Document, name: string): Digest["document"] {
  const section = requireSection(document, name);
  const title = [document.title, section.heading].filter(Boolean).join(" – ");
  return { ...factsOf(document), title, words: cutSection(document, section).words };
}

function requireSection(document: Document, name: string): Section {
  const section = findSection(document, name);
  if (section) return section;
  const names = listSections(document).map((heading) =>
    heading.length > MAX_NAME_LENGTH ? `${heading.slice(0, MAX_NAME_LENGTH - 1).trimEnd()}…` : heading,
  );
  throw new PithError("no_section", names.slice(0, MAX_LISTED).join(" · ") || null);
}

/** Returns a document of the section's text alone. It keeps the id of the whole, of which its quotes become part. */
function cutSection(document: Document, { start, end }: Section): Document {
  const text = document.text.slice(start, end);
  const headings = headingStarts(document);
  const blocks = document.blocks
    .filter((block) => block.start >= start && block.end <= end)
    .map((block) => ({
      // Plain text does not mark its headings; they must not count as sentences.
      kind: headings.has(block.start) ? ("heading" as const) : block.kind,
      page: block.page,
      start: block.start - start,
      end: block.end - start,
    }));
  return { ...document, text, blocks, words: countWords(text) };
}

/** Moves the quotes of a section's digest to their places in the whole document. */
function placeQuotes(digest: Digest, { start }: Section, document: Document): Digest {
  const move = <Q extends { start: number; end: number }>(quote: Q): Q => ({
    ...quote,
    start: quote.start + start,
    end: quote.end + start,
  });
  const moved = {
    ...digest,
    gistQuotes: digest.gistQuotes.map(move),
    points: digest.points.map((point) => ({ ...point, quotes: point.quotes.map(move) })),
    claims: digest.claims.map((claim) => ({ ...claim, quote: claim.quote && move(claim.quote) })),
  };
  return reanchorDigest(moved, document);
}
