import { expect, test } from "vitest";
import { repairMojibake } from "../../src/text/index.ts";

const decodeWindows1252 = (bytes: Uint8Array): string => new TextDecoder("windows-1252").decode(bytes);
/**
 * Encodes text in windows-1251. Only ASCII and the letters А to я, which are in Unicode order from 0xC0 onwards, are
 * supported.
 */
const encodeWindows1251 = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => (letter >= "А" ? letter.charCodeAt(0) - 0x410 + 0xc0 : letter.charCodeAt(0)));

const RUSSIAN = "Совет города решил открыть библиотеку по воскресеньям, как давно просили многие жители города";

test("repairMojibake repairs UTF-8 and windows-1251 that was decoded as windows-1252", () => {
  expect(repairMojibake(decodeWindows1252(new TextEncoder().encode(RUSSIAN)))).toBe(RUSSIAN);
  expect(repairMojibake(decodeWindows1252(encodeWindows1251(RUSSIAN)))).toBe(RUSSIAN);
});

test("repairMojibake repairs misread text inside markup", () => {
  const page = (text: string): string => `<p class="a"><a href="/x?y=1">${text}</a> ok</p>`.repeat(3);
  expect(repairMojibake(page(decodeWindows1252(encodeWindows1251(RUSSIAN))))).toBe(page(RUSSIAN));
  expect(repairMojibake(page(decodeWindows1252(new TextEncoder().encode("Où étés et forêts mêlent: çà"))))).toBe(
    page("Où étés et forêts mêlent: çà"),
  );
});

test.each([
  ["one apostrophe", "They don’t know."],
  ["quotes and dashes beside correct ones", "“So it is” – he said… and it’s done"],
  ["accented letters and signs", "São Paulo à Noël, 20 °C « là »"],
  ["an emoji", "Well done 🙂 today"],
  ["punctuation beside Greek and Cyrillic", "the “Совет” and the π’s"],
])("repairMojibake repairs single misread UTF-8 characters: %s", (_, text) => {
  const misread = text.replace(/[\u0080-\u00ff\u2000-\u2fff]|\p{Extended_Pictographic}/gu, (one) =>
    decodeWindows1252(new TextEncoder().encode(one)),
  );
  expect(misread).not.toBe(text);
  expect(repairMojibake(misread)).toBe(text);
  expect(repairMojibake(`${misread}\n${text}`)).toBe(`${text}\n${text}`);
  const decodeLatin1 = (one: string) =>
    Array.from(new TextEncoder().encode(one), (b) => String.fromCharCode(b)).join("");
  expect(repairMojibake(text.replace("’", decodeLatin1("’")))).toBe(text);
});

test("repairMojibake repairs text that was misread twice", () => {
  const twice = decodeWindows1252(
    new TextEncoder().encode(decodeWindows1252(new TextEncoder().encode("They don’t know, à Noël."))),
  );
  expect(repairMojibake(twice)).toBe("They don’t know, à Noël.");
});

test.each([
  ["English", "The café opened in Zürich — at last, said the naïve façade painter from Århus."],
  ["French", "L’été dernier, la municipalité a décidé d’élargir les allées, très fréquentées à Noël."],
  ["words in upper case", "« IRMÃ » e «IRMÃ», CAFÉ…», « ÎLE Â »"],
  ["accented letters before punctuation", "Spaß’, café’s, voilà…», naïf”, Århus™, “Æ”"],
  ["correct Russian", RUSSIAN],
  ["a text that is too short", "ÖÐ¹ú"],
])("repairMojibake does not change %s", (_, text) => {
  expect(repairMojibake(text)).toBe(text);
});
