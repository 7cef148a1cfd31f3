import { expect, test } from "vitest";
import { channelSettings, effectiveSettings, serverSettings } from "../../../src/discord/policy/settings.ts";
import type { Records } from "../../../src/records/index.ts";

const storedAs = (language: string): Records =>
  ({ settings: { get: async () => ({ language }) } }) as unknown as Records;
const channel = { guildId: "1", channelId: "2" };

test.each([
  ["German", "de", "de"],
  ["de", "de", "de"],
  ["pt-br", "pt-BR", "pt-BR"],
  ["auto", "auto", "auto"],
  ["klingonish", "auto", null],
])("a language that an earlier version stored as %j is read as %s", async (stored, server, here) => {
  expect((await serverSettings(storedAs(stored), "1")).language).toBe(server);
  expect((await channelSettings(storedAs(stored), channel)).language).toBe(here);
  const effective = await effectiveSettings(storedAs(stored), { guild: "1", channel: "2", parent: null });
  expect(effective.language).toBe(server);
});
