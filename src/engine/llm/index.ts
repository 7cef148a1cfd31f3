export { ChatModel } from "./client/index.ts";
export { llmEngine } from "./engine.ts";
export { Prompts } from "./prompts.ts";
