export { createLineScorer, type LineModel, type LineScorer, predictRows, scoreLines } from "./lineModel.ts";
