export { type AnswerPiece, type Findings, type FoundAnswer, findAnswers } from "./findAnswers.ts";
export { leanedOn } from "./talk/followUp.ts";
