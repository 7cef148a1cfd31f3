import { describe, expect, test } from "vitest";
import { type AnswerKind, candidateOffsets, kindAskedFor } from "../../src/answering/answerKind.ts";

test.each<[string, AnswerKind]>([
  ["Why did the mill close?", "reason"],
  ["What caused the flood?", "reason"],
  ["Warum wurde der Bau teurer?", "reason"],
  ["なぜ閉店したのですか。", "reason"],
  ["What share of the votes did she get?", "percentage"],
  ["How much does a ticket cost?", "money"],
  ["What is the most I can be charged?", "money"],
  ["¿Cuánto cuesta la entrada?", "money"],
  ["Combien coûte un abonnement ?", "money"],
  ["入場料はいくらですか。", "money"],
  ["What year did the mill open?", "year"],
  ["When did the mill open?", "time"],
  ["¿Cuándo abrió el molino?", "time"],
  ["How long does the crossing take?", "duration"],
  ["How many ditches were blocked?", "count"],
  ["Wie viele Stimmen bekam sie?", "count"],
  ["店は何軒ありますか。", "count"],
  ["How far is the harbour?", "measure"],
  ["Which company runs the quarry?", "name"],
  ["Wie heißt die Firma?", "name"],
  ["Who runs the quarry?", "person"],
  ["Where is the quarry?", "place"],
  ["Is the quarry open?", "other"],
])("%j asks for: %s", (question, kind) => {
  expect(kindAskedFor(question)).toBe(kind);
});

describe("candidateOffsets", () => {
  test.each<[AnswerKind, string]>([
    ["money", "The roof cost £41,500."],
    ["money", "Das Ticket ist kostenlos."],
    ["time", "It opened on 12 March."],
    ["time", "施行は4月1日。"],
    ["year", "It was built in 1912."],
    ["count", "We blocked 140 ditches."],
    ["count", "Eleven members voted for it, two against."],
    ["count", "2005年に19軒あった。"],
    ["duration", "The crossing takes 40 minutes."],
    ["percentage", "Every second vote, or 50 %, was lost."],
    ["name", "The quarry belongs to Hollin Stone."],
    ["reason", "It closed because the roof leaked."],
  ])("finds a %s in %j", (kind, sentence) => {
    expect(candidateOffsets(kind, sentence, "?…")).not.toEqual([]);
    expect(candidateOffsets(kind, sentence, "what then?")).not.toEqual([]);
  });
  test.each<[AnswerKind, string]>([
    ["money", "The roof has two winters left."],
    ["time", "Support is planned for version 2."],
    ["year", "It opened on 12 March."],
    ["count", "Last updated: 1 July 2024, at 12:30 [3]"],
    ["count", "4.5 VOTE: the pump for Block B."],
    ["duration", "The crossing is rough."],
    ["name", "The quarry belongs to a family."],
    ["reason", "It closed in May."],
  ])("finds no %s in %j", (kind, sentence) => {
    expect(candidateOffsets(kind, sentence, "what then?")).toEqual([]);
  });
  test("does not take what the question says itself for the answer", () => {
    expect(candidateOffsets("name", "The quarry at Pell Hill is closed.", "Who runs the quarry at Pell Hill?")).toEqual(
      [],
    );
    expect(candidateOffsets("count", "All 40 were there.", "How many of the 40 voted?")).toEqual([]);
  });
  test("knows no form of what is open, or of names in scripts without capitals", () => {
    expect(candidateOffsets("other", "Yes.", "Is it open?")).toBeNull();
    expect(candidateOffsets("person", "馆长是陈玉兰。", "馆长是谁？")).toBeNull();
  });
});
