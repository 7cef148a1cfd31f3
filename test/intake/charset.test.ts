import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { createSourceLoader } from "../../src/intake/index.ts";
import { detachedContext } from "../../src/model/index.ts";

const loadSource = createSourceLoader(() => Promise.reject(new Error("nothing is fetched here")), 5_000_000);
const load = async (bytes: Uint8Array, mediaType?: string, name?: string) =>
  loadSource({ from: "bytes", bytes, ...(mediaType && { mediaType }), ...(name && { name }) }, detachedContext());

const RUSSIAN = "Городской совет решил открыть библиотеку по воскресеньям. Это стоит денег, сказал глава совета.";
const JAPANESE = "図書館の調査では、新しい本を買わなかった学校が三割に達した。これは去年より多いという。";
const CHINESE = "图书馆的调查显示，三成学校没有购买新书。这个数字比去年更高，市议会说。";
const TRADITIONAL = "圖書館的調查顯示，三成學校沒有購買新書。這個數字比去年更高，市議會說。";
const KOREAN = "도서관 조사에 따르면 학교의 삼할이 새 책을 사지 않았다. 작년보다 많은 수치라고 시의회가 말했다.";
const GERMAN = "Die Bücherei öffnet künftig auch sonntags, weil die Straße gesperrt war. Das kostet Geld, sagte sie.";
const POLISH = "Rada miasta postanowiła otworzyć bibliotekę również w niedzielę. Będzie to kosztować więcej pieniędzy.";
const GREEK = "Το δημοτικό συμβούλιο αποφάσισε να ανοίξει τη βιβλιοθήκη και τις Κυριακές. Αυτό κοστίζει χρήματα.";
const HEBREW = "מועצת העיר החליטה לפתוח את הספרייה גם בימי ראשון. הדבר עולה כסף רב, אמר ראש המועצה.";
const ARABIC = "قرر مجلس المدينة فتح المكتبة أيام الأحد أيضا. وهذا يكلف مالا كثيرا كما قال رئيس المجلس.";

describe("undeclared charset", () => {
  test.each([
    ["Shift_JIS", JAPANESE],
    ["EUC-JP", JAPANESE],
    ["GB18030", CHINESE],
    ["Big5", TRADITIONAL],
    ["EUC-KR", KOREAN],
    ["KOI8-R", RUSSIAN],
    ["windows-1251", RUSSIAN],
    ["ISO-8859-5", RUSSIAN],
    ["windows-1252", GERMAN],
    ["ISO-8859-1", GERMAN],
    ["windows-1253", GREEK],
    ["windows-1255", HEBREW],
    ["windows-1256", ARABIC],
  ])("detects %s", async (charset, text) => {
    expect((await load(iconv.encode(text.repeat(3), charset), undefined, "a.txt")).text).toBe(text.repeat(3));
  });
});

describe("declared charset", () => {
  test.each([
    ["windows-1250", POLISH],
    ["ISO-8859-2", POLISH],
    ["macintosh", GERMAN],
    ["windows-1254", "İstanbul'da kütüphane pazar günü açılıyor."],
    ["ISO-8859-15", "Das kostet 5 € mehr."],
    ["windows-1257", "Bibliotēka būs atvērta arī svētdienās."],
    ["KOI8-U", "Міська рада вирішила відкрити бібліотеку."],
    ["GBK", CHINESE],
  ])("decodes %s declared in the header", async (charset, text) => {
    expect((await load(iconv.encode(text, charset), `text/plain; charset=${charset}`)).text).toBe(text);
  });
  test("decodes the charset declared in a meta element", async () => {
    const page = `<html><meta http-equiv="Content-Type" content="text/html; charset=euc-kr"><p>${KOREAN}`;
    expect((await load(iconv.encode(page, "EUC-KR"))).text).toBe(page);
  });
});

describe("UTF-16", () => {
  test.each([
    ["UTF-16LE", true, GERMAN],
    ["UTF-16BE", true, RUSSIAN],
    ["UTF-16LE", false, GERMAN],
    ["UTF-16BE", false, GERMAN],
    ["UTF-16LE", false, `${RUSSIAN}\n${RUSSIAN}\n`],
  ])("decodes %s with BOM %s", async (charset, addBOM, text) => {
    expect((await load(iconv.encode(text, charset, { addBOM }), undefined, "a.txt")).text).toBe(text);
  });
});

test("replaces invalid UTF-8 sequences and keeps the rest of the text", async () => {
  const bytes = Buffer.concat([
    Buffer.from("Die Bücherei öffnet "),
    Buffer.from([0xc3, 0x28, 0xff]),
    Buffer.from(" am Sonntag."),
  ]);
  expect((await load(bytes, "text/plain; charset=utf-8")).text).toMatch(/^Die Bücherei öffnet \ufffd.* am Sonntag\.$/);
});

describe("media type", () => {
  test.each<[string, string, string | undefined, string | undefined, string]>([
    ["an article about BMW", "BMW announces a new car, and MZ stays where it is.", undefined, "a.txt", "text/plain"],
    ["HTML served as PDF", "<!DOCTYPE html><p>Words", "application/pdf", "a.pdf", "text/html"],
    ["plain text in a .docx file", "Words and more words.", "application/zip", "a.docx", "text/plain"],
    [
      "an email without a name",
      "From: a@b.example\nTo: c@d.example\nSubject: Quay\n\nWords",
      undefined,
      undefined,
      "message/rfc822",
    ],
    [
      "subtitles without a name",
      "1\n00:00:01,000 --> 00:00:02,000\nWords",
      undefined,
      undefined,
      "application/x-subrip",
    ],
    ["JSON without a name", '{"title": "Words"}', undefined, undefined, "application/json"],
    ["RTF in a .txt file", "{\\rtf1 Words}", "text/plain", "a.txt", "application/rtf"],
    ["source code by its extension", "quay = 3", "text/plain", "a.py", "text/x-source-code"],
    ["CSV by its declared type", "a,b\n1,2", "text/csv; charset=utf-8", undefined, "text/csv"],
  ])(
    "is detected from the content in preference to the name and the declared type: %s",
    async (_, content, mediaType, name, expected) => {
      expect((await load(Buffer.from(content), mediaType, name)).mediaType).toBe(expected);
    },
  );
});
