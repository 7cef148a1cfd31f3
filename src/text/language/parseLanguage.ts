import { PithError } from "../../model/index.ts";

/** The locales in whose languages a name is understood, most used first. A name with two meanings takes the first. */
const NAMING_LOCALES = [
  ...["en", "de", "es", "fr", "ja", "pt", "it", "ru", "zh-Hans", "zh-Hant", "ko", "nl", "pl", "tr", "uk", "sv", "da"],
  ...["nb", "fi", "cs", "sk", "hu", "ro", "bg", "el", "hr", "sl", "lt", "vi", "id", "th", "hi", "ar", "he", "fa", "ca"],
];

/** Languages without a code of two letters, and variants with a name of their own, such as "Brazilian Portuguese". */
const LONGER_TAGS = [
  ...["ast", "bho", "ceb", "chr", "ckb", "dsb", "fil", "fur", "grc", "gsw", "haw", "hmn", "hsb", "ilo", "kab", "kok"],
  ...["mai", "mni", "nds", "pap", "pcm", "sah", "sat", "scn", "sco", "szl", "tlh", "tok", "vec", "yue"],
  ...["ar-001", "de-AT", "de-CH", "en-AU", "en-CA", "en-GB", "en-US", "es-419", "es-ES", "es-MX", "fa-AF", "fr-CA"],
  ...["fr-CH", "nl-BE", "pt-BR", "pt-PT", "zh-Hans", "zh-Hant"],
];

/** Names in use that Unicode CLDR, the source of all other names, does not have. */
const OTHER_NAMES: Record<string, string> = {
  ...{
    mandarin: "zh",
    汉语: "zh",
    漢語: "zh",
    國語: "zh",
    国语: "zh",
    普通话: "zh",
    英文: "en",
    德文: "de",
    法文: "fr",
  },
  ...{ farsi: "fa", castilian: "es", castellano: "es", kastilisch: "es", gaelic: "gd", viet: "vi", 西班牙文: "es" },
  ...{ "brazil portuguese": "pt-BR", brasileiro: "pt-BR", british: "en-GB", 日文: "ja", 韩文: "ko", 韓文: "ko" },
};

/** Words beside a name: "the German language", "idioma alemán", "Bahasa Indonesia", "ภาษาไทย". */
const WORDS_FOR_LANGUAGE = /\b(?:the|languages?|sprache|idioma|langue|lingua|bahasa)\b|^ภาษา/g;

/** A language with an optional script and region, separated as in BCP-47 or as in POSIX ("de_DE"). */
const TAG = /^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?$/i;
/** Codes for no, several and undetermined languages (ISO 639-2). */
const NO_LANGUAGE = ["mis", "mul", "und", "zxx"];

const namesIn = (locale: string, options: Partial<Intl.DisplayNamesOptions> = {}): Intl.DisplayNames =>
  new Intl.DisplayNames([locale], { type: "language", fallback: "none", ...options });
const englishNames = namesIn("en");

/** Letters that are not decomposed into a base letter and a diacritic. */
const BASE_LETTERS: Record<string, string> = { ı: "i", ø: "o", ł: "l", đ: "d", ß: "ss", æ: "ae", œ: "oe" };

/** Folds case, width, Latin diacritics, punctuation and the order of words. */
function foldName(name: string): string {
  const folded = name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .replace(/[ıøłđßæœ]/g, (letter) => BASE_LETTERS[letter]!)
    .replace(WORDS_FOR_LANGUAGE, " ");
  return folded
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .sort()
    .join(" ");
}

/** Spells German umlauts as people do without the keys for them: "Franzoesisch". */
const spellUmlauts = (name: string): string => name.toLowerCase().replace(/[äöü]/g, (u) => `${foldName(u)}e`);

let tagsByName: Map<string, string> | null = null;

/** Returns the tags by folded name. Built at the first call, which takes about 50 ms. */
function readTagsByName(): Map<string, string> {
  if (tagsByName) return tagsByName;
  const tags = [...listTwoLetterCodes(), ...LONGER_TAGS];
  const byName = new Map<string, string>();
  const add = (name: string | undefined, tag: string): void => {
    const key = foldName(name ?? "");
    if (key && !byName.has(key)) byName.set(key, tag);
  };
  for (const [name, tag] of Object.entries(OTHER_NAMES)) add(name, tag);
  for (const locale of NAMING_LOCALES) {
    const [names, short] = [namesIn(locale), namesIn(locale, { style: "short" })];
    const standard = namesIn(locale, { languageDisplay: "standard" });
    for (const tag of tags) add(names.of(tag), tag);
    // "UK English", and "Portuguese (Brazil)" beside "Brazilian Portuguese".
    for (const tag of LONGER_TAGS) for (const variant of [short, standard]) add(variant.of(tag), tag);
  }
  for (const tag of tags) add(spellUmlauts(namesIn("de").of(tag) ?? ""), tag);
  // The name of each language in itself.
  for (const tag of tags) if (Intl.DisplayNames.supportedLocalesOf(tag).length) add(namesIn(tag).of(tag), tag);
  tagsByName = byName;
  return byName;
}

/** Returns the ISO 639-1 codes that have a name. Outdated codes, such as `iw`, are left out. */
function listTwoLetterCodes(): string[] {
  const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => englishNames.of(code) && Intl.getCanonicalLocales(code)[0] === code);
}

/** Returns a well-formed tag in canonical form, or null if its language, script or region does not exist. */
function parseTag(text: string): string | null {
  const [, language = "", script, region] = TAG.exec(text) ?? [];
  if (!language || NO_LANGUAGE.includes(language.toLowerCase())) return null;
  const [tag = ""] = Intl.getCanonicalLocales([language, script, region].filter(Boolean).join("-"));
  return englishNames.of(tag) ? tag : null;
}

/**
 * Returns the BCP-47 tag of a language that a person typed: a tag ("de", "pt-BR", "de_DE") or a name in the language
 * itself or in one of about 35 others ("German", "alemán", "ドイツ語", "Brazilian Portuguese"). Case, diacritics,
 * punctuation and the order of words do not matter.
 * @returns null for anything else, including "auto"
 */
export function parseLanguage(input: string): string | null {
  const text = input.normalize("NFKC").trim();
  if (text.length > 60) return null;
  return parseTag(text) ?? readTagsByName().get(foldName(text)) ?? null;
}

/**
 * Returns the tag of a language that a person typed as an option, or `auto`.
 * @throws PithError `unknown_language` with the typed text as its detail
 */
export function readLanguage(typed: string): string {
  const tag = typed.trim().toLowerCase() === "auto" ? "auto" : parseLanguage(typed);
  if (tag === null) throw new PithError("unknown_language", typed);
  return tag;
}
