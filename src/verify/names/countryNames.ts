/** Names of countries in the languages that news is posted in most, in lower case, with the code that they share. */
const CODES = new Map<string, string>();
const LANGUAGES = ["en", "de", "es", "fr", "it", "pt"];
const A = 65;
for (const language of LANGUAGES) {
  const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  for (let i = 0; i < 26 * 26; i++) {
    const code = String.fromCharCode(A + Math.floor(i / 26), A + (i % 26));
    const name = names.of(code)?.toLowerCase();
    if (name && !/[\s(]/.test(name)) CODES.set(name, code);
  }
}

/** The code of the country that a word names, in any of the languages, or undefined. */
export const regionOf = (word: string): string | undefined => CODES.get(word);
