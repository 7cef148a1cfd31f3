export { applicationOf, deployCommands, startBot } from "./client.ts";
export type { Command } from "./command.ts";
export { respond } from "./respond.ts";
export { sourceOf, withSource } from "./source.ts";
