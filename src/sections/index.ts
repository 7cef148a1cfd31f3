export { findSection, hasHeading, listSections, type Section } from "./findSection.ts";
