export { answerFromFacts } from "../metadataAnswers.ts";
export { extractiveEngine } from "./extractive/engine.ts";
export { ChatModel } from "./llm/client/chatModel.ts";
export { llmEngine } from "./llm/engine.ts";
export { Prompts } from "./llm/prompts.ts";
