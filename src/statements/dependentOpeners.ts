/**
 * Pronouns and connectives that refer to the preceding sentence when they start a sentence. Keyed by ISO 639-1 code.
 * Words that are mainly articles, such as German "die" and French "le", are left out. For languages not listed here,
 * only `CJK_OPENER` applies.
 */
const DEPENDENT_OPENERS: Record<string, string> = {
  en: "he she it they his her its their them this these those that such both another others but and so or nor yet also however therefore moreover meanwhile then instead still otherwise nevertheless furthermore besides thus hence here there we i our my you your",
  de: "er sie es ihr ihre ihren sein seine dies diese dieser dieses jener jene dort aber und oder doch jedoch auch außerdem zudem dennoch deshalb daher dann danach damit dabei dazu darauf darum so stattdessen wir ich",
  fr: "il elle ils elles ce cet cette ces cela ça son sa ses leur leurs mais et ou donc or ni car aussi cependant pourtant ensuite puis ainsi alors toutefois enfin nous je on",
  es: "él ella ellos ellas esto este estos estas eso esa ese esos esas su sus pero y o ni sino aunque además también sin entonces luego así nosotros yo",
  pt: "ele ela eles elas isto isso esse essa esses essas seu sua seus suas mas e ou também porém entretanto contudo então além eu nós",
  it: "lui lei loro questo questa questi queste quello quella suo sua suoi ma e anche inoltre tuttavia quindi poi così dunque noi io",
  ru: "он она оно они его её ее их ему ей им это этот эта эти тот та те там но и а или однако также тоже поэтому затем потом так мы я",
  uk: "він вона воно вони його її їх це цей ця ці там але і та або однак також тому потім так ми я",
  pl: "on ona ono oni one jego jej ich to ten ta te tam ale i a lub jednak także też dlatego potem więc my ja",
  tr: "o onlar bu şu bunlar onun ama ve fakat ancak ayrıca böylece",
  ar: "هو هي هم هذا هذه ذلك تلك لكن ولكن وهو وهي ثم هناك",
};
const OPENERS_BY_LANGUAGE = new Map(
  Object.entries(DEPENDENT_OPENERS).map(([language, list]) => [language, new Set(list.split(" "))]),
);
/** Matches such openers in Chinese and Japanese, which are written without spaces between words. */
const CJK_OPENER =
  /^(?:[他她它]们?|[這这那此其彼]|但|而|并|並|也|还|還|因此|所以|然而|不过|不過|同时|同時|另外|于是|於是|我们?|我們|これ|それ|あれ|この|その|あの|しかし|だが|でも|また|そして|そこで|さらに|一方|なお|ただ)/u;

/**
 * Whether a sentence starts with a pronoun or a connective and may therefore be unclear without the preceding sentence.
 */
export function hasDependentOpener(sentence: string, language: string): boolean {
  const start = sentence.replace(/^[^\p{L}\p{N}]+/u, "");
  const word = /^[\p{L}\p{M}]+/u.exec(start)?.[0].toLowerCase() ?? "";
  return OPENERS_BY_LANGUAGE.get(language.slice(0, 2).toLowerCase())?.has(word) ?? CJK_OPENER.test(start);
}
