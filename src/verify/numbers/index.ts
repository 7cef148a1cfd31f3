export { isBorneOut, isContradicted, isSaid } from "./derive.ts";
export type { Quantity } from "./pieces.ts";
export { quantitiesIn } from "./quantities.ts";
