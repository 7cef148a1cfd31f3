export { monthNumber, weekdayNumber } from "./calendarNames.ts";
export { extractQuantities } from "./extractQuantities.ts";
export { extractFrequencies } from "./frequencies.ts";
export { numberWordValue } from "./numberWords.ts";
export { documentDate, resolveDates } from "./resolveDates.ts";
export { isContradicted, isStated, isSupported } from "./support.ts";
export type { Quantity } from "./tokens.ts";
