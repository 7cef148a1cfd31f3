import type { REST } from "discord.js";
import { expect, test } from "vitest";
import { refreshAttachmentUrl } from "../../../src/discord/index.ts";

const NOW = 1_800_000_000_000;
const signed = (ms: number): string =>
  `https://cdn.discordapp.com/attachments/1/2/a.txt?ex=${(ms / 1000).toString(16)}&`;
/** Discord's answer to the wish for a new address, and how often it was asked for. */
function renewing(refreshed: string | null) {
  const asked: unknown[] = [];
  const post = async (path: string, given: unknown) => {
    asked.push([path, given]);
    return { refreshed_urls: [{ refreshed }] };
  };
  return { asked, rest: { post } as unknown as REST };
}
const source = (url: string) => ({ from: "attachment" as const, url, name: "a.txt" });

test.each([
  ["that has run out", -1000],
  ["that runs out in a moment", 30_000],
])("the address of an attachment %s is renewed", async (_, left) => {
  const { rest, asked } = renewing("https://cdn.discordapp.com/new");
  const fresh = await refreshAttachmentUrl(source(signed(NOW + left)), rest, NOW);
  expect(fresh).toEqual(source("https://cdn.discordapp.com/new"));
  expect(asked).toEqual([["/attachments/refresh-urls", { body: { attachment_urls: [signed(NOW + left)] } }]]);
});

test("one that is good for long, one that is not signed, and what is no attachment stay as they are", async () => {
  const { rest, asked } = renewing("https://cdn.discordapp.com/new");
  for (const kept of [
    source(signed(NOW + 3_600_000)),
    source("https://cdn.discordapp.com/a.txt"),
    { from: "url" as const, url: signed(NOW - 1000) },
  ])
    expect(await refreshAttachmentUrl(kept, rest, NOW)).toEqual(kept);
  expect(asked).toEqual([]);
});

test("one that Discord does not renew is tried as it is, which ends in a clear error", async () => {
  const { rest } = renewing(null);
  expect(await refreshAttachmentUrl(source(signed(NOW - 1000)), rest, NOW)).toEqual(source(signed(NOW - 1000)));
});
