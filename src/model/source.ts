/** Something a user posted, before it is read. */
export type Source =
  | { from: "path"; path: string }
  | { from: "url"; url: string }
  /** A file posted on Discord. It is only fetched from Discord's own file servers. */
  | { from: "attachment"; url: string; name: string; mediaType?: string }
  | { from: "text"; text: string; mediaType?: string; name?: string; url?: string }
  | { from: "bytes"; bytes: Uint8Array; mediaType?: string; name?: string; url?: string };

/**
 * The content of a source and its media type. Text formats are decoded into `text`; other formats stay `bytes`. `name`
 * is the file name and `url` the address after redirects; either can be null. `retrieved`, the time of the fetch (ISO
 * 8601), is only set if the page comes from the cache without revalidation.
 */
export type Intake = { mediaType: string; name: string | null; url: string | null; retrieved?: string } & (
  | { text: string; bytes: null }
  | { text: null; bytes: Uint8Array }
);
