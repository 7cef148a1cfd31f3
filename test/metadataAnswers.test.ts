import { expect, test } from "vitest";
import { answerFromMetadata } from "../src/metadataAnswers.ts";
import { createDocument } from "./fakes/documents.ts";

const DOCUMENT = {
  ...createDocument(["The quay opened on Monday."]),
  ...{ words: 1190, byline: "Ada Quill", published: "2026-01-02T08:00:00Z", language: "en", site: "news.example" },
  url: "https://news.example/a",
  coverage: { unit: "page" as const, read: 3, total: 3, note: null },
  removed: [{ rule: "menu", text: "Home | News" }],
};

test.each([
  ["How long is this article?", "1,190 words, 3 pages, about 5 minutes to read."],
  ["Wie lang ist der Text?", "1.190 Wörter, 3 Seiten, etwa 5 Minuten Lesezeit."],
  ["¿Cuántas palabras tiene el artículo?", "1190 palabras, 3 páginas, unos 5 minutos de lectura."],
  ["この記事は何ページですか？", "1,190語、3ページ、約5分で読めます。"],
  ["who wrote this", "By Ada Quill."],
  ["Wer ist die Autorin?", "Von Ada Quill."],
  ["この記事の著者は誰ですか", "著者はAda Quillです。"],
  ["这篇文章的作者是谁？", "By Ada Quill."],
  ["When was it published?", "Published 2 Jan 2026."],
  ["Wann ist der Artikel erschienen?", "Veröffentlicht: 02.01.2026."],
  ["この記事はいつ公開されましたか？", "公開日は2026/01/02です。"],
  ["この発表はいつのものですか。", "公開日は2026/01/02です。"],
  ["What language is the document in?", "It's in English."],
  ["¿En qué idioma está el texto?", "Está en inglés."],
  ["Where is this from?", "From news.example, https://news.example/a"],
  ["Did you read the whole document?", "Yes, all of it."],
  ["What was removed?", "I left out 1 item that isn't part of the text: Home | News"],
])("answerFromMetadata answers %j", (question, answer) => {
  expect(answerFromMetadata(question, DOCUMENT)?.text).toBe(answer);
});

test.each([
  "Who wrote this paper?",
  "Who is this by?",
  "Who took the notes of this meeting?",
  "Who prepared these minutes?",
  "Who typed up this transcript?",
  "Wer hat diese Niederschrift verfasst?",
  "Who compiled this round-up?",
  "Who wrote and maintains the harbour log?",
  "Wer hat diese Anleitung geschrieben?",
  "Von wem ist der Text?",
  "Wer hat das Protokoll geführt?",
  "¿Quién redactó el acta?",
  "¿De quién es este artículo?",
  "誰がこの論文を書きましたか？",
  "議事録を取ったのは誰ですか。",
  "Qui a rédigé cette fiche ?",
  "Qui a établi ce bilan ?",
  "Chi ha scritto questo commento?",
  "Quem escreveu este relatório?",
  "谁写了这篇论文？",
])("answerFromMetadata answers %j with the authors", (question) => {
  const document = { ...DOCUMENT, title: "The harbour log" };
  expect(answerFromMetadata(question, document)?.text).toContain("Ada Quill");
});

test.each([
  "When was this press release issued?",
  "When was the episode released?",
  "When was this page last updated?",
  "When did this paper come out?",
  "What date is this letter?",
  "Von wann ist diese Pressemitteilung?",
  "Wann ist der Artikel online erschienen?",
  "¿De qué fecha es esta nota de prensa?",
  "¿Cuándo se publicó el informe?",
  "この論文はいつ発表されましたか？",
  "いつの記事ですか",
  "Quand a été publié ce rapport ?",
  "De quand date cette fiche ?",
  "Quando è stato pubblicato questo articolo?",
])("answerFromMetadata answers %j with the date", (question) => {
  expect(answerFromMetadata(question, DOCUMENT)?.text).toMatch(/2026/);
});

test("answerFromMetadata adds the line with the author or the date, if it says more than the answer", () => {
  const removed = [{ rule: "head", text: "Received 3 May 2025; published 2 January 2026" }];
  const document = { ...createDocument(["Minutes taken by Ada Quill, clerk"]), ...DOCUMENT, removed };
  const withText = { ...document, text: "Ada Quill was there.\n\nMinutes taken by Ada Quill, clerk" };
  expect(answerFromMetadata("Who took the minutes?", withText)?.text).toBe(
    "By Ada Quill. “Minutes taken by Ada Quill, clerk”",
  );
  expect(answerFromMetadata("When was it published?", withText)?.text).toBe(
    "Published 2 Jan 2026. “Received 3 May 2025; published 2 January 2026”",
  );
});

test("answerFromMetadata takes any title", () => {
  for (const title of ["a-b/c (d) [e] {f} \\\\ $^.*+?|", "(", "\\\\u{"])
    expect(answerFromMetadata(`Who maintains ${title}?`, { ...DOCUMENT, title })?.text).toContain("Ada Quill");
});

test.each([
  "Who wrote the letter?",
  "Who prepared the dinner?",
  "When was the letter written?",
  "Who maintains the bridge?",
  "Wer hat den Brief geschrieben?",
  "¿Quién escribió la carta al alcalde?",
  "When was Rev. B of this manual issued?",
  "When was the bridge published about?",
  "How long is the quay?",
  "What was removed from the harbour?",
  "Who is the author of the report on tides?",
  "Where is the company from?",
])("answerFromMetadata does not answer %j, which is about the content", (question) => {
  expect(answerFromMetadata(question, DOCUMENT)).toBeNull();
});

test("answerFromMetadata does not answer questions about missing metadata", () => {
  const bare = { ...DOCUMENT, byline: null, published: null, language: "und", url: null, site: null };
  for (const question of ["Who wrote this?", "When was it written?", "What language is this?", "Where is this from?"])
    expect(answerFromMetadata(question, bare)).toBeNull();
});
