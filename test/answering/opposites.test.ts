import { expect, test } from "vitest";
import { contrastsWith } from "../../src/answering/opposites.ts";

test.each([
  ["Why did the board close the library?", "The board opened the library in May.", true],
  ["Who rejected the plan?", "The council accepted the plan.", true],
  ["Wie viele lehnten den Antrag ab?", "Zehn haben den Antrag angenommen.", true],
  ["¿Por qué bajó el precio?", "El precio subió en mayo.", true],
  ["Pourquoi la direction a-t-elle accordé l'avenant ?", "La direction refuse l'avenant.", true],
  ["誰が反対しましたか。", "町長は賛成した。", true],
  ["Why did the board close the library?", "The board closed the library after it opened a new one.", false],
  ["When does it open and close?", "It closes at six.", false],
  ["Who runs the library?", "The board opened the library.", false],
])("%j and %j: %s", (question, sentence, expected) => {
  expect(contrastsWith(question)(sentence)).toBe(expected);
});
