export { ChatModel } from "./chatModel.ts";
