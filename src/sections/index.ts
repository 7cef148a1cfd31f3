export { findSection, listSections, type Section } from "./findSection.ts";
