export { readBlocks } from "./blockRoles.ts";
export { hasDependentOpener } from "./dependentOpeners.ts";
export { documentStatements, type Statement } from "./documentStatements.ts";
export { isSelfContained, QUESTION } from "./selfContained.ts";
export { findTurns } from "./turns.ts";
