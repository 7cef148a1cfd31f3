export { extractiveEngine } from "./extractive/index.ts";
export { ChatModel, hasNoList, llmEngine, Prompts } from "./llm/index.ts";
