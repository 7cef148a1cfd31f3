/** Languages that people may ask for. BCP-47. */
const TAGS =
  "en de es fr it pt nl pl sv da nb fi cs sk hu ro bg el tr uk ru ar he fa hi bn ur id ms vi th ja ko zh ca hr sr sl lt lv et";
/** Languages of the interface, in which languages are named. */
const NAMED_IN = ["en", "de", "es", "ja"];
/** Names that differ from those of Unicode CLDR. */
const OTHER_NAMES: Record<string, string> = {
  ...{ chinese: "zh", mandarin: "zh", chinesisch: "zh", chino: "zh", 中国語: "zh", castellano: "es", castilian: "es" },
  ...{
    farsi: "fa",
    norwegian: "nb",
    norwegisch: "nb",
    noruego: "nb",
    ノルウェー語: "nb",
    flemish: "nl",
    holandes: "nl",
  },
  ...{
    englisch: "en",
    inglesa: "en",
    english: "en",
    eng: "en",
    deutsche: "de",
    german: "de",
    ger: "de",
    jap: "ja",
    和文: "ja",
  },
  ...{
    英文: "en",
    英訳: "en",
    和訳: "ja",
    独訳: "de",
    西訳: "es",
    denglisch: "de",
    brasileiro: "pt",
    valenciano: "ca",
  },
};

/**
 * Returns the tags of languages by their names in English, German, Spanish, Japanese and the language itself.
 * @param fold brings a name into the form in which it is looked up
 */
export function languageNames(fold: (name: string) => string): Map<string, string> {
  const names = new Map<string, string>();
  for (const tag of TAGS.split(" "))
    for (const locale of new Set([...NAMED_IN, tag])) {
      const name = new Intl.DisplayNames([locale], { type: "language" }).of(tag);
      if (name) names.set(fold(name), tag);
    }
  for (const [name, tag] of Object.entries(OTHER_NAMES)) names.set(fold(name), tag);
  return names;
}
