export { OPPOSITE_TERMS } from "./concepts.ts";
export { compareValues } from "./sameValue.ts";
export { extractContentTerms, type Term } from "./terms.ts";
export type { Value } from "./value.ts";
export { extractValues } from "./values.ts";
