export { sourcesFromOptions } from "../sources.ts";
export { summariseModal } from "../ui/index.ts";
export { forManagers, inAllContexts, localizeCommand, localizeName, localizeOption } from "./commandLocalization.ts";
export type { Command, MessageCommand, SlashCommand } from "./contract.ts";
export { autocompleteDocuments, documentOption, requiredDocumentOption } from "./documentAutocomplete.ts";
