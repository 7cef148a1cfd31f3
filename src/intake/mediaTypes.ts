/** Source code of any language, and other files whose lines mean something by their layout. */
export const CODE = "text/x-source-code";

const OFFICE = "application/vnd.openxmlformats-officedocument";

/** File names are the last thing that is believed: of text they tell its kind, of an archive what it should hold. */
export const BY_NAME: Record<string, string> = {
  ".txt": "text/plain", ".text": "text/plain", ".log": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown",
  ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".csv": "text/csv", ".tsv": "text/tab-separated-values",
  ".tab": "text/tab-separated-values", ".json": "application/json", ".jsonl": "application/x-ndjson", ".ndjson": "application/x-ndjson",
  ".vtt": "text/vtt", ".srt": "application/x-subrip", ".eml": "message/rfc822", ".docx": `${OFFICE}.wordprocessingml.document`,
  ".pptx": `${OFFICE}.presentationml.presentation`, ".xlsx": `${OFFICE}.spreadsheetml.sheet`, ".epub": "application/epub+zip",
  ".odt": "application/vnd.oasis.opendocument.text",
  ...Object.fromEntries(
    "js mjs cjs jsx ts mts cts tsx py rb go rs java kt kts c h cc cpp cxx hpp hh cs swift php pl pm lua r jl scala clj ex exs erl hs ml fs vb dart groovy sh bash zsh fish ps1 bat cmd sql css scss sass less xml svg yaml yml toml ini cfg conf properties tex bib diff patch vue svelte asm s m mm zig nim proto graphql tf gradle make cmake dockerfile"
      .split(" ")
      .map((ending) => [`.${ending}`, CODE]),
  ),
}; // biome-ignore format: one list

const CODE_TYPES =
  "application/javascript text/javascript application/x-javascript application/typescript text/css application/xml text/xml image/svg+xml application/yaml application/x-yaml text/yaml application/toml application/sql application/x-sh application/x-httpd-php text/x-python text/x-c text/x-java-source text/x-diff text/x-patch";

/** Document types under other names than the ones Pith knows them by. */
export const ALIASES: Record<string, string> = {
  "application/xhtml+xml": "text/html", "text/x-markdown": "text/markdown", "application/csv": "text/csv", "text/json": "application/json",
  "application/ld+json": "application/json", "application/feed+json": "application/json", "application/jsonl": "application/x-ndjson",
  "application/x-subtitle": "application/x-subrip", "text/srt": "application/x-subrip", "text/rtf": "application/rtf",
  ...Object.fromEntries(CODE_TYPES.split(" ").map((type) => [type, CODE])),
}; // biome-ignore format: one list

/** Types that are text besides `text/*`. A mail is text too, but each of its parts has a charset of its own. */
const TEXTS = new Set(["application/json", "application/x-ndjson", "application/x-subrip", "message/rfc822"]);
const KNOWN_TEXTS = new Set(
  [...Object.values(BY_NAME), ...Object.values(ALIASES)].filter((type) => /^text\//.test(type)),
);

/** Whether files of this type are read as characters. */
export const isTextType = (type: string): boolean => KNOWN_TEXTS.has(type) || TEXTS.has(type);

/** Whether the intake decodes files of this type: not those whose parts say their own charset. */
export const isDecoded = (type: string): boolean => isTextType(type) && type !== "message/rfc822";
