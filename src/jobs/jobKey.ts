import { hashedKey } from "../cache/index.ts";
import { canonicalUrl } from "../intake/index.ts";
import type { JobSpec, PostedSource } from "../model/index.ts";

/**
 * Returns the deduplication key of a job, computed before anything is fetched. For an attachment, the query string of
 * the URL is left out, because it is a signature that changes.
 */
export function jobKey(spec: JobSpec): string {
  switch (spec.kind) {
    case "summarise":
      return hashedKey("summarise", [sourceKey(spec.source), spec.options, spec.fresh]);
    case "digest":
      return hashedKey("anew", [spec.posting, spec.options, spec.fresh]);
    case "ask":
      return hashedKey("ask", [spec.postings, spec.question, ...(spec.source ? [sourceKey(spec.source)] : [])]);
    case "compare": {
      const sides = spec.sides.map((side) => ("url" in side ? { url: canonicalUrl(side.url) } : side));
      return hashedKey("compare", [sides, spec.options]);
    }
  }
}

function sourceKey(source: PostedSource): unknown[] {
  switch (source.from) {
    case "text":
      return ["text", source.text, source.mediaType];
    case "url":
      return ["url", canonicalUrl(source.url)];
    case "attachment":
      return ["attachment", source.url.split("?", 1)[0], source.name, source.mediaType];
  }
}
