import type { Document, Quote } from "../../model/index.ts";
import type { Translate } from "../catalogue/index.ts";
import type { Cite } from "../mark.ts";

export type CitedSource = { document: Document; address: string | null; upload: string | null };

export function createCiter(_sources: CitedSource[], _translate: Translate): Cite {
  return (quote: Quote) => ({ label: `¶ ${quote.paragraph}`, address: null });
}
export const linkLabel = (text: string): string => text.replace(/[[\]<>*_~`|\\]/g, "");
