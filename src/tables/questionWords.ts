import { CJK } from "../text/index.ts";

/** What a question about a table asks for. `cell` is also a whole row. */
type Operation = "cell" | "highest" | "lowest" | "total" | "average" | "count" | "difference";

/** Matches alternatives as whole words, in folded text. */
const words = (alternatives: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, "gu");

/**
 * The words that ask for each operation, folded (without accents, lower case), in English, German, Spanish, French,
 * Portuguese, Italian, Dutch, Polish and Russian. What is asked for first in this list counts.
 */
const OPERATIONS: [Operation, RegExp, RegExp][] = [
  [
    "difference",
    words(
      "differences?(?: between)?|how (?:many|much) (?:more|fewer|less)|(?:more|fewer|less) than|unterschied\\p{L}*|differenz|(?:mehr|weniger) als|diferencia(?: entre)?|cuant[oa]s? (?:mas|menos)|(?:mas|menos) que|difference(?: entre)?|combien de plus|(?:plus|moins) que|differenza|diferenca|verschil|roznica|разниц\\p{L}+",
    ),
    /差|違い/gu,
  ],
  [
    "average",
    words(
      "(?:on )?average|mean|durchschnitt(?:lich\\p{L}*)?|im schnitt|mittelwert|promedio|(?:en|de|la) media|en moyenne|moyennes?|em media|in media|gemiddeld\\p{L}*|srednio|srednia|в среднем|средн\\p{L}+",
    ),
    /平均/gu,
  ],
  [
    "lowest",
    words(
      "fewest|least|lowest|smallest|cheapest|shortest|worst|minimum|weakest|bottom|am wenigsten|wenigsten|niedrigsten?\\p{L}*|kleinsten?\\p{L}*|geringsten?\\p{L}*|billigsten?\\p{L}*|kurzesten?\\p{L}*|am tiefsten|menos|menor(?:es)?|mas baj[oa]s?|mas barat[oa]s?|minim[oa]s?|le moins|moins|plus petite?s?|plus basse?s?|plus faibles?|moins chere?s?|mais baix[oa]s?|mais barat[oa]s?|meno|piu bass[oa]|minore|piu piccol[oa]|minste|laagste|kleinste|goedkoopste|najmniej\\p{L}*|najnizsz\\p{L}*|najtansz\\p{L}*|меньше всего|наименьш\\p{L}*|сам\\p{L}+ (?:низк|маленьк|дешев)\\p{L}*|минимальн\\p{L}*",
    ),
    /最(?:も)?[低少小安短]|いちばん(?:少|低|小|安|短)|一番(?:少|低|小|安|短)/gu,
  ],
  [
    "highest",
    words(
      "most|highest|largest|biggest|greatest|best|longest|maximum|top|strongest|most expensive|tallest|am meisten|meisten?|hochsten?\\p{L}*|grossten?\\p{L}*|langsten?\\p{L}*|teuersten?\\p{L}*|am starksten|besten?|mas|mayor(?:es)?|mas alt[oa]s?|mas car[oa]s?|maxim[oa]s?|mejor(?:es)?|le plus|plus grande?s?|plus haute?s?|plus elevee?s?|plus chere?s?|meilleure?s?|mais alt[oa]s?|mais car[oa]s?|maior(?:es)?|melhor(?:es)?|mais|piu alt[oa]|maggiore|piu grande|migliore|piu|meeste|hoogste|grootste|duurste|beste|najwiecej|najwyzsz\\p{L}*|najwieksz\\p{L}*|najdrozsz\\p{L}*|больше всего|наибольш\\p{L}*|сам\\p{L}+ (?:высок|больш|дорог)\\p{L}*|максимальн\\p{L}*",
    ),
    /最(?:も)?[高多大長]|いちばん(?:多|高|大|長)|一番(?:多|高|大|長)/gu,
  ],
  [
    "total",
    words(
      "(?:in )?total|altogether|sum|all together|overall|insgesamt|zusammen|gesamt\\p{L}*|summe|en total|suma|au total|totale?|totaux|somme|no total|soma|in totale|somma|in totaal|totaal|lacznie|razem|suma|всего|итого|в сумме",
    ),
    /合計|全部で|総[計数額]|总[共计数]|一共|合计/gu,
  ],
];
const COUNT = words(
  "how many|number of|wie ?viele|anzahl|cuant[oa]s|numero de|combien(?: de)?|nombre de|quant[oaie]s?|hoeveel|aantal|ile|ilu|liczba|сколько|число",
);
const COUNT_CJK = /いくつ|何[件個社店人行校駅都市]|多少|几[个家所行]|幾つ/gu;
/** What rows are called. */
const ROWS = words(
  "rows?|entries|entry|records?|lines in|items?|zeilen?|eintrage?|datensatze?|filas?|entradas?|registros?|lignes?|entrees|linhas?|righe|voci|rijen|wiersz\\p{L}*|строк\\p{L}*|записе?й?",
);
const ROWS_CJK = /行|件/gu;
/** Words of questions that say nothing about what is asked. */
const FILLERS = new Set(
  (
    "a an the between than of in on at for to is are was were be been did does do has have had what which who whose when where how much many there that this these those it its by with from and or per each me tell please give show get got value values figure figures number amount about as according table list listed recorded reported stand stands high low large big small long old fast score scored sold sell reach reached carry carried earn earned receive received make made fall fell rise rose hold held take took run ran use used live lives lived " +
    "zwischen als der die das den dem des ein eine einer eines einem einen ist sind war waren hat haben hatte hatten wird wurde wurden welche welcher welches welchen welchem was wer wo wann wie viel viele gibt gab es im in am an auf von vom zu zum zur fur mit bei laut tabelle liste wert betragt betrug steht stehen hoch niedrig gross klein lang alt betragen verkauft erzielt erzielte bekam leben lebten wohnen wohnten zahlt zahlte gesammelt " +
    "entre que el la los las lo un una unos unas de del al en es son era eran fue fueron ha hay habia tiene tienen tuvo tuvieron que cual cuales quien cuando donde como cuanto cuanta cuantos cuantas para por con segun tabla valor hubo fue obtuvo obtuvieron gano marco vendio recibio viven vivian " +
    "le les l d du des au aux est sont etait etaient a ont eu avait quel quelle quels quelles qui que quand ou comment combien il elle y pour par avec selon tableau dans sur se compte comptait comptaient obtenu gagne marque vendu recu vaut valait t " +
    "o os as da do das dos na no nas nos em foi foram tem teve qual quais quem quando onde como quanto quanta quantos quantas segundo tabela ha " +
    "il lo gli i della del dello dei delle nel nella e sono era erano ha hanno quale quali chi quando dove come quanto quanta quanti quante tabella " +
    "de het een van is zijn was waren heeft hebben had welke wat wie wanneer waar hoe veel hoeveel er volgens tabel op " +
    "ile jest sa byl byla bylo byly ma maja mial jaki jaka jakie ktory ktora ktore kto kiedy gdzie w na z ze do o wedlug tabeli " +
    "сколько какой какая какое какие каков кто что когда где был была было были есть у в на с из по для согласно таблице имеет"
  ).split(" "),
);

/** Words that ask for a price. */
const PRICE = words(
  "costs?|priced?|(?:most )?expensive|cheap(?:est|er)?|billigst\\p{L}*|teuerst\\p{L}*|mas (?:caro|barat)\\p{L}*|plus chere?s?|moins chere?s?|goedkoopst\\p{L}*|duurst\\p{L}*|pay|paid|spent|kostet\\p{L}*|kosten|preis|bezahlt|cuestan?|costo|costaron|precio|coutent?|coute|coutait|prix|custa|custou|preco|costa|costava|prezzo|kost|kostte|prijs|kosztuje|kosztowal\\p{L}*|cena|стоит|стоил\\p{L}*|цена",
);
const PRICE_CJK = /いくら|値段|価格|多少钱|价格/gu;
/** Words that ask for a person, a place, a time or a reason. */
const WHO_OR_WHERE = words(
  "who|whose|where|when|why|wer|wo|wann|warum|wieso|quien(?:es)?|donde|cuando|por que|qui|ou|quand|pourquoi|quem|onde|quando|chi|dove|perche|waar|wanneer|waarom|kto|gdzie|kiedy|dlaczego|кто|где|когда|почему",
);
const WHO_OR_WHERE_CJK = /誰|どこ|いつ|なぜ|谁|哪里|何时|为什么/gu;

/**
 * A question, read: what it asks for and the words that say of what. `asksForRows` is set if it asks how many rows there
 * are, `asksForPrice` if it asks what something costs, and `asksForFact` if it asks for a person, a place, a time or a
 * reason.
 */
export type ReadQuestion = {
  operation: Operation;
  asksForRows: boolean;
  asksForPrice: boolean;
  asksForFact: boolean;
  words: string[];
  text: string;
};

/** Folds words for comparison: lower case, without accents; numbers lose the marks between their thousands. */
export const fold = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/(?<=\p{sc=Latin})\p{M}+/gu, "")
    .normalize("NFC")
    .replaceAll("ß", "ss");

/** The words of a text, folded, each once. Chinese and Japanese has none; it is compared as a whole. */
export const wordsOf = (text: string): string[] => [
  ...new Set(fold(text).match(/[[\p{L}\p{N}\p{M}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]]{1,80}/gv) ?? []),
];

/** Reads what a question asks for. */
export function readQuestion(question: string): ReadQuestion {
  const text = fold(question);
  const has = (spaced: RegExp, cjk: RegExp): boolean => text.search(spaced) >= 0 || text.search(cjk) >= 0;
  const isCount = has(COUNT, COUNT_CJK);
  const found = OPERATIONS.find(([, spaced, cjk]) => has(spaced, cjk));
  const rest = found ? text.replace(found[1], " ").replace(found[2], " ") : text;
  const named = rest.replace(COUNT, " ");
  const asksForRows = isCount && (named.search(ROWS) >= 0 || (CJK.test(named) && named.search(ROWS_CJK) >= 0));
  const content = wordsOf(asksForRows ? named.replace(ROWS, " ") : named).filter((word) => !FILLERS.has(word));
  return {
    operation: found ? found[0] : isCount ? "count" : "cell",
    asksForRows,
    asksForPrice: has(PRICE, PRICE_CJK),
    asksForFact: has(WHO_OR_WHERE, WHO_OR_WHERE_CJK) && !isCount,
    words: content,
    text,
  };
}

/** Whether a word asks for a price, and names a column only if one is called so. */
export const isPriceWord = (word: string): boolean => word.search(PRICE) === 0;

/** Minimum length of a word whose endings may differ, and of the beginning that must not. */
const MIN_STEM = 4;

/** Whether two folded words are forms of one: they differ in the last letters only. Numbers have no forms. */
export function isSameWord(a: string, b: string): boolean {
  if (a === b) return true;
  if (/\d/.test(a + b)) return false;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < MIN_STEM || long.length - short.length > 3) return false;
  const stem = Math.max(MIN_STEM, short.length - 2);
  return short.slice(0, stem) === long.slice(0, stem);
}
