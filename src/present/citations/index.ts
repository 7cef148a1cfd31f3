export { type CitedSource, createCiter } from "./citer.ts";
export { linkedTitle } from "./linkedTitle.ts";
