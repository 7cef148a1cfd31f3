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
  ["English", "The café opened in Zürich — at last, said the naïve façade painter from Århus."],
  ["French", "L’été dernier, la municipalité a décidé d’élargir les allées, très fréquentées à Noël."],
  ["right Russian", RUSSIAN],
  ["too little", "ÖÐ¹ú"],
])("%s stays as it is", (_, text) => {
  expect(undoMojibake(text)).toBe(text);
});
