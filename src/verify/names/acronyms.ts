/** Bodies whose initials differ from one language to the other, so that neither can be computed from the other's name. */
const KNOWN = [
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

/** Links that initials leave out, in the languages of Europe. */
const LINK =
  /^(?:of|for|the|and|to|in|on|de|del|la|las|los|el|y|e|para|por|der|die|das|des|für|und|von|zur|zum|du|et|pour|d|l|da|do|dos|di|della)$/;
const MOST_WORDS = 9;

/**
 * Whether a short form stands for something that `words` say (lower case, in order): by the initials of a run of them,
 * also within a compound ("Bundesverfassungsgericht"), or because it is known the world over. `text` is for Chinese.
 */
export function isInitialsIn(short: string, words: string[], text: string): boolean {
  const letters = short.toLowerCase().replace(/[^\p{L}]/gu, "");
  if (letters.length < 2 || letters.length > 8) return false;
  const known = KNOWN.filter((names) => names.some(([name, more]) => !more && name === letters));
  if (known.some((names) => names.some((parts) => saysAll(parts, words, text)))) return true;
  return words.some(
    (word, start) => word[0] === letters[0] && startsRun(letters, words.slice(start, start + MOST_WORDS)),
  );
}

function saysAll(parts: string[], words: string[], text: string): boolean {
  return parts.every((part) => (/^\p{sc=Han}/u.test(part) ? text.includes(part) : words.includes(part)));
}

/** Whether `letters` are the initials of the first words of a run, links left out or not; one long word may give several. */
function startsRun(letters: string, run: string[]): boolean {
  const [word, ...rest] = run;
  if (!letters) return true;
  if (!word) return false;
  if (LINK.test(word) && startsRun(letters, rest)) return true;
  if (word[0] !== letters[0]) return false;
  if (rest.length ? startsRun(letters.slice(1), rest) : letters.length === 1) return true;
  if (letters.length === 1) return true;
  // German compounds give the initials of their parts: "Zentralbank" is ZB.
  if (word.length < 9) return false;
  for (let taken = 2; taken <= letters.length; taken++) {
    if (!partsIn(word, letters.slice(1, taken))) break;
    if (startsRun(letters.slice(taken), rest)) return true;
  }
  return false;
}

/** Whether letters stand in a word in order, each at least three behind the one before, as the parts of compounds do. */
function partsIn(word: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = word.indexOf(letter, at + 3);
    if (at < 0 || at > word.length - 3) return false;
  }
  return true;
}
