import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";

import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shardOf, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { freePort } from "../fakes/freePort.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { findTestServer } from "../fakes/services.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";

const ROOT = join(import.meta.dirname, "../..");
const guide = readFileSync(join(ROOT, "docs/operator.md"), "utf8");
const section = guide.split("## From one process to many")[1]!.split("\n## ")[0]!;
/** Returns the trimmed, non-empty lines of the first code block in the given language. */
const codeLines = (language: string): string[] =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``)
    .exec(section)![1]!
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

const redis = await findTestServer("Redis");
const skipped = STORES[1]!.skipped ?? redis.skipped;

test.skipIf(skipped)(
  "runs several processes with the commands of the operator guide, replacing only settings, paths and ports",
  async () => {
    const harness = await BotHarness.build("Postgres", {
      discord: { shards: 2 },
      environment: { CACHE_URL: redis.url },
    });
    const { discord, environment } = harness;
    const folder = mkdtempSync(join(tmpdir(), "pith-operator-"));
    const commonEnv = codeLines("ini").map((line) => {
      const [name = ""] = line.split("=");
      return environment[name] ? `${name}='${environment[name]}'` : line;
    });
    const testOnly = ["DISCORD_API_URL", "DISCORD_CDN_URL", "OPENAI_BASE_URL", "PITH_FETCH_ALLOW"];
    for (const name of testOnly) commonEnv.push(`${name}='${environment[name]}'`);
    writeFileSync(join(folder, "common.env"), commonEnv.join("\n"), { mode: 0o600 });
    const processes = await Promise.all(
      codeLines("sh").map(async (line) => {
        const port = await freePort();
        const command = line
          .replace("./common.env", join(folder, "common.env"))
          .replace(/HEALTH_PORT=\d+/, `HEALTH_PORT=${port}`);
        const child = spawn("sh", ["-c", command], {
          cwd: ROOT,
          env: { PATH: process.env.PATH ?? "" },
          stdio: "ignore",
        });
        const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
        return { port, child, exited };
      }),
    );
    try {
      const get = (port: number, path: string) =>
        fetch(`http://127.0.0.1:${port}${path}`).then(
          (response) => response.text(),
          () => "unreachable",
        );
      for (const { port } of processes) await expect.poll(() => get(port, "/readyz"), { timeout: 90_000 }).toBe("ok");
      const guilds = [discord.guild];
      while (guilds.length < 2) {
        const guild = discord.state.addGuild(`Guild ${discord.state.guilds.size}`);
        if (shardOf(guild.id, 2) !== shardOf(discord.guild.id, 2)) guilds.push(guild);
      }
      const cards = await Promise.all(
        guilds.map(async (guild, i) => {
          const channel = discord.state.addChannel(guild, `channel-${i}`);
          const person = discord.addPerson(`person${i}`, {}, guild);
          return person.slash(channel, "summarise", { text: `${STORY}\n\nOf ${i}.` }).response(isDone, 20_000);
        }),
      );
      for (const card of cards) expect(textOf(card)).toContain(FAITHFUL);
      for (const { port } of processes) expect(await get(port, "/metrics")).toContain("pith_jobs_running");
      for (const { child } of processes) child.kill("SIGTERM");
      expect(await Promise.all(processes.map(({ exited }) => exited))).toEqual(processes.map(() => 0));
      expect(discord.violations).toEqual([]);
    } finally {
      for (const { child } of processes) child.kill("SIGKILL");
      await harness.close();
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);
