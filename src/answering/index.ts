export { type FoundAnswer, findAnswers } from "./findAnswers.ts";
