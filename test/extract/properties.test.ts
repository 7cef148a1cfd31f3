import { expect, test } from "vitest";
import { ownAuthor, ownTitle } from "../../src/extract/properties.ts";

test.each([
  ["The leak at the swimming hall", true],
  ["Documents of the harbour", true],
  ["Untold stories", true],
  ["Microsoft Word - Document1", false],
  ["Untitled", false],
  ["untitled document 3", false],
  ["Dokument1", false],
  ["Präsentation 2", false],
  ["PowerPoint Presentation", false],
  ["PowerPoint-Präsentation", false],
  ["Sans titre", false],
  ["無題ドキュメント", false],
  ["report_final_v3.docx", false],
  ["", false],
])("ownTitle(%j) is a title: %s", (title, isOwn) => {
  expect(ownTitle(title)).toBe(isOwn ? title : null);
});

test.each([
  ["Ada Quill", true],
  ["Orrin Institute", true],
  ["Userova", true],
  ["Microsoft Office User", false],
  ["admin", false],
  ["python-docx", false],
  ["ada@orrin.example", false],
  ["aq0417", false],
  ["", false],
])("ownAuthor(%j) is an author: %s", (author, isOwn) => {
  expect(ownAuthor(author)).toBe(isOwn ? author : null);
});
