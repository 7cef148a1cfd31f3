import { expect, test } from "vitest";
import { classifyStatement, speakerOf } from "../../src/text/index.ts";

test.each([
  ["“It is quiet,” said Ilse Brandt.", "Ilse Brandt"],
  ["Ada Quill, who runs it, said that it would cost more.", "Ada Quill"],
  ["According to Nordlicht Netz, the cable is old.", "Nordlicht Netz"],
  ["„Wir heizen mit Gas“, sagte Karl Anders.", "Karl Anders"],
  ["Selon Marie Dupont, le pont est vieux.", "Marie Dupont"],
  ["陈玉兰说，最忙的时候是晚上。", "陈玉兰"],
  ["He said it would cost more.", null],
  ["The quay opened on Monday.", null],
  ["“We will,” said The We Company's recently named executive chair Marcelo Claure.", "Marcelo Claure"],
  ["According to Acme's chief executive Ann Roe, it will.", "Ann Roe"],
  ["“We will,” said Acme's adviser on Asia.", "Acme's"],
])("speakerOf(%j) returns %s", (sentence, speaker) => expect(speakerOf(sentence)).toBe(speaker));

test.each([
  ["It will open in June.", { kind: "forecast", certainty: "stated" }],
  ["You may borrow up to five tools at a time.", { kind: "fact", certainty: "stated" }],
  ["Members may bring a guest on Sundays.", { kind: "fact", certainty: "stated" }],
  ["Phones may not be used in the reading room.", { kind: "fact", certainty: "stated" }],
  ["The suspect may not have left the country.", { kind: "fact", certainty: "hedged" }],
  ["The cuts may lead to longer waiting times.", { kind: "fact", certainty: "hedged" }],
  ["All visitors must sign the book at the gate.", { kind: "fact", certainty: "stated" }],
  ["The council must rethink this plan.", { kind: "opinion", certainty: "stated" }],
  ["It may have cost more.", { kind: "fact", certainty: "hedged" }],
  ["The hall should come first.", { kind: "opinion", certainty: "stated" }],
  ["It opened on Monday.", { kind: "fact", certainty: "stated" }],
  ["The bridge closes on 3 May.", { kind: "fact", certainty: "stated" }],
  ["May was wet.", { kind: "fact", certainty: "stated" }],
  ["It closed on 3rd may and on may 5.", { kind: "fact", certainty: "stated" }],
  ["The bridge may close.", { kind: "fact", certainty: "hedged" }],
  ["It might close.", { kind: "fact", certainty: "hedged" }],
  ["It could close in May.", { kind: "fact", certainty: "hedged" }],
  ["Die Brücke schloss am 3. Mai.", { kind: "fact", certainty: "stated" }],
  ["El puente cerró el 3 de mayo.", { kind: "fact", certainty: "stated" }],
  ["Le pont a fermé le 3 mai.", { kind: "fact", certainty: "stated" }],
])("classifyStatement(%j) returns %j", (sentence, expected) => expect(classifyStatement(sentence)).toEqual(expected));
