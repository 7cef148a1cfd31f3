import type { Document } from "./model/index.ts";

/** Reading speed: 238 words a minute, the mean for English non-fiction (Brysbaert 2019). */
const WORDS_PER_MINUTE = 238;
const MOST_REMOVED = 10;

/** What "this" is called: only questions about the document itself are answered by what is known of it. */
const EN = "(?:this|it|(?:this|the) (?:whole |full )?(?:article|text|document|page|post|story|paper|file|pdf|report))";
const DE =
  "(?:das|dies(?:er|es)?|(?:de[rnm]|das|die|diese[rsnm]?) (?:artikels?|text(?:es)?|dokument(?:es|s)?|seite|beitrags?|berichts?|datei))";
const ES = "(?:esto|(?:el|la|este|esta|del) ?(?:artículo|texto|documento|página|informe|archivo))";
const FR = "(?:ce(?:ci|t|tte)?|l[ea’']|cet?) ?(?:article|texte|document|page|rapport|fichier)?";
const ZH = "(?:这|本|该)?(?:篇|份|个)?(?:文章|文件|文档|报道|报告|页面|网页)";

type Fact = { asked: RegExp; tell(document: Document): string | null };
const asked = (...patterns: string[]): RegExp => new RegExp(`^(?:${patterns.join("|")})[\\s?？.!。]*$`, "iu");

const FACTS: Fact[] = [
  {
    asked: asked(
      `how long is ${EN}`,
      `how many (?:words|pages) (?:does|has|are in|is in) ${EN}(?: have| contain)?`,
      `how long (?:does it take|would it take|do i need) to read ${EN}`,
      `wie lang ist ${DE}`,
      `wie viele (?:wörter|seiten) hat ${DE}`,
      `(?:cuántas (?:palabras|páginas) tiene|qué tan largo es|cuán largo es) ${ES}`,
      `(?:combien de (?:mots|pages) (?:compte|a)|quelle est la longueur de) ${FR}`,
      `${ZH}(?:有)?(?:多长|多少字|几页)`,
    ),
    tell: ({ words, coverage }) => {
      const pages = coverage.unit === "page" ? `, ${counted(coverage.total, "page")}` : "";
      const minutes = Math.max(1, Math.round(words / WORDS_PER_MINUTE));
      return `It has ${counted(words, "word")}${pages}, about ${counted(minutes, "minute")} to read.`;
    },
  },
  {
    asked: asked(
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
    tell: ({ byline }) => byline && `It names as its author: ${byline}.`,
  },
  {
    asked: asked(
      `when was ${EN} (?:published|written|posted|released)`,
      `(?:what is the date of|what date is) ${EN}`,
      `how old is ${EN}`,
      `wann (?:ist|wurde) ${DE} (?:erschienen|veröffentlicht|geschrieben)(?: worden)?`,
      `cuándo se (?:publicó|escribió) ?${ES}`,
      `quand (?:a été publiée?|est paru) ${FR}`,
      `${ZH}(?:是)?(?:什么时候|何时)(?:发表|发布|写)的?`,
    ),
    tell: ({ published }) => published && `It is dated ${published.slice(0, 10)}.`,
  },
  {
    asked: asked(
      `(?:what|which) language is ${EN}(?: (?:in|written in))?`,
      `(?:in )?(?:what|which) language is ${EN} written(?: in)?`,
      `in welcher sprache ist ${DE}(?: geschrieben)?`,
      `en qué idioma está ?(?:escrit[oa])? ?${ES}`,
      `en quelle langue est(?: écrite?)? ${FR}`,
      `${ZH}是(?:用)?什么语言(?:写的)?`,
    ),
    tell: ({ language }) =>
      language === "und"
        ? null
        : `It is in ${new Intl.DisplayNames(["en"], { type: "language" }).of(language) ?? language}.`,
  },
  {
    asked: asked(
      `(?:where (?:is|does) ${EN}(?: come)? from|what(?: is|'s) the (?:source|link|url|address)(?: of ${EN})?)`,
      `(?:woher (?:ist|stammt|kommt) ${DE}|was ist die quelle)`,
      `(?:de dónde (?:es|viene) ?${ES}|cuál es la fuente)`,
      `(?:d[’']où vient ${FR}|quelle est la source)`,
      `${ZH}(?:的)?(?:来源|出处)是(?:什么|哪里)`,
    ),
    tell: ({ site, url }) => (url ? `It is from ${site ?? "the web"}: ${url}` : site && `It is from ${site}.`),
  },
  {
    asked: asked(
      `(?:did you read|have you read) (?:all of |the whole of |the whole |everything in )?${EN}(?: whole| completely)?`,
      `how much (?:of ${EN} )?(?:did you|have you|was|has been) read(?: of ${EN})?`,
      `(?:hast du|haben sie) ${DE} ganz gelesen`,
      `wie viel (?:davon )?(?:hast du|wurde) gelesen`,
      `(?:has leído|leíste) todo ?(?:${ES})?`,
      `(?:as-tu|avez-vous) tout lu`,
    ),
    tell: ({ coverage: { read, total, unit, note } }) =>
      note
        ? `${note}.`
        : read < total
          ? `${read} of ${counted(total, unit)} were read.`
          : `All of it: ${counted(total, unit)}.`,
  },
  {
    asked: asked(
      `what (?:did you|was|has been|have you) removed?(?: from ${EN})?`,
      `what (?:did you|was) (?:leave|left) out(?: of ${EN})?`,
      `was (?:wurde|hast du) (?:entfernt|weggelassen)`,
      `qué (?:se quitó|quitaste|se eliminó|eliminaste)`,
      `qu[’']as-tu (?:enlevé|retiré)`,
    ),
    tell: ({ removed }) => {
      if (!removed.length) return "Nothing was removed.";
      const shown = removed.slice(0, MOST_REMOVED).map(({ text, rule }) => `“${shortened(text)}” (${rule})`);
      const more = removed.length > MOST_REMOVED ? `, and ${removed.length - MOST_REMOVED} more` : "";
      return `${counted(removed.length, "piece")} that ${removed.length === 1 ? "is" : "are"} not its text: ${shown.join(", ")}${more}.`;
    },
  },
];

/**
 * The answer to a question about the document itself (its length, author, date, language, source, what of it was read or
 * removed) by what is known of it; null for any other question, and where it is not known.
 */
export function answerFromFacts(question: string, document: Document): string | null {
  const plain = question.normalize("NFC").replace(/[¿¡]/g, "").replace(/\s+/g, " ").trim();
  return FACTS.find(({ asked }) => asked.test(plain))?.tell(document) ?? null;
}

const counted = (n: number, what: string): string => `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;
const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 59).trimEnd()}…`.toWellFormed() : line;
};
