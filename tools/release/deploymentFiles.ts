import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { parse } from "yaml";

/** Absolute path of the repository. */
export const ROOT = join(import.meta.dirname, "../..");
/** Reads a file of the repository as UTF-8. `path` is relative to the root. */
export const readProjectFile = (path: string): string => readFileSync(join(ROOT, path), "utf8");

type Instruction = { keyword: string; args: string[] };

/** Returns the instructions of the Dockerfile, grouped by build stage. */
export function dockerfileStages(): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const instruction of DockerfileParser.parse(readProjectFile("Dockerfile")).getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === "FROM") stages.push([]);
    stages.at(-1)?.push({ keyword, args: instruction.getArguments().map((argument) => argument.getValue()) });
  }
  return stages;
}

/**
 * Returns the arguments of a Dockerfile instruction in exec form (a JSON array). `keyword` must include the indentation
 * of the line: `"CMD"` is the command of the container, and `"  CMD"` that of its health check.
 */
export function dockerfileCommand(keyword: string): string[] {
  const [, json] = new RegExp(`^${keyword} (\\[.*\\])$`, "m").exec(readProjectFile("Dockerfile")) ?? [];
  return JSON.parse(json ?? "null") as string[];
}

export type ComposeService = {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  tmpfs?: string[];
  volumes?: string[];
  networks?: string[];
  ports?: string[];
  stop_grace_period?: string;
  restart?: string;
  init?: boolean;
};
type Compose = { services: Record<string, ComposeService>; volumes: object; networks?: Record<string, unknown> };

/** Parses a compose file of the repository and resolves its YAML merge keys. */
export const readCompose = (path: string): Compose => parse(readProjectFile(path), { merge: true }) as Compose;
