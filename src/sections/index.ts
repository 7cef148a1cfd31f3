export {
  findSection,
  hasHeading,
  hasNumberedSection,
  headingStarts,
  listSections,
  type Section,
} from "./findSection.ts";
export { isSectionName } from "./sectionNames.ts";
