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
  ["What language is the document in?", "It's in English."],
  ["¿En qué idioma está el texto?", "Está en inglés."],
  ["Where is this from?", "From news.example, https://news.example/a"],
  ["Did you read the whole document?", "Yes, all of it."],
  ["What was removed?", "I left out 1 item that isn't part of the text: Home | News"],
])("answerFromMetadata answers %j", (question, answer) => {
  expect(answerFromMetadata(question, DOCUMENT)?.text).toBe(answer);
});

test.each([
  "Who wrote the letter?",
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
