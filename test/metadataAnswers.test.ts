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
  ["How long is this article?", "It has 1,190 words, 3 pages, about 5 minutes to read."],
  ["Wie lang ist der Text?", "It has 1,190 words, 3 pages, about 5 minutes to read."],
  ["¿Cuántas palabras tiene el artículo?", "It has 1,190 words, 3 pages, about 5 minutes to read."],
  ["who wrote this", "It names as its author: Ada Quill."],
  ["Wer ist die Autorin?", "It names as its author: Ada Quill."],
  ["这篇文章的作者是谁？", "It names as its author: Ada Quill."],
  ["When was it published?", "It is dated 2026-01-02."],
  ["What language is the document in?", "It is in English."],
  ["Where is this from?", "It is from news.example: https://news.example/a"],
  ["Did you read the whole document?", "All of it: 3 pages."],
  ["What was removed?", "1 piece that is not its text: “Home | News” (menu)."],
])("answerFromMetadata answers %j", (question, answer) => {
  expect(answerFromMetadata(question, DOCUMENT)).toBe(answer);
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
