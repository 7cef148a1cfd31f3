import type { REST } from "discord.js";
import { expect, test } from "vitest";
import { refreshAttachmentUrl } from "../../../src/discord/index.ts";

const NOW = 1_800_000_000_000;
const signedUrl = (expiresAt: number): string =>
  `https://cdn.discordapp.com/attachments/1/2/a.txt?ex=${(expiresAt / 1000).toString(16)}&`;
/** Creates a REST client that responds to each request with the refreshed URL, and records the requests. */
function createRest(refreshed: string | null) {
  const requests: unknown[] = [];
  const post = async (path: string, options: unknown) => {
    requests.push([path, options]);
    return { refreshed_urls: [{ refreshed }] };
  };
  return { requests, rest: { post } as unknown as REST };
}
const source = (url: string) => ({ from: "attachment" as const, url, name: "a.txt" });

test.each([
  ["that has expired", -1000],
  ["that expires in 30 seconds", 30_000],
])("refreshes an attachment URL %s", async (_, remainingMs) => {
  const { rest, requests } = createRest("https://cdn.discordapp.com/new");
  const refreshed = await refreshAttachmentUrl(source(signedUrl(NOW + remainingMs)), rest, NOW);
  expect(refreshed).toEqual(source("https://cdn.discordapp.com/new"));
  expect(requests).toEqual([
    ["/attachments/refresh-urls", { body: { attachment_urls: [signedUrl(NOW + remainingMs)] } }],
  ]);
});

test("keeps unsigned attachment URLs, those that do not expire soon, and other URLs", async () => {
  const { rest, requests } = createRest("https://cdn.discordapp.com/new");
  for (const kept of [
    source(signedUrl(NOW + 3_600_000)),
    source("https://cdn.discordapp.com/a.txt"),
    { from: "url" as const, url: signedUrl(NOW - 1000) },
  ])
    expect(await refreshAttachmentUrl(kept, rest, NOW)).toEqual(kept);
  expect(requests).toEqual([]);
});

test("keeps an attachment URL that Discord does not refresh", async () => {
  const { rest } = createRest(null);
  expect(await refreshAttachmentUrl(source(signedUrl(NOW - 1000)), rest, NOW)).toEqual(source(signedUrl(NOW - 1000)));
});
