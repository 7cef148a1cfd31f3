import { describe, expect, test } from "vitest";
import { classifyIntent } from "../../src/intents/index.ts";
import { THIRD } from "./thirdUtterances.ts";
import { FIRST, SECOND } from "./utterances.ts";

/** Writes an intent on one line, as the lists do. `?` marks what is a wish only if the document has the section. */
function describeIntent(text: string): string {
  const intent = classifyIntent(text);
  if (intent.kind === "chatter") return intent.mood;
  if (intent.kind !== "wish") return intent.kind;
  const { length, style, ...others } = intent.wish;
  const named = Object.entries(others).flatMap(([name, value]) => (value === null ? [] : `${name}=${value}`));
  return ([length, style, ...named].filter(Boolean).join(" ") || "digest") + (intent.needsSection ? "?" : "");
}

describe.for(["en", "de", "es", "ja"])("in %s", (language) => {
  test.for([...FIRST[language]!, ...SECOND[language]!, ...THIRD[language]!])("%s: %s", ([text, intent]) => {
    expect(describeIntent(text)).toBe(intent);
  });
});
