export { extractOpposedWords, type OpposedWord } from "./lexicon/opposites.ts";
export { extractPeopleGroups, type PeopleGroup } from "./lexicon/peopleGroups.ts";
export { compareValues } from "./sameValue.ts";
export { extractContentTerms, type Term } from "./terms.ts";
export type { Value } from "./value.ts";
export { extractValues } from "./values.ts";
