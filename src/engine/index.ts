export { extractiveEngine } from "./extractive/index.ts";
export { ChatModel, llmEngine, Prompts } from "./llm/index.ts";
