/** A thing somebody posted, before anything is read. */
export type Source =
  | { from: "path"; path: string }
  | { from: "url"; url: string }
  /** A file posted on Discord: it may come from Discord's own file servers only. */
  | { from: "attachment"; url: string; name: string; mediaType?: string }
  | { from: "text"; text: string; mediaType?: string; name?: string; url?: string }
  | { from: "bytes"; bytes: Uint8Array; mediaType?: string; name?: string; url?: string };

/**
 * A thing that was taken in: its bytes, and what they are. Text comes decoded in `text`; other types stay bytes.
 * `name` is a file's name or null, `url` the address after redirects or null, `retrieved` when a page was fetched
 * (ISO 8601), where that was not now.
 */
export type Intake = { mediaType: string; name: string | null; url: string | null; retrieved?: string } & (
  | { text: string; bytes: null }
  | { text: null; bytes: Uint8Array }
);
