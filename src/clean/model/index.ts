export {
  type BoilerplateModel,
  createLineScorer,
  type LineScorer,
  predictRows,
  scoreLines,
} from "./boilerplateModel.ts";
