import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

/**
 * Enforces the rules of ARCHITECTURE.md: which modules may import which, how large files and folders may be, and which
 * files may use a package or `process.env`. Also checks that every path named in the documents exists.
 */
const ROOT = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const product = globSync(["src/**/*.ts", "commands/**/*.ts"], { cwd: ROOT }).sort();
const everything = globSync(["{src,commands,playground,tools}/**/*.{ts,js}"], { cwd: ROOT }).sort();
const lines = (path: string): number => read(path).split("\n").length - 1;

/** The layer of each folder or file. A module imports only from its own layer or a lower one. */
const LAYERS: Record<string, number> = {
  "src/model": 0,
  "src/text": 0,
  "src/retrieval": 0,
  "src/intents": 0,
  "src/sections": 0,
  "src/tables": 0,
  "src/quantities": 0,
  "src/facts": 0,
  "src/statements": 0,
  "src/answering": 0,
  "src/intake": 1,
  "src/extract": 1,
  "src/clean": 1,
  "src/engine": 1,
  "src/verify": 1,
  "src/cache": 1,
  "src/records": 1,
  "src/present": 1,
  "src/read": 2,
  "src/pith.ts": 2,
  "src/generation.ts": 2,
  "src/metadataAnswers.ts": 2,
  "src/sectionDigest.ts": 2,
  "src/config.ts": 3,
  "src/app.ts": 3,
  "src/cachedSteps.ts": 3,
  "src/log.ts": 3,
  "src/output.ts": 3,
  "src/health.ts": 3,
  "src/jobs": 3,
  "src/terminal": 4,
  "src/discord": 4,
  "src/bot.ts": 4,
  "src/worker.ts": 4,
  "src/workerRuntime.ts": 4,
  "src/cli.ts": 4,
  commands: 4,
  playground: 5,
};
/** The folders of `src/discord`, lowest layer first. A folder imports only from itself and from earlier ones. */
const DISCORD_FOLDERS = ["ui", "delivery", "policy", "interactions", "handlers", "commands", "events", "gateway"];
/**
 * Files that may be imported directly although their folder has an `index.ts`. The schemas are not exported by
 * `index.ts`, so that code that needs only the types does not load zod. The files in `commands/` have an entry point of
 * their own, so that they do not import the code that loads them.
 */
const EXTRA_ENTRY_POINTS = ["src/model/schemas.ts", "src/model/settingsSchemas.ts", "src/discord/commands/index.ts"];

const partOf = (path: string): string => {
  const [top, second] = path.split("/");
  return top === "src" ? `${top}/${second}` : top!;
};
const layerOf = (path: string): number => LAYERS[partOf(path)]!;

type Import = { file: string; from: string; isLazy: boolean };
const importsOf = (file: string): Import[] =>
  [...read(file).matchAll(/(?:\bfrom|\b(import)\s*(\()?)\s*(["'`])([^"'`]+)\3/g)].map(([, , lazy, , from]) => ({
    file,
    from: from!,
    isLazy: lazy !== undefined,
  }));
const imports = everything.flatMap(importsOf);
const ownImports = imports
  .filter(({ from }) => from.startsWith("."))
  .map(({ file, from, isLazy }) => ({ file, isLazy, target: relative(ROOT, join(ROOT, dirname(file), from)) }));
const within = (folder: string) => ownImports.filter(({ file }) => file.startsWith(`${folder}/`));

describe("layers", () => {
  test("every file belongs to a layer", () => {
    const unknown = everything.filter((file) => !file.startsWith("tools/") && layerOf(file) === undefined);
    expect(unknown).toEqual([]);
  });

  test("no file imports from a higher layer", () => {
    // The one exception: without a Discord token, the command-line program starts the playground.
    const start = ({ file, target }: { file: string; target: string }): boolean =>
      file === "src/terminal/main.ts" && target === "playground/index.ts";
    const upward = ownImports.filter((one) => layerOf(one.file) < layerOf(one.target) && !start(one));
    expect(upward).toEqual([]);
  });

  test("the folders of layer 1 do not import each other", () => {
    const sideways = ownImports.filter(({ file, target }) => {
      return layerOf(file) === 1 && layerOf(target) === 1 && partOf(file) !== partOf(target);
    });
    expect(sideways).toEqual([]);
  });

  test("a folder with an index.ts is imported only through it", () => {
    const hasIndex = (folder: string): boolean => existsSync(join(ROOT, folder, "index.ts"));
    const inside = ownImports.filter(({ file, target, isLazy }) => {
      if (EXTRA_ENTRY_POINTS.includes(target) || file.startsWith("tools/") || file.startsWith("playground/discord/"))
        return false;
      // Extractors are imported lazily, each when the first file of its format is read.
      if (isLazy && file === "src/extract/index.ts") return false;
      const folders = target.split("/").slice(0, -1);
      const entered = folders
        .map((_, i) => folders.slice(0, i + 1).join("/"))
        .filter((folder) => {
          return !file.startsWith(`${folder}/`) && hasIndex(folder);
        });
      return entered.length > 0 && target !== `${entered[0]}/index.ts`;
    });
    expect(inside).toEqual([]);
  });

  test("the folders of src/discord import only from lower ones", () => {
    const folderIndexOf = (path: string): number => DISCORD_FOLDERS.indexOf(path.split("/")[2]!);
    const upward = within("src/discord").filter(({ file, target }) => {
      return (
        folderIndexOf(file) >= 0 && target.startsWith("src/discord/") && folderIndexOf(target) > folderIndexOf(file)
      );
    });
    expect(upward).toEqual([]);
  });

  test("the fake Discord does not import Pith", () => {
    const known = within("playground/discord").filter(({ target }) => !target.startsWith("playground/discord/"));
    expect(known).toEqual([]);
  });

  test("only src/terminal/main.ts imports the playground, and lazily", () => {
    const uses = ownImports.filter(
      ({ file, target }) => /^(?:src|commands)\//.test(file) && target.startsWith("playground"),
    );
    expect(uses).toEqual([{ file: "src/terminal/main.ts", isLazy: true, target: "playground/index.ts" }]);
  });

  test("there is no import cycle, including types, lazy imports and commands", () => {
    const edges = new Map<string, string[]>();
    for (const { file, target } of ownImports) edges.set(file, [...(edges.get(file) ?? []), target]);
    // The loader imports every file in `commands/` by a computed path, which `importsOf` cannot see.
    const loader = "src/discord/gateway/commandLoader.ts";
    edges.set(loader, [...(edges.get(loader) ?? []), ...product.filter((file) => file.startsWith("commands/"))]);
    expect(cyclesIn(edges)).toEqual([]);
  });
});

/** Returns the import cycles that a depth-first search finds. Each cycle is a path that ends with its first file. */
function cyclesIn(edges: Map<string, string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of edges.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return cycles;
}

test("cyclesIn finds a cycle", () => {
  const edges = new Map([
    ["a", ["b", "d"]],
    ["b", ["c"]],
    ["c", ["a"]],
  ]);
  expect(cyclesIn(edges)).toEqual([["a", "b", "c", "a"]]);
});

/** Files that import `isIP` from node:net. None of them opens a socket with it. */
const SOCKET_USERS = ["src/config.ts", "src/intake/guardedAgent.ts", "src/intake/ssrfGuard.ts"];

describe("restricted dependencies", () => {
  const users = (pattern: RegExp): string[] => [
    ...new Set(
      imports.filter(({ file, from }) => product.includes(file) && pattern.test(from)).map(({ file }) => file),
    ),
  ];
  test.each([
    ["openai", /^openai/, ["src/engine/llm/client/transport.ts"]],
    ["Keyv and its adapters", /^@?keyv/, ["src/cache/stores.ts"]],
    ["SQL", /^(?:kysely|better-sqlite3|pg)(?:\/|$)/, product.filter((file) => file.startsWith("src/records/"))],
    ["HTTP", /^undici$/, ["src/intake/guardedAgent.ts", "src/intake/fetcher.ts"]],
    ["child processes", /^(?:node:)?child_process$/, ["src/read/sandbox.ts"]],
    [
      "Discord",
      /^discord\.js$/,
      product.filter((file) => /^(?:src\/discord\/|commands\/|src\/(?:bot|workerRuntime)\.ts)/.test(file)),
    ],
    ["sockets", /^(?:node:)?(?:net|tls|dgram|https?|http2)$/, SOCKET_USERS],
    ["PDF", /^unpdf$/, ["src/extract/pdf/pdf.ts"]],
    ["commander", /^commander$/, ["src/terminal/output.ts", "src/terminal/program.ts"]],
  ])("only the listed files import %s", (_, pattern, places) => {
    expect(users(pattern).filter((file) => !places.includes(file))).toEqual([]);
  });

  test("only src/config.ts reads process.env", () => {
    const readers = product.filter((file) => /\bprocess(?:\.env\b|\s*\[)|["']node:process["']/.test(read(file)));
    expect(readers).toEqual(["src/config.ts"]);
  });

  test("only the transport of the model calls the global fetch", () => {
    const callers = product.filter((file) => /(?<![.\w#])fetch\(/.test(read(file)));
    expect(callers).toEqual(["src/engine/llm/client/transport.ts"]);
  });
});

/** Complements the linter, which limits files to 400 lines and functions to 60. */
describe("size", () => {
  test("files have fewer than 150 lines on average", () => {
    const total = product.map(lines).reduce((sum, own) => sum + own, 0);
    expect(total / product.length).toBeLessThan(150);
  });
  test("no folder has more than 15 files", () => {
    const folders = Map.groupBy(globSync("{src,commands,playground,tools}/**/*.*", { cwd: ROOT }), dirname);
    expect([...folders].filter(([, files]) => files.length > 15).map(([folder]) => folder)).toEqual([]);
  });
  test("contracts have at most 40 lines, and entry points fewer than 60", () => {
    for (const contract of ["contracts", "engine"]) expect(lines(`src/model/${contract}.ts`)).toBeLessThanOrEqual(40);
    for (const entry of ["src/cli.ts", "src/bot.ts", "src/worker.ts"]) expect(lines(entry)).toBeLessThan(60);
  });
  test("commands have at most 60 lines", () => {
    expect(product.filter((file) => file.startsWith("commands/") && lines(file) > 60)).toEqual([]);
  });
  test("no line is exempt from formatting", () => {
    expect(everything.filter((file) => read(file).includes("biome-ignore format"))).toEqual([]);
  });
});

test("every dependency is pinned, has an integrity hash and runs no install script", () => {
  type Package = { version: string; integrity?: string; hasInstallScript?: boolean };
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Package> };
  const installed = Object.entries(packages).filter(([path]) => path !== "");
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"))).toEqual([]);
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json"));
  const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(String(version)))).toEqual([]);
});

test("no file has a catch-all name", () => {
  const catchAlls = everything.filter((file) =>
    /^(?:utils?|helpers?|managers?|services?|misc|common)\./i.test(basename(file)),
  );
  expect(catchAlls).toEqual([]);
});

describe("documents", () => {
  const documents = globSync(["*.md", "docs/*.md", ".env.example"], { cwd: ROOT });
  test("README, ARCHITECTURE, CONTRIBUTING, SECURITY, CHANGELOG and .env.example exist", () => {
    const expected = [".env.example", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"];
    expect(expected.filter((name) => !documents.includes(name))).toEqual([]);
  });

  test.each(documents)("every path named in %s exists", (name) => {
    const paths = /(?<![\w./-])((?:src|commands|prompts|playground|tools|test|docs)\/[\w./*<>-]*)/g;
    const named = [...read(name).matchAll(paths)].map(([, path]) => path!.replace(/[.,]$/, ""));
    const missing = named.filter((path) => !/[*<>]/.test(path) && !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
  });

  test(".env.example lists exactly the variables that src/config.ts reads", () => {
    const schema = /const Environment = z\.object\(\{([\s\S]*?)\n\}\);/.exec(read("src/config.ts"))![1]!;
    const known = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, variable]) => variable);
    const documented = [...read(".env.example").matchAll(/^#?\s?([A-Z][A-Z_]+)=/gm)].map(([, variable]) => variable);
    expect(documented.sort()).toEqual(known.sort());
  });
});
