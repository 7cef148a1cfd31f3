import { expect, test } from "vitest";
import { undoMojibake } from "../../src/text/index.ts";

const latin1 = (bytes: Uint8Array): string => new TextDecoder("windows-1252").decode(bytes);
/** The letters of windows-1251 lie at 0xC0 and above, in the order of Unicode. */
const windows1251 = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => (letter >= "А" ? letter.charCodeAt(0) - 0x410 + 0xc0 : letter.charCodeAt(0)));

const RUSSIAN = "Совет города решил открыть библиотеку по воскресеньям, как давно просили многие жители города";

test("text read as Latin-1 is decoded anew", () => {
  expect(undoMojibake(latin1(new TextEncoder().encode(RUSSIAN)))).toBe(RUSSIAN);
  expect(undoMojibake(latin1(windows1251(RUSSIAN)))).toBe(RUSSIAN);
});

test("only what is misread in a page is decoded anew", () => {
  const page = (text: string): string => `<p class="a"><a href="/x?y=1">${text}</a> ok</p>`.repeat(3);
  expect(undoMojibake(page(latin1(windows1251(RUSSIAN))))).toBe(page(RUSSIAN));
  expect(undoMojibake(page(latin1(new TextEncoder().encode("Où étés et forêts mêlent: çà"))))).toBe(
    page("Où étés et forêts mêlent: çà"),
  );
});

test.each([
  ["one apostrophe", "They don’t know."],
  ["quotes and dashes among right ones", "“So it is” – he said… and it’s done"],
  ["letters", "São Paulo à Noël, 20 °C « là »"],
  ["an emoji", "Well done 🙂 today"],
  ["what stands beside Greek and Russian", "the “Совет” and the π’s"],
])("a few misread characters of UTF-8: %s", (_, text) => {
  const misread = text.replace(/[\u0080-\u00ff\u2000-\u2fff]|\p{Extended_Pictographic}/gu, (one) =>
    latin1(new TextEncoder().encode(one)),
  );
  expect(misread).not.toBe(text);
  expect(undoMojibake(misread)).toBe(text);
  expect(undoMojibake(`${misread}\n${text}`)).toBe(`${text}\n${text}`);
  const control = (one: string) => Array.from(new TextEncoder().encode(one), (b) => String.fromCharCode(b)).join("");
  expect(undoMojibake(text.replace("’", control("’")))).toBe(text);
});

test("what was misread twice is read twice", () => {
  const twice = latin1(new TextEncoder().encode(latin1(new TextEncoder().encode("They don’t know, à Noël."))));
  expect(undoMojibake(twice)).toBe("They don’t know, à Noël.");
});

test.each([
  ["English", "The café opened in Zürich — at last, said the naïve façade painter from Århus."],
  ["French", "L’été dernier, la municipalité a décidé d’élargir les allées, très fréquentées à Noël."],
  ["words in capitals", "« IRMÃ » e «IRMÃ», CAFÉ…», « ÎLE Â »"],
  ["other letters before marks", "Spaß’, café’s, voilà…», naïf”, Århus™, “Æ”"],
  ["right Russian", RUSSIAN],
  ["too little", "ÖÐ¹ú"],
])("%s stays as it is", (_, text) => {
  expect(undoMojibake(text)).toBe(text);
});
