import type { z } from "zod";

/**
 * A request for structured output, independent of the server. `name` is the name of the schema. `completeness`: how
 * much (0..1) there is of what was asked for in what is left of an answer that was cut; by default, nothing. `document`
 * is the part of `user` whose lines are numbered from `firstLine` to `lastLine`.
 */
export type ChatCall<T> = {
  name: string;
  schema: z.ZodObject & z.ZodType<T>;
  system: string;
  user: string;
  maxOutputTokens: number;
  completeness?(value: T): number;
  document?: { text: string; firstLine: number; lastLine: number };
};
export type ChatMessage = { role: "system" | "user" | "assistant"; content: string };
