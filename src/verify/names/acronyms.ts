/**
 * Acronyms whose letters do not match the initials of the full name in other languages. Each line lists the acronyms
 * and full names of one entity, separated by spaces. The words of a full name are separated by "|"; a text contains the
 * name if it contains all of these words, in any order.
 */
const KNOWN_NAMES = [
  "un uno onu vn united|nations naciones|unidas vereinte|nationen vereinten|nationen nations|unies nazioni|unite 联合国",
  "unesco naciones|unidas|educación educational|scientific nations|unies|éducation vereinten|nationen|erziehung 教科文组织",
  "unicef children's|fund naciones|unidas|infancia kinderhilfswerk 儿童基金会",
  "unhcr acnur hcr refugees|high|commissioner refugiados|alto|comisionado flüchtlingshilfswerk 难民署",
  "eu ue european|union europäische|union europäischen|union unión|europea union|européenne unione|europea união|europeia 欧盟 欧洲联盟",
  "who oms world|health|organization world|health|organisation weltgesundheitsorganisation organización|mundial|salud organisation|mondiale|santé 世卫组织 世界卫生组织",
  "nato otan north|atlantic|treaty nordatlantikpakt tratado|atlántico 北约",
  "imf fmi iwf international|monetary|fund währungsfonds fondo|monetario fonds|monétaire 国际货币基金组织",
  "ecb bce ezb european|central|bank zentralbank banco|central|europeo banque|centrale|européenne 欧洲央行",
  "wto omc world|trade welthandelsorganisation organización|comercio 世贸组织 世界贸易组织",
  "oecd ocde economic|co-operation economic|cooperation cooperación|desarrollo|económicos 经合组织",
  "ilo oit international|labour organización|internacional|trabajo 国际劳工组织",
  "icrc ikrk cicr international|red|cross internationale|rote|kreuz cruz|roja comité|international|croix 红十字国际委员会",
  "us usa eeuu united|states vereinigte|staaten vereinigten|staaten estados|unidos états|unis 美国",
  "uk united|kingdom vereinigtes|königreich vereinigten|königreich reino|unido royaume|uni britain großbritannien 英国",
  "ai ki ia artificial|intelligence künstliche|intelligenz künstlicher|intelligenz inteligencia|artificial intelligence|artificielle 人工智能",
  "gdp bip pib gross|domestic|product bruttoinlandsprodukt producto|interno|bruto producto|interior|bruto produit|intérieur|brut 国内生产总值",
  "ceo chief|executive vorstandschef vorstandschefin vorstandsvorsitzende vorstandsvorsitzender geschäftsführer director|ejecutivo directora|ejecutiva consejero|delegado consejera|delegada 首席执行官",
  "cfo chief|financial finanzvorstand finanzchef director|financiero directora|financiera 首席财务官 财务总监",
  "cto chief|technology technikvorstand director|técnico 首席技术官",
  "ipo initial|public|offering börsengang salida|bolsa 首次公开募股 上市",
].map((line) => line.split(" ").map((name) => name.split("|")));

/** Function words that acronyms in European languages usually skip. */
const FUNCTION_WORD =
  /^(?:of|for|the|and|to|in|on|de|del|la|las|los|el|y|e|para|por|der|die|das|des|für|und|von|zur|zum|du|et|pour|d|l|da|do|dos|di|della)$/;
/** Maximum number of words in a full name. */
const MAX_NAME_WORDS = 9;
const MIN_LETTERS = 2;
const MAX_LETTERS = 8;

/**
 * Whether a text contains the full name of an acronym. The name is either listed in `KNOWN_NAMES` or formed by
 * consecutive words or parts of a compound ("Bundesverfassungsgericht") whose initials spell the acronym. `words` are
 * the lower-case words of the text, in order. `text` is searched only for Chinese names. The result is false for
 * acronyms with fewer than `MIN_LETTERS` or more than `MAX_LETTERS` letters.
 */
export function hasInitialsOf(acronym: string, words: string[], text: string): boolean {
  const letters = acronym.toLowerCase().replace(/[^\p{L}]/gu, "");
  if (letters.length < MIN_LETTERS || letters.length > MAX_LETTERS) return false;
  const known = KNOWN_NAMES.filter((names) => names.some(([name, ...rest]) => !rest.length && name === letters));
  if (known.some((names) => names.some((parts) => containsAll(parts, words, text)))) return true;
  return words.some(
    (word, start) => word[0] === letters[0] && startsWithInitials(letters, words.slice(start, start + MAX_NAME_WORDS)),
  );
}

function containsAll(parts: string[], words: string[], text: string): boolean {
  return parts.every((part) => (/^\p{sc=Han}/u.test(part) ? text.includes(part) : words.includes(part)));
}

/** Minimum length of a compound in letters. */
const MIN_COMPOUND_LENGTH = 9;

/**
 * Whether the initials of the first words in the list spell `letters`. Function words may be skipped, and a compound
 * may supply several initials.
 */
function startsWithInitials(letters: string, words: string[]): boolean {
  const [word, ...rest] = words;
  if (!letters) return true;
  if (!word) return false;
  if (FUNCTION_WORD.test(word) && startsWithInitials(letters, rest)) return true;
  if (word[0] !== letters[0]) return false;
  if (letters.length === 1) return true;
  if (rest.length && startsWithInitials(letters.slice(1), rest)) return true;
  // A compound can supply the initials of its parts: "ZB" for "Zentralbank".
  if (word.length < MIN_COMPOUND_LENGTH) return false;
  for (let taken = 2; taken <= letters.length; taken++) {
    if (!hasCompoundInitials(word, letters.slice(1, taken))) break;
    if (startsWithInitials(letters.slice(taken), rest)) return true;
  }
  return false;
}

/**
 * Whether `letters` can be the initials of the second and later parts of a compound. They must occur in the word in
 * this order, each at least three letters after the previous initial, and not among the last two letters.
 */
function hasCompoundInitials(word: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = word.indexOf(letter, at + 3);
    if (at < 0 || at > word.length - 3) return false;
  }
  return true;
}
