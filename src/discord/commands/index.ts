export { FORGET_SCOPES } from "../handlers/index.ts";
export { sourcesFromOptions } from "../sources.ts";
export { summariseModal } from "../ui/index.ts";
export { inAllContexts, localizeCommand, localizeName, localizeOption } from "./commandLocalization.ts";
export type { Command, MessageCommand, SlashCommand } from "./contract.ts";
export { autocompleteDocuments, documentOption, requiredDocumentOption } from "./documentAutocomplete.ts";
