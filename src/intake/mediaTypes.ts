/** Media type for feeds in XML: RSS and Atom. */
export const FEED = "application/rss+xml";
/** Media type for XML without an extractor of its own. */
export const XML = "application/xml";
/** Media type for source code in any language, and for other text files in which layout matters. */
export const SOURCE_CODE = "text/x-source-code";

const OFFICE = "application/vnd.openxmlformats-officedocument";

/**
 * Media types by file name extension. An extension only refines the type detected from the bytes: it distinguishes
 * between text formats and between ZIP-based formats.
 */
export const TYPE_BY_EXTENSION: Record<string, string> = {
  ".txt": "text/plain",
  ".text": "text/plain",
  ".log": "text/plain",
  ".md": "text/markdown",
  ".markdown": "text/markdown",
  ".html": "text/html",
  ".htm": "text/html",
  ".xhtml": "text/html",
  ".csv": "text/csv",
  ".tsv": "text/tab-separated-values",
  ".tab": "text/tab-separated-values",
  ".json": "application/json",
  ".jsonl": "application/x-ndjson",
  ".ndjson": "application/x-ndjson",
  ".vtt": "text/vtt",
  ".srt": "application/x-subrip",
  ".eml": "message/rfc822",
  ".rss": XML,
  ".atom": XML,
  ".rdf": XML,
  ".xml": XML,
  ".svg": XML,
  ".docx": `${OFFICE}.wordprocessingml.document`,
  ".pptx": `${OFFICE}.presentationml.presentation`,
  ".xlsx": `${OFFICE}.spreadsheetml.sheet`,
  ".epub": "application/epub+zip",
  ".odt": "application/vnd.oasis.opendocument.text",
  ...Object.fromEntries(
    "js mjs cjs jsx ts mts cts tsx py rb go rs java kt kts c h cc cpp cxx hpp hh cs swift php pl pm lua r jl scala clj ex exs erl hs ml fs vb dart groovy sh bash zsh fish ps1 bat cmd sql css scss sass less yaml yml toml ini cfg conf properties tex bib diff patch vue svelte asm s m mm zig nim proto graphql tf gradle make cmake dockerfile"
      .split(" ")
      .map((extension) => [`.${extension}`, SOURCE_CODE]),
  ),
};

const CODE_TYPES =
  "application/javascript text/javascript application/x-javascript application/typescript text/css application/yaml application/x-yaml text/yaml application/toml application/sql application/x-sh application/x-httpd-php text/x-python text/x-c text/x-java-source text/x-diff text/x-patch";

/** Maps other names of a format to its canonical media type. */
export const TYPE_ALIASES: Record<string, string> = {
  "application/xhtml+xml": "text/html",
  "text/x-markdown": "text/markdown",
  "application/csv": "text/csv",
  "text/json": "application/json",
  "application/ld+json": "application/json",
  "application/feed+json": "application/json",
  "application/jsonl": "application/x-ndjson",
  "application/x-subtitle": "application/x-subrip",
  "text/srt": "application/x-subrip",
  "text/rtf": "application/rtf",
  "text/xml": XML,
  // What is declared a feed may be other XML. The bytes say whether it is one.
  [FEED]: XML,
  ...Object.fromEntries(CODE_TYPES.split(" ").map((type) => [type, SOURCE_CODE])),
};

/** Text formats whose media types do not start with `text/`. */
const OTHER_TEXT_TYPES = new Set([
  FEED,
  XML,
  "application/json",
  "application/x-ndjson",
  "application/x-subrip",
  "message/rfc822",
]);
const KNOWN_TEXT_TYPES = new Set(
  [...Object.values(TYPE_BY_EXTENSION), ...Object.values(TYPE_ALIASES)].filter((type) => /^text\//.test(type)),
);

/** Whether a media type is a known text format. Aliases must be resolved first. */
export const isTextType = (type: string): boolean => KNOWN_TEXT_TYPES.has(type) || OTHER_TEXT_TYPES.has(type);

/**
 * Whether files of a media type are decoded to text on intake. Email is kept as bytes, because each of its parts
 * declares its own charset.
 */
export const isDecodedOnIntake = (type: string): boolean => isTextType(type) && type !== "message/rfc822";
