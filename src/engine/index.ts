export { ChatModel } from "./chatModel.ts";
export { extractiveEngine } from "./extractive.ts";
export { answerFromFacts } from "./facts.ts";
export { llmEngine } from "./llm.ts";
export { Prompts } from "./prompt.ts";
