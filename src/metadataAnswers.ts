import type { Document } from "./model/index.ts";

/** Mean silent reading speed for English non-fiction (Brysbaert 2019). */
const WORDS_PER_MINUTE = 238;
/** Maximum number of removed pieces of text listed in an answer. */
const MAX_LISTED_REMOVALS = 10;
/** Maximum length of the text quoted from each removed piece, in UTF-16 units. */
const MAX_REMOVAL_UNITS = 60;

/**
 * Patterns for references to the document itself, such as "it" or "this article". The constants are named after ISO
 * 639-1 codes.
 */
const EN = "(?:this|it|(?:this|the) (?:whole |full )?(?:article|text|document|page|post|story|paper|file|pdf|report))";
const DE =
  "(?:das|dies(?:er|es)?|(?:de[rnm]|das|die|diese[rsnm]?) (?:artikels?|text(?:es)?|dokument(?:es|s)?|seite|beitrags?|berichts?|datei))";
const ES = "(?:esto|(?:el|la|este|esta|del) ?(?:artículo|texto|documento|página|informe|archivo))";
const FR = "(?:ce(?:ci|t|tte)?|l[ea’']|cet?) ?(?:article|texte|document|page|rapport|fichier)?";
const ZH = "(?:这|本|该)?(?:篇|份|个)?(?:文章|文件|文档|报道|报告|页面|网页)";

/** A question that the metadata can answer. `answer` returns null if the document does not have that metadata. */
type MetadataQuestion = { pattern: RegExp; answer(document: Document): string | null };

/** A pattern for a whole question in any of the given wordings, with or without final punctuation. */
const wholeQuestion = (...wordings: string[]): RegExp => new RegExp(`^(?:${wordings.join("|")})[\\s?？.!。]*$`, "iu");

const METADATA_QUESTIONS: MetadataQuestion[] = [
  {
    pattern: wholeQuestion(
      `how long is ${EN}`,
      `how many (?:words|pages) (?:does|has|are in|is in) ${EN}(?: have| contain)?`,
      `how long (?:does it take|would it take|do i need) to read ${EN}`,
      `wie lang ist ${DE}`,
      `wie viele (?:wörter|seiten) hat ${DE}`,
      `(?:cuántas (?:palabras|páginas) tiene|qué tan largo es|cuán largo es) ${ES}`,
      `(?:combien de (?:mots|pages) (?:compte|a)|quelle est la longueur de) ${FR}`,
      `${ZH}(?:有)?(?:多长|多少字|几页)`,
    ),
    answer: ({ words, coverage }) => {
      const pages = coverage.unit === "page" ? `, ${pluralise(coverage.total, "page")}` : "";
      const minutes = Math.max(1, Math.round(words / WORDS_PER_MINUTE));
      return `It has ${pluralise(words, "word")}${pages}, about ${pluralise(minutes, "minute")} to read.`;
    },
  },
  {
    pattern: wholeQuestion(
      `who (?:wrote|is the author of|authored) ${EN}`,
      `who(?: is|'s) the author`,
      `wer hat ${DE} (?:geschrieben|verfasst)`,
      `wer ist (?:der autor|die autorin)(?: ${DE})?`,
      `quién (?:escribió|es (?:el autor|la autora) de) ?${ES}`,
      `qui (?:a écrit|est l[’']auteur de) ${FR}`,
      `(?:${ZH}的)?作者是谁`,
      `谁写的${ZH}`,
      `${ZH}是谁写的`,
    ),
    answer: ({ byline }) => byline && `It names as its author: ${byline}.`,
  },
  {
    pattern: wholeQuestion(
      `when was ${EN} (?:published|written|posted|released)`,
      `(?:what is the date of|what date is) ${EN}`,
      `how old is ${EN}`,
      `wann (?:ist|wurde) ${DE} (?:erschienen|veröffentlicht|geschrieben)(?: worden)?`,
      `cuándo se (?:publicó|escribió) ?${ES}`,
      `quand (?:a été publiée?|est paru) ${FR}`,
      `${ZH}(?:是)?(?:什么时候|何时)(?:发表|发布|写)的?`,
    ),
    answer: ({ published }) => published && `It is dated ${published.slice(0, 10)}.`,
  },
  {
    pattern: wholeQuestion(
      `(?:what|which) language is ${EN}(?: (?:in|written in))?`,
      `(?:in )?(?:what|which) language is ${EN} written(?: in)?`,
      `in welcher sprache ist ${DE}(?: geschrieben)?`,
      `en qué idioma está ?(?:escrit[oa])? ?${ES}`,
      `en quelle langue est(?: écrite?)? ${FR}`,
      `${ZH}是(?:用)?什么语言(?:写的)?`,
    ),
    answer: ({ language }) =>
      language === "und"
        ? null
        : `It is in ${new Intl.DisplayNames(["en"], { type: "language" }).of(language) ?? language}.`,
  },
  {
    pattern: wholeQuestion(
      `(?:where (?:is|does) ${EN}(?: come)? from|what(?: is|'s) the (?:source|link|url|address)(?: of ${EN})?)`,
      `(?:woher (?:ist|stammt|kommt) ${DE}|was ist die quelle)`,
      `(?:de dónde (?:es|viene) ?${ES}|cuál es la fuente)`,
      `(?:d[’']où vient ${FR}|quelle est la source)`,
      `${ZH}(?:的)?(?:来源|出处)是(?:什么|哪里)`,
    ),
    answer: ({ site, url }) => (url ? `It is from ${site ?? "the web"}: ${url}` : site && `It is from ${site}.`),
  },
  {
    pattern: wholeQuestion(
      `(?:did you read|have you read) (?:all of |the whole of |the whole |everything in )?${EN}(?: whole| completely)?`,
      `how much (?:of ${EN} )?(?:did you|have you|was|has been) read(?: of ${EN})?`,
      `(?:hast du|haben sie) ${DE} ganz gelesen`,
      `wie viel (?:davon )?(?:hast du|wurde) gelesen`,
      `(?:has leído|leíste) todo ?(?:${ES})?`,
      `(?:as-tu|avez-vous) tout lu`,
    ),
    answer: ({ coverage: { read, total, unit, note } }) =>
      note
        ? `${note}.`
        : read < total
          ? `${read} of ${pluralise(total, unit)} were read.`
          : `All of it: ${pluralise(total, unit)}.`,
  },
  {
    pattern: wholeQuestion(
      `what (?:did you|was|has been|have you) removed?(?: from ${EN})?`,
      `what (?:did you|was) (?:leave|left) out(?: of ${EN})?`,
      `was (?:wurde|hast du) (?:entfernt|weggelassen)`,
      `qué (?:se quitó|quitaste|se eliminó|eliminaste)`,
      `qu[’']as-tu (?:enlevé|retiré)`,
    ),
    answer: ({ removed }) => {
      if (!removed.length) return "Nothing was removed.";
      const listed = removed.slice(0, MAX_LISTED_REMOVALS).map(({ text, rule }) => `“${truncate(text)}” (${rule})`);
      const more = removed.length > MAX_LISTED_REMOVALS ? `, and ${removed.length - MAX_LISTED_REMOVALS} more` : "";
      return `${pluralise(removed.length, "piece")} that ${removed.length === 1 ? "is" : "are"} not its text: ${listed.join(", ")}${more}.`;
    },
  },
];

/**
 * Answers a question about the document itself from its metadata: its length, author, date, language or source, or what
 * was read and removed. The answer is in English. Returns null for any other question, or if the metadata is missing.
 */
export function answerFromMetadata(question: string, document: Document): string | null {
  const normalised = question.normalize("NFC").replace(/[¿¡]/g, "").replace(/\s+/g, " ").trim();
  return METADATA_QUESTIONS.find(({ pattern }) => pattern.test(normalised))?.answer(document) ?? null;
}

const pluralise = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

function truncate(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= MAX_REMOVAL_UNITS) return line;
  return `${line.slice(0, MAX_REMOVAL_UNITS - 1).trimEnd()}…`.toWellFormed();
}
