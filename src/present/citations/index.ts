export { type CitedSource, createCiter } from "./citer.ts";
export { linkedTitle, linkLabel } from "./linkedTitle.ts";
