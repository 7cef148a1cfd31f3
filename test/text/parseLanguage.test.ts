import { expect, test } from "vitest";
import { parseLanguage } from "../../src/text/index.ts";

const TAGS = {
  ...{
    de: "de",
    "pt-BR": "pt-BR",
    de_DE: "de-DE",
    EN: "en",
    "zh-hant-tw": "zh-Hant-TW",
    iw: "he",
    ger: "de",
    ｄｅ: "de",
  },
  ...{ " es-419\n": "es-419", yue: "yue", tl: "fil" },
};
test.each(Object.entries(TAGS))("parseLanguage takes the tag %j as %s", (given, tag) =>
  expect(parseLanguage(given)).toBe(tag),
);

const NAMES = {
  ...{
    German: "de",
    Deutsch: "de",
    alemán: "de",
    aleman: "de",
    ドイツ語: "de",
    немецкий: "de",
    德语: "de",
    德文: "de",
  },
  ...{ 독일어: "de", الألمانية: "de", niemiecki: "de", İngilizce: "en", INGILIZCE: "en", "UK English": "en-GB" },
  ...{ "brazilian portuguese": "pt-BR", "Português (Brasil)": "pt-BR", "Portuguese, Brazilian": "pt-BR" },
  ...{ "English (US)": "en-US", Franzoesisch: "fr", français: "fr", "the German language": "de", suomi: "fi" },
  ...{ "Bahasa Indonesia": "id", "Simplified Chinese": "zh-Hans", 繁體中文: "zh-Hant", 中文: "zh", Mandarin: "zh" },
  ...{ हिन्दी: "hi", ગુજરાતી: "gu", ภาษาเยอรมัน: "de", "Tiếng Việt": "vi", castellano: "es", Kiswahili: "sw" },
  ...{ Esperanto: "eo", Cantonese: "yue", Flemish: "nl-BE" },
};
test.each(Object.entries(NAMES))("parseLanguage takes the name %j as %s", (given, tag) =>
  expect(parseLanguage(given)).toBe(tag),
);

test.each([
  ...["klingonish", "x", "", "  ", "auto", "und", "zxx", "de-XX", "x-klingon", "en-x-foo", "german please", "12", "🇩🇪"],
  ...["__proto__", "constructor", "language", "off", "de".repeat(5000)],
])("parseLanguage refuses %j", (given) => expect(parseLanguage(given)).toBeNull());
