import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { parse } from "yaml";

/** The files that Pith is shipped by, read for their tests. */
export const ROOT = join(import.meta.dirname, "../..");
export const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

type Step = { keyword: string; words: string[] };

/** The instructions of the Dockerfile, by stage. */
export function stages(): Step[][] {
  const found: Step[][] = [];
  for (const instruction of DockerfileParser.parse(read("Dockerfile")).getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === "FROM") found.push([]);
    found.at(-1)?.push({ keyword, words: instruction.getArguments().map((argument) => argument.getValue()) });
  }
  return found;
}

/** The list that an instruction in JSON form holds, named as it begins its line: the check of health is indented. */
export function listOf(keyword: string): string[] {
  const [, json] = new RegExp(`^${keyword} (\\[.*\\])$`, "m").exec(read("Dockerfile")) ?? [];
  return JSON.parse(json ?? "null") as string[];
}

export type Service = {
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
type Compose = { services: Record<string, Service>; volumes: object; networks?: Record<string, unknown> };

export const compose = (path: string): Compose => parse(read(path), { merge: true }) as Compose;
