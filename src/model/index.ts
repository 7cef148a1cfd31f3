export * from "./contracts.ts";
export * from "./digest.ts";
export * from "./document.ts";
export * from "./engine.ts";
export * from "./errors.ts";
export * from "./posting.ts";
export * from "./run.ts";
export * from "./source.ts";
