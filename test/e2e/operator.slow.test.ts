import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shardOf, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { findTestServer } from "../fakes/services.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";

const ROOT = join(import.meta.dirname, "../..");
const page = readFileSync(join(ROOT, "docs/operator.md"), "utf8");
const section = page.split("## From one process to many")[1]!.split("\n## ")[0]!;
/** A block of the page, as somebody would copy it. */
const block = (kind: string): string[] =>
  new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``)
    .exec(section)![1]!
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

async function freePort(): Promise<number> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as { port: number };
  await new Promise((resolve) => taken.close(resolve));
  return port;
}

const redis = await findTestServer("Redis");
const skipped = STORES[1]!.skipped ?? redis.skipped;

test.skipIf(skipped)(
  "from one process to many, run as the operator's page has it: only addresses, names and ports are others",
  async () => {
    const house = await BotHarness.build("Postgres", { discord: { shards: 2 }, environment: { CACHE_URL: redis.url } });
    const { discord, environment } = house;
    const folder = mkdtempSync(join(tmpdir(), "pith-operator-"));
    const common = block("ini").map((line) => {
      const [name = ""] = line.split("=");
      return environment[name] ? `${name}='${environment[name]}'` : line;
    });
    const here = ["DISCORD_API_URL", "DISCORD_CDN_URL", "OPENAI_BASE_URL", "PITH_FETCH_ALLOW"];
    for (const name of here) common.push(`${name}='${environment[name]}'`);
    writeFileSync(join(folder, "common.env"), common.join("\n"), { mode: 0o600 });
    const lines = block("sh");
    const running = await Promise.all(
      lines.map(async (line) => {
        const port = await freePort();
        const own = line
          .replace("./common.env", join(folder, "common.env"))
          .replace(/HEALTH_PORT=\d+/, `HEALTH_PORT=${port}`);
        const child = spawn("sh", ["-c", own], { cwd: ROOT, env: { PATH: process.env.PATH ?? "" }, stdio: "ignore" });
        const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
        return { port, child, ended };
      }),
    );
    try {
      const ask = (port: number, path: string) =>
        fetch(`http://127.0.0.1:${port}${path}`).then(
          (answer) => answer.text(),
          () => "not there",
        );
      for (const { port } of running) await expect.poll(() => ask(port, "/readyz"), { timeout: 30_000 }).toBe("ok");
      const guilds = [discord.guild];
      while (guilds.length < 2) {
        const guild = discord.state.addGuild(`Guild ${discord.state.guilds.size}`);
        if (shardOf(guild.id, 2) !== shardOf(discord.guild.id, 2)) guilds.push(guild);
      }
      const cards = await Promise.all(
        guilds.map(async (guild, i) => {
          const channel = discord.state.addChannel(guild, `lot-${i}`);
          const person = discord.addPerson(`person${i}`, {}, guild);
          return person.slash(channel, "summarise", { text: `${STORY}\n\nOf ${i}.` }).response(isDone, 20_000);
        }),
      );
      for (const card of cards) expect(textOf(card)).toContain("3 claims, 3 verified");
      for (const { port } of running) expect(await ask(port, "/metrics")).toContain("pith_jobs_running");
      for (const { child } of running) child.kill("SIGTERM");
      expect(await Promise.all(running.map(({ ended }) => ended))).toEqual(running.map(() => 0));
      expect(discord.violations).toEqual([]);
    } finally {
      for (const { child } of running) child.kill("SIGKILL");
      await house.close();
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);
