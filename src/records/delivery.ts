import { z } from "zod";

/**
 * Where and how a job's result is delivered, as plain data, so that any process can deliver it. A posting or turn that
 * results from the delivery has the same `id`. `origin` identifies the request for deduplication: the interaction id,
 * or the message id followed by the index of the source in the message. `asker`, `guild` and `channel` are Discord ids.
 */
export type Delivery = {
  id: string;
  origin: string;
  asker: string;
  guild: string | null;
  channel: string;
  /** The parent channel if `channel` is a thread; otherwise null. */
  parent: string | null;
  locale: string;
  private: boolean;
  /** Message that contains the source, or null. */
  source: string | null;
  /** Posting that this result is a variant of, or null. */
  from: string | null;
  /** Posting whose digest and card this result replaces, or null. */
  replaces: string | null;
  /**
   * `start` creates a discussion thread on the card. `here` means that the channel is itself a thread, which is used
   * for the discussion. Null means no thread.
   */
  thread: "start" | "here" | null;
  /**
   * - `interaction`: edits the original response (`@original`) until the token expires at `until` (ms since the Unix
   *   epoch). `alone` means that only the asker sees the response; `own` is the asker's locale.
   * - `message`: sends a message, as a reply to `replyTo` unless it is null. `quiet` means that nobody requested the
   *   digest: progress, errors and digests not worth posting are not shown.
   */
  via:
    | { by: "interaction"; application: string; token: string; until: number; alone: boolean; own: string }
    | { by: "message"; replyTo: string | null; quiet: boolean };
  /** Message that shows the progress or the result; null until one is sent. */
  message: string | null;
  /**
   * The overview that this source belongs to, the number of sources in it (`of`), and the display name of this source.
   * Null if the source was submitted alone.
   */
  overview: { id: string; of: number; name: string } | null;
};

/** Validates a stored delivery. The defaults apply to rows written before the respective field existed. */
export const DeliverySchema = z.object({
  id: z.string(),
  origin: z.string(),
  asker: z.string(),
  guild: z.string().nullable(),
  channel: z.string(),
  parent: z.string().nullable().default(null),
  locale: z.string(),
  private: z.boolean(),
  source: z.string().nullable(),
  from: z.string().nullable().default(null),
  replaces: z.string().nullable().default(null),
  thread: z.enum(["start", "here"]).nullable(),
  via: z.discriminatedUnion("by", [
    z.object({
      by: z.literal("interaction"),
      application: z.string(),
      token: z.string(),
      until: z.number().int(),
      alone: z.boolean().default(false),
      own: z.string().default("en-GB"),
    }),
    z.object({ by: z.literal("message"), replyTo: z.string().nullable(), quiet: z.boolean() }),
  ]),
  message: z.string().nullable(),
  overview: z.object({ id: z.string(), of: z.number().int(), name: z.string() }).nullable().default(null),
}) satisfies z.ZodType<Delivery>;
