export { findSection, hasHeading, headingStarts, listSections, type Section } from "./findSection.ts";
