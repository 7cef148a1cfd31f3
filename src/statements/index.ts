export { readBlocks } from "./blockRoles.ts";
export { definedSubject, saysWhatItIs } from "./definitions.ts";
export { hasDependentOpener } from "./dependentOpeners.ts";
export { documentStatements } from "./documentStatements.ts";
export { isOwnGist, ownGistOf } from "./ownGist.ts";
export { isSelfContained, QUESTION } from "./selfContained.ts";
export type { Statement } from "./statement.ts";
export { findTurns } from "./turns.ts";
