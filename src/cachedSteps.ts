import {
  answerKey,
  type Cache,
  comparisonKey,
  digestKey,
  documentKey,
  parseAnswer,
  parseComparison,
  parseDigest,
  parseDocument,
} from "./cache/index.ts";
import type { Generation } from "./generation.ts";
import { type Comparison, factsOf, NO_USAGE } from "./model/index.ts";
import type { Steps } from "./pith.ts";
import { sectionFacts } from "./sectionDigest.ts";
import { reanchorAnswer, reanchorComparison, reanchorDigest } from "./verify/index.ts";

/**
 * Wraps reading and generation in the cache. Cache keys depend only on content, so a cached result may come from the
 * same text under another title or address. Document facts are therefore always taken from the current document. A
 * cached result costs nothing, so its usage is zero.
 */
export function cachedSteps(read: Steps["read"], generation: Generation, cache: Cache): Omit<Steps, "loadSource"> {
  return {
    async read(intake, context) {
      const { value } = await cache.remember(documentKey(intake), parseDocument, context, async (shared) => ({
        value: await read(intake, shared),
        keep: true,
      }));
      return value;
    },

    async digest(document, options, context, bypassCache = false) {
      const key = digestKey(document.id, options, generation.fingerprint("digest", options));
      const { value, cached } = await cache.remember(
        key,
        (stored) => parseDigest(stored, document),
        context,
        (shared) => generation.digest(document, options, shared),
        bypassCache,
      );
      const digest = cached ? reanchorDigest(value, document) : value;
      const facts = options.section === null ? factsOf(document) : sectionFacts(document, options.section);
      return { ...digest, document: facts, ...(cached && { usage: NO_USAGE }), cached };
    },

    async answer(documents, question, context) {
      const ids = documents.map(({ id }) => id);
      const key = answerKey(ids, question, generation.fingerprint("answer", question));
      const { value, cached } = await cache.remember(
        key,
        (stored) => parseAnswer(stored, documents),
        context,
        (shared) => generation.answer(documents, question, shared),
      );
      const facts = documents.map(({ id, title, url }) => ({ id, title, url }));
      return { ...reanchorAnswer(value, documents), documents: facts, ...(cached && { usage: NO_USAGE }), cached };
    },

    async compare(documents, options, context) {
      const [first, second] = documents;
      const key = comparisonKey([first.id, second.id], options, generation.fingerprint("compare", options));
      const { value, cached } = await cache.remember(
        key,
        (stored) => parseComparison(stored, documents),
        context,
        (shared) => generation.compare(documents, options, shared),
      );
      const facts: Comparison["documents"] = [factsOf(first), factsOf(second)];
      return { ...reanchorComparison(value, documents), documents: facts, ...(cached && { usage: NO_USAGE }), cached };
    },
  };
}
