export { extractiveEngine } from "./extractive.ts";
export { llmEngine } from "./llm.ts";
export { ChatModel } from "./openai.ts";
export { readPrompt } from "./prompt.ts";
