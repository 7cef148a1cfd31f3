/** The charset of bytes, by the number of a font's `\fcharset` (RTF Specification 1.9.1, "Font Table"). */
const BY_FONT: Record<number, string> = {
  0: "windows-1252", 77: "macintosh", 128: "shift_jis", 129: "euc-kr", 134: "gb18030", 136: "big5", 161: "windows-1253", 162: "windows-1254",
  163: "windows-1258", 177: "windows-1255", 178: "windows-1256", 186: "windows-1257", 204: "windows-1251", 222: "windows-874", 238: "windows-1250",
}; // biome-ignore format: one list
const BY_PAGE: Record<number, string> = {
  866: "ibm866", 874: "windows-874", 932: "shift_jis", 936: "gb18030", 949: "euc-kr", 950: "big5", 10000: "macintosh", 65001: "utf-8",
}; // biome-ignore format: one list

export const charsetOfFont = (number: number | null): string | null => BY_FONT[number ?? 0] ?? null;

/** The charset of an `\ansicpg` number: code pages of Windows, and those that WHATWG's decoders know besides. */
export const charsetOfPage = (page: number | null): string =>
  BY_PAGE[page ?? 1252] ?? (page && page >= 1250 && page <= 1258 ? `windows-${page}` : "windows-1252");
