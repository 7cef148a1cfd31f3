export { classifyIntent, type Intent, type Wish } from "./classifyIntent.ts";
export { parseNumber } from "./numberWords.ts";
