export { connect } from "./client.ts";
export { loadCommands } from "./commandLoader.ts";
export { deployCommands, deployIfChanged, fetchApplication } from "./deployCommands.ts";
