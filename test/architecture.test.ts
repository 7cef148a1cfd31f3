import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

/**
 * What ARCHITECTURE.md promises, held by a test: who may import whom, how large a file may be, what only one file may
 * touch, and that every path which the documents name exists.
 */
const ROOT = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const sources = globSync(["src/**/*.ts", "commands/**/*.ts"], { cwd: ROOT }).sort();
const lines = (path: string): number => read(path).split("\n").length - 1;

/** The layer of each folder or file below src. Nothing may import from a layer above its own. */
const LAYERS: Record<string, number> = {
  model: 0,
  text: 0,
  intake: 1,
  extract: 1,
  clean: 1,
  engine: 1,
  verify: 1,
  cache: 1,
  records: 1,
  present: 1,
  read: 2,
  "pith.ts": 2,
  "writing.ts": 2,
  "config.ts": 3,
  "app.ts": 3,
  "log.ts": 3,
  "health.ts": 3,
  jobs: 3,
  terminal: 4,
  discord: 4,
  loopback: 4,
  playground: 4,
  "bot.ts": 4,
  "workshop.ts": 4,
  "cli.ts": 4,
  commands: 4,
};
/** Doors besides `index.ts`: the schemas are apart so that who needs the types alone does not load zod. */
const DOORS = ["src/model/schemas.ts", "src/model/settingsSchemas.ts"];
const partOf = (path: string): string => (path.startsWith("commands/") ? "commands" : path.split("/")[1]!);

type Import = { file: string; from: string };
const imports: Import[] = sources.flatMap((file) =>
  [...read(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(([, from]) => ({ file, from: from! })),
);
const ownImports = imports
  .filter(({ from }) => from.startsWith("."))
  .map(({ file, from }) => ({ file, target: relative(ROOT, join(ROOT, dirname(file), from)) }));

describe("layers", () => {
  test("every part of src has its layer", () => {
    const unknown = sources.filter((file) => LAYERS[partOf(file)] === undefined);
    expect(unknown).toEqual([]);
  });

  test("nothing imports from a layer above its own", () => {
    const upward = ownImports.filter(({ file, target }) => LAYERS[partOf(file)]! < LAYERS[partOf(target)]!);
    expect(upward).toEqual([]);
  });

  test("the steps of layer 1 never import each other", () => {
    const sideways = ownImports.filter(({ file, target }) => {
      const [from, to] = [partOf(file), partOf(target)];
      return LAYERS[from] === 1 && LAYERS[to] === 1 && from !== to;
    });
    expect(sideways).toEqual([]);
  });

  test("a folder is entered through its index only", () => {
    const inside = ownImports.filter(({ file, target }) => {
      const parts = target.split("/");
      if (DOORS.includes(target)) return false;
      return parts.length > 2 && partOf(file) !== parts[1] && parts.at(-1) !== "index.ts" && LAYERS[parts[1]!]! < 4;
    });
    expect(inside).toEqual([]);
  });

  test("the loopback Discord knows nothing of Pith", () => {
    const known = ownImports.filter(({ file, target }) => partOf(file) === "loopback" && partOf(target) !== "loopback");
    expect(known).toEqual([]);
  });
});

/** What only one place may touch. */
describe("the one place for", () => {
  const users = (pattern: RegExp): string[] => [
    ...new Set(imports.filter(({ from }) => pattern.test(from)).map(({ file }) => file)),
  ];
  test.each([
    ["openai", /^openai/, ["src/engine/llm/client/openai.ts"]],
    ["Keyv and its adapters", /^@?keyv/, ["src/cache/stores.ts"]],
    ["SQL", /^(?:kysely|better-sqlite3|pg)(?:\/|$)/, sources.filter((file) => file.startsWith("src/records/"))],
    ["HTTP", /^undici$/, ["src/intake/connect.ts", "src/intake/fetch.ts"]],
    ["child processes", /^(?:node:)?child_process$/, ["src/read/sandbox.ts"]],
    [
      "Discord",
      /^discord\.js$/,
      sources.filter((file) => /^(?:src\/discord\/|commands\/|src\/(?:bot|workshop)\.ts)/.test(file)),
    ],
    ["PDF", /^unpdf$/, ["src/extract/pdf/pdf.ts"]],
    ["commander", /^commander$/, ["src/terminal/output.ts", "src/terminal/program.ts"]],
  ])("%s", (_, pattern, places) => {
    expect(users(pattern).filter((file) => !places.includes(file))).toEqual([]);
  });

  test("the environment is src/config.ts", () => {
    const readers = sources.filter((file) => /\bprocess\.env\b/.test(read(file)));
    expect(readers).toEqual(["src/config.ts"]);
  });
});

describe("size", () => {
  const sizes = sources.map((file) => ({ file, lines: lines(file) }));
  test("no file has over 250 lines", () => {
    expect(sizes.filter((file) => file.lines > 250)).toEqual([]);
  });
  test("files have under 120 lines in the mean", () => {
    expect(sizes.reduce((sum, file) => sum + file.lines, 0) / sizes.length).toBeLessThan(120);
  });
  test("contracts stay within 40 lines, entries under 60", () => {
    for (const contract of ["contracts", "engine"]) expect(lines(`src/model/${contract}.ts`)).toBeLessThanOrEqual(40);
    for (const entry of ["src/cli.ts", "src/bot.ts"]) expect(lines(entry)).toBeLessThan(60);
  });
  test("the playground's page has under 1,200 lines of its own", () => {
    const page = globSync("src/playground/page/*", { cwd: ROOT });
    expect(page.map(lines).reduce((sum, own) => sum + own, 0)).toBeLessThan(1200);
  });
  test("commands stay within 60 lines", () => {
    expect(sizes.filter((file) => file.file.startsWith("commands/") && file.lines > 60)).toEqual([]);
  });
});

test("every dependency is pinned exactly, has its integrity in the lockfile and runs no script at install", () => {
  type Package = { version: string; integrity?: string; hasInstallScript?: boolean };
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Package> };
  const installed = Object.entries(packages).filter(([path]) => path !== "");
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"))).toEqual([]);
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json"));
  const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(String(version)))).toEqual([]);
});

test("no file is named for being a bag of things", () => {
  const bags = sources.filter((file) =>
    /(?:^|\/)(?:utils?|helpers?|managers?|services?|misc|common)(?:\/|\.|$)/i.test(file),
  );
  expect(bags).toEqual([]);
});

describe("documents", () => {
  const documents = globSync(["*.md", "docs/*.md", ".env.example"], { cwd: ROOT });
  test("README, ARCHITECTURE, CONTRIBUTING, SECURITY, CHANGELOG and .env.example are there", () => {
    const expected = [".env.example", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"];
    expect(expected.filter((name) => !documents.includes(name))).toEqual([]);
  });

  test.each(documents)("every path that %s names exists", (name) => {
    const named = [...read(name).matchAll(/(?<![\w./-])((?:src|commands|prompts|test|docs)\/[\w./*<>-]*)/g)].map(
      ([, path]) => path!.replace(/[.,]$/, ""),
    );
    const missing = named.filter((path) => !/[*<>]/.test(path) && !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
  });

  test(".env.example has every variable that src/config.ts reads, and no other", () => {
    const schema = /const Environment = z\.object\(\{([\s\S]*?)\n\}\);/.exec(read("src/config.ts"))![1]!;
    const known = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, variable]) => variable);
    const told = [...read(".env.example").matchAll(/^#?\s?([A-Z][A-Z_]+)=/gm)].map(([, variable]) => variable);
    expect(told.sort()).toEqual(known.sort());
  });
});
