import { z } from "zod";
import { ENGINES, LENGTHS } from "../model/index.ts";
import { isLanguageTag } from "../text/index.ts";

const id = z.union([z.string(), z.number()]);
const language = z
  .string()
  .refine((tag) => tag === "auto" || isLanguageTag(tag), "must be auto or a tag such as en or pt-BR")
  .optional();
/** Schema of a row with a source. `url` is only metadata of the given content; it is not fetched. */
const source = z
  .object({
    id,
    path: z
      .string()
      .regex(/^(?![a-z][a-z\d+.-]+:\/\/)/i, "is an address; rows take files, texts and bytes")
      .optional(),
    text: z.string().optional(),
    base64: z.base64().optional(),
    mediaType: z.string().optional(),
    name: z.string().optional(),
    url: z.string().optional(),
  })
  .refine((row) => [row.path, row.text, row.base64].filter((given) => given !== undefined).length === 1, {
    error: "needs one of path, text and base64",
  });

/** Schemas of the input rows of `pith batch`, by operation. Rows may have additional members, such as metadata. */
export const BatchRowSchemas = {
  extract: source,
  summarise: source.safeExtend({
    length: z.enum(LENGTHS).optional(),
    sentences: z.number().int().min(1).max(1000).optional(),
    language,
    focus: z.string().optional(),
    engine: z.enum(ENGINES).optional(),
  }),
  ask: source.safeExtend({ question: z.string().min(1), language }),
  verify: z.object({
    id,
    document: z.string(),
    claim: z.string().min(1),
    quote: z.string().optional(),
    speaker: z.string().optional(),
  }),
  retrieve: z.object({
    id,
    document: z.string(),
    questions: z.array(z.string()),
    k: z.number().int().min(1).max(1000).default(10),
    language,
  }),
};
export type SourceRow = z.infer<typeof source>;
