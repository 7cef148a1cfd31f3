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
const LANGUAGES = ["en", "de", "es", "ja", "fr", "zh"] as const;
type Language = (typeof LANGUAGES)[number];

/** Patterns for references to the document itself, such as "it" or "this article". */
const EN = "(?:this|it|(?:this|the) (?:whole |full )?(?:article|text|document|page|post|story|paper|file|pdf|report))";
const DE =
  "(?:das|dies(?:er|es)?|(?:de[rnm]|das|die|diese[rsnm]?) (?:artikels?|text(?:es)?|dokument(?:es|s)?|seite|beitrags?|berichts?|datei))";
const ES = "(?:esto|(?:el|la|este|esta|del) ?(?:artículo|texto|documento|página|informe|archivo))";
const FR = "(?:ce(?:ci|t|tte)?|l[ea’']|cet?) ?(?:article|texte|document|page|rapport|fichier)?";
const ZH = "(?:这|本|该)?(?:篇|份|个)?(?:文章|文件|文档|报道|报告|页面|网页)";
const JA = "(?:(?:この|その)?(?:文章|記事|文書|本文|ページ|テキスト|ファイル|レポート)|これ)";

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
      en: [`who (?:wrote|is the author of|authored) ${EN}`, `who(?: is|'s) the author`],
      de: [`wer hat ${DE} (?:geschrieben|verfasst)`, `wer ist (?:der autor|die autorin)(?: ${DE})?`],
      es: [`quién (?:escribió|es (?:el autor|la autora) de) ?${ES}`],
      ja: [
        `${JA}(?:の著者|の筆者|の作者|を書いたの|を書いた人)は(?:誰|だれ)(?:ですか)?`,
        `誰が${JA}を書(?:いた|きました)(?:のですか|か)?`,
      ],
      fr: [`qui (?:a écrit|est l[’']auteur de) ${FR}`],
      zh: [`(?:${ZH}的)?作者是谁`, `谁写的${ZH}`, `${ZH}是谁写的`],
    },
    answer: ({ byline }, translate) => byline && translate("about.author", { byline }),
  },
  {
    wordings: {
      en: [
        `when was ${EN} (?:published|written|posted|released)`,
        `(?:what is the date of|what date is) ${EN}`,
        `how old is ${EN}`,
      ],
      de: [`wann (?:ist|wurde) ${DE} (?:erschienen|veröffentlicht|geschrieben)(?: worden)?`],
      es: [`cuándo se (?:publicó|escribió) ?${ES}`],
      ja: [
        `${JA}(?:は|が)(?:いつ|何年に)(?:公開|発表|出版|掲載)(?:された|されました)(?:のですか|か)?`,
        `${JA}の日付は(?:いつですか)?`,
      ],
      fr: [`quand (?:a été publiée?|est paru) ${FR}`],
      zh: [`${ZH}(?:是)?(?:什么时候|何时)(?:发表|发布|写)的?`],
    },
    answer: ({ published }, translate) =>
      published && translate("about.date", { date: formatDate(published, translate) }),
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

/**
 * Answers a question about the document itself from its metadata: its length, author, date, language or source, or what
 * was read and removed. The answer is in the language of the question if the catalogue has it, otherwise in English; its
 * locale is returned with it. Returns null for any other question, or if the metadata is missing.
 */
export function answerFromMetadata(question: string, document: Document): { text: string; locale: string } | null {
  const normalised = question.normalize("NFC").replace(/[¿¡]/g, "").replace(/\s+/g, " ").trim();
  for (const { wordings, answer } of METADATA_QUESTIONS) {
    const asked = LANGUAGES.find((language) => isWorded(normalised, wordings[language] ?? []));
    if (!asked) continue;
    const translate = translatorFor(localeOfLanguage(asked));
    const text = answer(document, translate);
    return text ? { text, locale: translate.locale } : null;
  }
  return null;
}

/** Whether the whole question has one of the wordings, with or without final punctuation. */
const isWorded = (question: string, wordings: string[]): boolean =>
  wordings.length > 0 && new RegExp(`^(?:${wordings.join("|")})[\\s?？.!。]*$`, "iu").test(question);

const shorten = (text: string): string => truncate(text.replace(/\s+/g, " ").trim(), MAX_REMOVAL_UNITS);
