/** WHATWG encoding labels by `\fcharset` number (RTF Specification 1.9.1, "Font Table"). */
const FONT_CHARSETS: Record<number, string> = {
  0: "windows-1252",
  77: "macintosh",
  128: "shift_jis",
  129: "euc-kr",
  134: "gb18030",
  136: "big5",
  161: "windows-1253",
  162: "windows-1254",
  163: "windows-1258",
  177: "windows-1255",
  178: "windows-1256",
  186: "windows-1257",
  204: "windows-1251",
  222: "windows-874",
  238: "windows-1250",
};
/** WHATWG encoding labels by code page number, except 1250 to 1258, which are `windows-1250` to `windows-1258`. */
const CODE_PAGE_CHARSETS: Record<number, string> = {
  866: "ibm866",
  874: "windows-874",
  932: "shift_jis",
  936: "gb18030",
  949: "euc-kr",
  950: "big5",
  10000: "macintosh",
  65001: "utf-8",
};

/** The WHATWG encoding label for a `\fcharset` value, or null if it is unknown. */
export const fontCharset = (fcharset: number | null): string | null => FONT_CHARSETS[fcharset ?? 0] ?? null;

/** The WHATWG encoding label for an `\ansicpg` value, or `windows-1252` if it is unknown. */
export const codePageCharset = (codePage: number | null): string =>
  CODE_PAGE_CHARSETS[codePage ?? 1252] ??
  (codePage && codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : "windows-1252");
