export {
  findSection,
  hasHeading,
  hasNumberedSection,
  headingStarts,
  listSections,
  type Section,
} from "./findSection.ts";
