import { creditsAuthor, findDates } from "./clean/index.ts";
import type { Document } from "./model/index.ts";
import {
  formatDate,
  localeOfLanguage,
  readingMinutes,
  type Translate,
  translatorFor,
  truncate,
} from "./present/index.ts";

/** Maximum number of removed pieces of text listed in an answer. */
const MAX_LISTED_REMOVALS = 10;
/** Maximum length of the text quoted from each removed piece, in UTF-16 units. */
const MAX_REMOVAL_UNITS = 60;

/** The languages in which such questions are recognised. */
const LANGUAGES = ["en", "de", "es", "ja", "fr", "zh", "it", "pt"] as const;
type Language = (typeof LANGUAGES)[number];

/**
 * Patterns for references to the document itself, such as "it" or "this article". Only what can hardly be part of a
 * story is meant with an article: "the letter" may be one that the text tells of, "this letter" is the text.
 */
const EN =
  "(?:this|it|they|these|(?:this|these|the) (?:whole |full |working |online )?(?:article|text|document|page|post|story|paper|file|pdf|report|minutes|episode|podcast|(?:press|news|media) release|release(?: notes)?|transcript|manual|guide|readme|essay|round-?up|newsletter)|(?:this|these) (?:\\p{L}+ )?(?:letter|comment|column|opinion(?: piece)?|piece|review|interview|notes|handbook|bylaw|terms|policy|table|list|test|leaflet|fact ?sheet|pack|bulletin|feature|survey|memo|chat|meeting|study|summary|project|tool|recording|faq|statement|book|chapter))";
const DE =
  "(?:das|dies(?:er|es)?|(?:de[rnm]|das|die|diese[rsnm]?) (?:artikels?|text(?:es)?|dokument(?:es|s)?|seite|beitrags?|berichts?|datei|studie|aufsatz(?:es)?|pressemitteilung|meldung|protokolls?|niederschrift|anleitung|handbuch(?:s|es)?|folge|podcasts?|leitfadens?|reportage|mitschrift)|diese[rsnm]? (?:brief(?:es|s)?|kommentars?|essays?|interviews?|satzung|ordnung|tabelle|liste|übersicht|arbeit|rezension|notizen|zusammenfassung|gesprächs?|umfrage))";
const ES =
  "(?:esto|(?:el|la|este|esta|estas|del) ?(?:artículo|texto|documento|página|informe|archivo|nota(?: de prensa)?|comunicado|acta|manual|guía|reportaje|columna|episodio|transcripción|estudio|noticia|notas)|est[ea] (?:carta|entrevista|tabla|trabajo|resumen|crónica|reunión))";
const FR =
  "(?:ce(?:ci|la|t|tte|s)?|l[ea’']|cet?|les) ?(?:article|texte|document|page|rapport|fichier|fiche|compte[- ]rendu|communiqué|guide|manuel|étude|bilan|épisode|procès-verbal|tribune|notice|lettre|reportage|notes)?";
const ZH = "(?:这|本|该)?(?:篇|份|个)?(?:文章|文件|文档|报道|报告|页面|网页|论文|会议记录|纪要|新闻稿)";
const JA =
  "(?:(?:この|その|本)?(?:文章|記事|文書|本文|ページ|テキスト|ファイル|レポート|論文|議事録|報告書|プレスリリース|エッセイ|コラム|マニュアル|説明書|規約|番組|エピソード|書き起こし|発表|資料)|これ)";
const IT =
  "(?:questo|(?:quest[oa’']|quest|il|la|l[’']) ?(?:articolo|testo|documento|pagina|rapporto|relazione|verbale|comunicato|commento|guida|manuale|studio|episodio|file))";
const PT =
  "(?:isto|(?:este|esta|o|a|do|da|deste|desta) ?(?:artigo|texto|documento|página|relatório|ata|comunicado|guia|manual|estudo|episódio|arquivo|ficheiro|inquérito))";

/** A question that the metadata can answer. `answer` returns null if the document does not have that metadata. */
type MetadataQuestion = {
  /** The wordings of the whole question, as patterns, by language. */
  wordings: Partial<Record<Language, string[]>>;
  answer(document: Document, translate: Translate): string | null;
};

const METADATA_QUESTIONS: MetadataQuestion[] = [
  {
    wordings: {
      en: [
        `how long is ${EN}`,
        `how many (?:words|pages) (?:does|has|are in|is in) ${EN}(?: have| contain)?`,
        `how long (?:does it take|would it take|do i need) to read ${EN}`,
      ],
      de: [`wie lang ist ${DE}`, `wie viele (?:wörter|seiten) hat ${DE}`],
      es: [`(?:cuántas (?:palabras|páginas) tiene|qué tan largo es|cuán largo es) ${ES}`],
      ja: [`${JA}は(?:どのくらいの長さ|何文字|何語|何ページ|どれくらい長い)(?:ですか|あ(?:る|りますか))?`],
      fr: [`(?:combien de (?:mots|pages) (?:compte|a)|quelle est la longueur de) ${FR}`],
      zh: [`${ZH}(?:有)?(?:多长|多少字|几页)`],
    },
    answer: ({ words, coverage }, translate) => {
      const pages = coverage.unit === "page" ? [translate("pageCount", { n: coverage.total })] : [];
      const length = [translate("words", { n: words }), ...pages].join(translate("listSeparator"));
      return translate("about.length", { length, n: readingMinutes(words) });
    },
  },
  {
    wordings: {
      en: [
        `who (?:(?:wrote|authored|compiled|prepared|drafted|created|made|maintains|signed|put together|wrote up|typed(?: up)?|transcribed|recorded|edited|exported|reported)(?: and (?:wrote|maintains|compiled))?|(?:is|was|are) the (?:authors?|writers?|reporter|maintainers?|minute[- ]?taker|note[- ]?taker) (?:of|for|at)) (?:${EN}|TITLE)(?: up| together)?`,
        `who(?: is|'s|’s| are| was) the (?:authors?|writer|maintainers?|minute[- ]?taker|note[- ]?taker)`,
        `who (?:took|kept|wrote|prepared|drafted|typed(?: up)?)(?: the| these)? (?:notes|minutes)(?: (?:of|at|for|in|during) ${EN})?`,
        `(?:who (?:is|was|are) (?:${EN}|TITLE) (?:written |compiled |made |maintained )?by|by whom (?:is|was) ${EN}(?: written)?|who wrote)`,
      ],
      de: [
        `wer hat (?:${DE}|TITLE) (?:geschrieben|verfasst|erstellt|zusammengestellt|gemacht|geführt|aufgezeichnet)`,
        `wer (?:ist|war|sind) (?:der (?:autor|verfasser|protokollant)|die (?:autorin|autoren|verfasserin|protokollantin))(?: (?:von )?${DE})?`,
        `von wem (?:ist|stammt|wurde|kommt) ${DE}(?: geschrieben| verfasst| erstellt)?(?: worden)?`,
        `wer (?:schrieb|verfasste|erstellte|führte|schreibt|pflegt|betreut) (?:${DE}|protokoll|TITLE)`,
        `wer hat (?:das )?(?:protokoll geführt|mitgeschrieben|protokolliert|die notizen gemacht)`,
      ],
      es: [
        `quién(?:es)? (?:escribió|escribieron|redactó|firma|firmó|elaboró|preparó|hizo|compiló|mantiene|levantó|es (?:el autor|la autora) de|son los autores de) ?(?:${ES}|TITLE)`,
        `quién (?:tomó|redactó|levantó) (?:las |el |la )?(?:notas|acta)`,
        `de quién es ${ES}`,
        `quién es (?:el autor|la autora)(?: ${ES})?`,
      ],
      ja: [
        `${JA}の(?:著者|筆者|作者|執筆者|書き手|記者|作成者)は(?:誰|だれ|どなた)(?:ですか)?`,
        `${JA}を(?:書いた|作った|作成した|まとめた|執筆した|取った)(?:の|人)は(?:誰|だれ|どなた)(?:ですか)?`,
        `(?:誰|だれ)が${JA}を(?:書|作成し|まとめ|執筆し|取)(?:いた|った|きました|りました|た|ました)(?:のですか|か)?`,
        `${JA}は(?:誰|だれ)が(?:書|作成し|まとめ|執筆し)(?:いた|きました|た|ました)(?:もの|の)?(?:ですか|か)?`,
      ],
      fr: [
        `qui (?:a|ont) (?:écrit|rédigé|établi|préparé|compilé|signé|composé|pris) (?:${FR}|TITLE)`,
        `qui (?:est|sont) (?:l[’']auteure?|l[’']autrice|les auteure?s) ?(?:de )?(?:${FR})?`,
        `(?:de|par) qui (?:est|a été (?:écrite?|rédigée?)) ${FR}(?: écrite?)?`,
        `qui a (?:pris (?:les|des) notes|rédigé le compte[- ]rendu)`,
      ],
      zh: [`(?:${ZH}的)?作者是谁`, `谁写的${ZH}`, `${ZH}是谁写的`, `谁写了${ZH}`, `${ZH}是谁(?:记录|整理|起草)的`],
      it: [
        `chi (?:ha|hanno) (?:scritto|redatto|firmato|compilato|preparato) ?(?:${IT}|TITLE)`,
        `chi è l[’']autor(?:e|ice)(?: d(?:i|el) ?${IT})?`,
      ],
      pt: [`quem (?:escreveu|redigiu|elaborou|preparou|assina|fez) ?(?:${PT}|TITLE)`, `quem é o autor(?: ${PT})?`],
    },
    answer: (document, translate) => {
      const { byline } = document;
      if (!byline) return null;
      const [first = byline] = byline.split(", ", 1);
      return withSource(translate("about.author", { byline }), lineWithAuthor(document, first), byline);
    },
  },
  {
    wordings: {
      en: [
        `when (?:was|were) ${EN} (?:first |last |originally )?(?:published|written|posted|released|issued|updated|made|compiled|produced|aired|reviewed)(?: online)?`,
        `when did ${EN} (?:come out|appear)`,
        `(?:what(?: is|'s|’s| was) the (?:publication |release )?date of|what date (?:is|was)|when is) ${EN}(?: from| published| dated)?`,
        `(?:on )?(?:what|which) (?:date|day) was ${EN} (?:published|released|issued|written|posted)`,
        `how old is ${EN}`,
      ],
      de: [
        `wann (?:ist|wurde) ${DE} (?:online |zuletzt )?(?:erschienen|veröffentlicht|geschrieben|herausgegeben|aktualisiert|erstellt|verschickt)(?: worden)?`,
        `(?:von wann (?:ist|stammt)|wie alt ist|wann erschien|welches datum (?:hat|trägt)|was ist das datum) ${DE}`,
      ],
      es: [
        `cuándo (?:se|fue) (?:publicó|escribió|redactó|emitió|difundió|actualizó|publicad[oa]|escrit[oa]) ?${ES}`,
        `(?:de (?:qué fecha|cuándo) es|cuál es la fecha de|qué fecha (?:tiene|lleva)) ?${ES}`,
      ],
      ja: [
        `${JA}(?:は|が)(?:いつ|何年に)(?:公開|発表|出版|掲載|発行|配信|作成|更新|放送)?(?:された|されました|書かれた|書かれました|出た|出ました)?(?:のもの|もの|の)?(?:ですか|か)?`,
        `${JA}の(?:日付|公開日|発行日|掲載日|発表日|更新日|作成日)は(?:いつですか|いつ|何日ですか)?`,
        `いつの${JA}(?:ですか)?`,
      ],
      fr: [
        `quand (?:a été (?:publiée?|rédigée?|écrite?|mise? à jour)|est parue?|a-t-(?:il|elle) été publiée?) ?${FR}`,
        `quand ${FR} a(?:-t-(?:il|elle))? (?:été )?(?:publiée?|parue?|paru|écrite?|rédigée?)`,
        `(?:de quand date|quelle est la date d[eu’']) ?${FR}`,
      ],
      zh: [
        `${ZH}(?:是)?(?:什么时候|何时)(?:发表|发布|写|更新)的?`,
        `${ZH}的(?:日期|发布日期)是(?:什么|哪天|什么时候)?`,
      ],
      it: [`quando (?:è|fu) (?:stat[oa] )?(?:pubblicat[oa]|scritt[oa]|uscit[oa]) ?${IT}`, `di quando è ?${IT}`],
      pt: [`quando foi (?:publicad[oa]|escrit[oa]) ?${PT}`, `de quando é ?${PT}`],
    },
    answer: (document, translate) => {
      const { published } = document;
      if (!published) return null;
      const day = published.slice(0, "YYYY-MM-DD".length);
      const date = formatDate(published, translate);
      return withSource(translate("about.date", { date }), lineWithDate(document, day), date);
    },
  },
  {
    wordings: {
      en: [
        `(?:what|which) language is ${EN}(?: (?:in|written in))?`,
        `(?:in )?(?:what|which) language is ${EN} written(?: in)?`,
      ],
      de: [`in welcher sprache ist ${DE}(?: geschrieben)?`],
      es: [`en qué idioma está ?(?:escrit[oa])? ?${ES}`],
      ja: [`${JA}は何語(?:で書かれてい(?:る|ます))?(?:ですか|か)?`],
      fr: [`en quelle langue est(?: écrite?)? ${FR}`],
      zh: [`${ZH}是(?:用)?什么语言(?:写的)?`],
    },
    answer: ({ language }, translate) => {
      if (language === "und") return null;
      const name = new Intl.DisplayNames([translate.locale], { type: "language" }).of(language);
      return translate("about.language", { language: name ?? language });
    },
  },
  {
    wordings: {
      en: [`(?:where (?:is|does) ${EN}(?: come)? from|what(?: is|'s) the (?:source|link|url|address)(?: of ${EN})?)`],
      de: [`(?:woher (?:ist|stammt|kommt) ${DE}|was ist die quelle)`],
      es: [`(?:de dónde (?:es|viene) ?${ES}|cuál es la fuente)`],
      ja: [`${JA}の(?:出典|出所|ソース|url)は(?:何|どこ)?(?:ですか)?`],
      fr: [`(?:d[’']où vient ${FR}|quelle est la source)`],
      zh: [`${ZH}(?:的)?(?:来源|出处)是(?:什么|哪里)`],
    },
    answer: ({ site, url }, translate) => {
      const source = [site, url].filter(Boolean).join(", ");
      return source ? translate("about.source", { source }) : null;
    },
  },
  {
    wordings: {
      en: [
        `(?:did you read|have you read) (?:all of |the whole of |the whole |everything in )?${EN}(?: whole| completely)?`,
        `how much (?:of ${EN} )?(?:did you|have you|was|has been) read(?: of ${EN})?`,
      ],
      de: [`(?:hast du|haben sie) ${DE} ganz gelesen`, `wie viel (?:davon )?(?:hast du|wurde) gelesen`],
      es: [`(?:has leído|leíste) todo ?(?:${ES})?`],
      ja: [`${JA}?(?:を|は)?(?:全部|すべて|最後まで)読(?:んだ|みました)(?:のですか|か)?`],
      fr: [`(?:as-tu|avez-vous) tout lu`],
    },
    answer: ({ coverage: { read, total, unit, note } }, translate) => {
      if (note) return translate("about.read", { extent: note });
      if (read < total)
        return translate("about.read", { extent: translate("read", { read, total, unit: translate(`unit.${unit}`) }) });
      return translate("about.readAll");
    },
  },
  {
    wordings: {
      en: [
        `what (?:did you|was|has been|have you) removed?(?: from ${EN})?`,
        `what (?:did you|was) (?:leave|left) out(?: of ${EN})?`,
      ],
      de: [`was (?:wurde|hast du) (?:entfernt|weggelassen)`],
      es: [`qué (?:se quitó|quitaste|se eliminó|eliminaste)`],
      ja: [`何(?:を|が)(?:削除|除去|省略)(?:した|された|しました|されました)(?:のですか|か)?`],
      fr: [`qu[’']as-tu (?:enlevé|retiré)`],
    },
    answer: ({ removed }, translate) => {
      if (!removed.length) return translate("about.nothingRemoved");
      const listed = removed.slice(0, MAX_LISTED_REMOVALS).map(({ text }) => shorten(text));
      const more = removed.length > MAX_LISTED_REMOVALS ? ["…"] : [];
      return translate("about.removed", { n: removed.length, list: [...listed, ...more].join(" / ") });
    },
  },
];

/** What joins a question to the talk before it. */
const OPENING = /^\s*(?:(?:and|but|so|ok|okay|und|aber|y|pero|et|mais|e|ma|では|じゃあ)(?![\p{L}])[\s,、]*)+/iu;

/**
 * Answers a question about the document itself from its metadata: its length, author, date, language or source, or what
 * was read and removed. The answer is in the language of the question if the catalogue has it, otherwise in English; its
 * locale is returned with it. Returns null for any other question, or if the metadata is missing.
 */
export function answerFromMetadata(question: string, document: Document): { text: string; locale: string } | null {
  const normalised = question.normalize("NFC").replace(/[¿¡]/g, "").replace(OPENING, "").replace(/\s+/g, " ").trim();
  for (const { wordings, answer } of METADATA_QUESTIONS) {
    const asked = LANGUAGES.find((language) => isWorded(normalised, wordings[language] ?? [], document.title));
    if (!asked) continue;
    const translate = translatorFor(localeOfLanguage(asked));
    const text = answer(document, translate);
    return text ? { text, locale: translate.locale } : null;
  }
  return null;
}

/**
 * Whether the whole question has one of the wordings, with or without final punctuation. `TITLE` in a wording stands
 * for the title of the document: "Who maintains pebble?"
 */
function isWorded(question: string, wordings: string[], title: string | null): boolean {
  if (!wordings.length || question.length > MAX_QUESTION_UNITS) return false;
  const pattern = wordings.join("|").replaceAll("TITLE", () => titlePattern(title));
  return new RegExp(`^(?:${pattern})[\\s?？.!。]*$`, "iu").test(question);
}

/** No question about the document itself is longer, in UTF-16 units. */
const MAX_QUESTION_UNITS = 200;

/** A pattern for the title, with or without the marks after it: "backhaul 🛟". */
function titlePattern(title: string | null): string {
  const names = title ? [title, title.replace(/[^\p{L}\p{N}]+$/u, "")].filter(Boolean) : [];
  return names.length ? `(?:${names.map(escapeRegExp).join("|")})` : "(?!)";
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** Maximum length of a line with the author or the date, in UTF-16 units. A longer one is cut behind the date. */
const MAX_LINE_UNITS = 200;

/** The lines that were taken out of a document, and those of its text. */
const linesOf = ({ removed, text }: Document): string[] => [...removed.map((piece) => piece.text), ...text.split("\n")];

/** The first line with the author's name that says that it is the author. */
function lineWithAuthor(document: Document, name: string): string | null {
  const isCredit = (line: string): boolean =>
    line.length <= MAX_LINE_UNITS && line.includes(name) && creditsAuthor(line);
  return linesOf(document).find(isCredit) ?? null;
}

/** The first line with a date, up to the date if the line is a paragraph that begins with it. */
function lineWithDate(document: Document, day: string): string | null {
  for (const line of linesOf(document)) {
    const date = findDates(line.slice(0, MAX_LINE_UNITS)).find(({ iso }) => iso === day);
    if (date) return line.length <= MAX_LINE_UNITS ? line : line.slice(0, date.end);
  }
  return null;
}

/** Adds the line that an answer rests on, if it says more than the answer. */
function withSource(answer: string, line: string | null, fact: string): string {
  const bare = line?.replace(/^[\s*_>-]+|[\s*_]+$/g, "") ?? "";
  return bare && bare !== fact ? `${answer} “${bare}”` : answer;
}

const shorten = (text: string): string => truncate(text.replace(/\s+/g, " ").trim(), MAX_REMOVAL_UNITS);
