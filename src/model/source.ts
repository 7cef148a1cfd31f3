/** Something a user posted, before it is read. */
export type Source =
  | { from: "path"; path: string }
  | { from: "url"; url: string }
  /** A file posted on Discord. It is fetched from Discord's file servers only. */
  | { from: "attachment"; url: string; name: string; mediaType?: string }
  | { from: "text"; text: string; mediaType?: string; name?: string; url?: string }
  | { from: "bytes"; bytes: Uint8Array; mediaType?: string; name?: string; url?: string };

/**
 * The content of a source and its media type. Text types are decoded into `text`, others stay `bytes`. `name` is the file
 * name or null, `url` the address after redirects or null. `retrieved` (ISO 8601) is set if the page came from the cache.
 */
export type Intake = { mediaType: string; name: string | null; url: string | null; retrieved?: string } & (
  | { text: string; bytes: null }
  | { text: null; bytes: Uint8Array }
);
