import type { Message } from "discord.js";
import { describe, expect, test } from "vitest";
import {
  attachmentSource,
  extractSources,
  messageContent,
  parseSource,
  parseSources,
  stripMention,
} from "../../src/discord/sources.ts";

type Content = Parameters<typeof extractSources>[0];
const LONG = "A text that somebody wrote into the message. ".repeat(12).trim();

/** Creates the content of a message, with only the fields that `extractSources` reads. */
function createContent(
  content: string,
  files: [name: string, type: string | null][] = [],
  embeds: (string | null)[] = [],
) {
  const attachments = files.map(([name, contentType], i) => [
    String(i),
    { url: `https://cdn.discordapp.com/attachments/1/${i}/${name}?ex=1`, name, contentType },
  ]);
  return {
    content,
    attachments: new Map(attachments as never),
    embeds: embeds.map((url) => ({ url })),
  } as unknown as Content;
}
const urlsIn = (content: string): string[] =>
  extractSources(createContent(content)).flatMap((source) => (source.from === "url" ? [source.url] : []));

describe("extractSources", () => {
  const file = ["report.pdf", "application/pdf"] as [string, string];
  test("prefers attachments", () => {
    expect(
      extractSources(
        createContent(`see https://example.com/a ${LONG}`, [file, ["b.txt", null]], ["https://example.com/e"]),
      ),
    ).toEqual([
      {
        from: "attachment",
        url: expect.stringContaining("/0/report.pdf"),
        name: "report.pdf",
        mediaType: "application/pdf",
      },
      { from: "attachment", url: expect.stringContaining("/1/b.txt"), name: "b.txt" },
    ]);
  });
  test("uses the URLs in the text if there are no attachments", () => {
    expect(extractSources(createContent(`${LONG} https://example.com/a`, [], ["https://example.com/e"]))).toEqual([
      { from: "url", url: "https://example.com/a" },
    ]);
  });
  test("uses the URLs of the embeds if there are none in the text", () => {
    expect(extractSources(createContent(LONG, [], [null, "https://example.com/e"]))).toEqual([
      { from: "url", url: "https://example.com/e" },
    ]);
  });
  test("uses the text if there is nothing else and it is long enough", () => {
    expect(extractSources(createContent(`  ${LONG}\n`))).toEqual([{ from: "text", text: LONG }]);
    expect(extractSources(createContent("a".repeat(400)))).toHaveLength(1);
    expect(extractSources(createContent("a".repeat(399)))).toEqual([]);
    expect(extractSources(createContent(""))).toEqual([]);
  });
  test("ignores images, audio, video and fonts, but not the other sources of the message", () => {
    const media: [string, string][] = [
      ["a.png", "image/png"],
      ["b.ogg", "audio/ogg"],
      ["c.mp4", "video/mp4"],
      ["d.woff2", "font/woff2"],
    ];
    expect(extractSources(createContent("look", media))).toEqual([]);
    expect(extractSources(createContent("https://example.com/a", media))).toEqual([
      { from: "url", url: "https://example.com/a" },
    ]);
    expect(extractSources(createContent("", [...media, file]))).toMatchObject([{ name: "report.pdf" }]);
  });
  test("uses the message.txt file into which Discord's client converts a long text", () => {
    expect(extractSources(createContent("", [["message.txt", "text/plain; charset=utf-8"]]))).toMatchObject([
      { from: "attachment", name: "message.txt", mediaType: "text/plain; charset=utf-8" },
    ]);
  });
});

describe("extractSources finds the URLs in a text", () => {
  test.each([
    ["https://example.com/a", ["https://example.com/a"]],
    ["read https://example.com/a.", ["https://example.com/a"]],
    [
      "https://example.com/a, https://example.com/b; and https://example.com/c!?",
      ["https://example.com/a", "https://example.com/b", "https://example.com/c"],
    ],
    ["(https://example.com/a)", ["https://example.com/a"]],
    ["(see https://example.com/a).", ["https://example.com/a"]],
    ["https://example.com/Orrin_(town)", ["https://example.com/Orrin_(town)"]],
    ["(https://example.com/Orrin_(town))", ["https://example.com/Orrin_(town)"]],
    ["[the story](https://example.com/a)", ["https://example.com/a"]],
    ["[https://example.com/a]", ["https://example.com/a"]],
    ["<https://example.com/a>", ["https://example.com/a"]],
    ["[the story](<https://example.com/a>)", ["https://example.com/a"]],
    ["**https://example.com/a** and ||https://example.com/b||", ["https://example.com/a", "https://example.com/b"]],
    ["“https://example.com/a” «https://example.com/b»", ["https://example.com/a", "https://example.com/b"]],
    ["https://example.com/a?b=c&d=e#f", ["https://example.com/a?b=c&d=e#f"]],
    ["https://example.com/a https://example.com/a", ["https://example.com/a"]],
    ["HTTPS://EXAMPLE.COM/A", ["HTTPS://EXAMPLE.COM/A"]],
    ["http://例え.jp/テスト。", ["http://例え.jp/テスト"]],
    ["ftp://example.com/a javascript:alert(1) www.example.com", []],
    ["https:// http://", []],
    [
      "https://discord.com/channels/1/2/3 https://ptb.discord.com/channels/1/2/3 https://discordapp.com/channels/@me/2",
      [],
    ],
    ["https://tenor.com/view/cat-1 https://media.giphy.com/media/x/giphy.gif https://giphy.com/gifs/x", []],
    ["https://discord.com/blog/a", ["https://discord.com/blog/a"]],
  ])("%s", (content, urls) => {
    expect(urlsIn(content)).toEqual(urls);
  });
});

test("messageContent returns the forwarded content of a forwarding message", () => {
  const snapshot = createContent("https://example.com/forwarded");
  const forwarding = { ...createContent(""), messageSnapshots: { first: () => snapshot } } as unknown as Message;
  expect(extractSources(messageContent(forwarding))).toEqual([{ from: "url", url: "https://example.com/forwarded" }]);
  const plain = {
    ...createContent("https://example.com/own"),
    messageSnapshots: { first: () => undefined },
  } as unknown as Message;
  expect(extractSources(messageContent(plain))).toEqual([{ from: "url", url: "https://example.com/own" }]);
});

test("parseSource and parseSources return URLs only for inputs that consist of URLs", () => {
  expect(parseSource("  https://example.com/a\n")).toEqual({ from: "url", url: "https://example.com/a" });
  expect(parseSources("https://example.com/a\nhttps://example.com/b https://example.com/a")).toEqual([
    { from: "url", url: "https://example.com/a" },
    { from: "url", url: "https://example.com/b" },
  ]);
  expect(parseSources(" two  words ")).toEqual([{ from: "text", text: "two  words" }]);
  expect(parseSource("see https://example.com/a")).toEqual({ from: "text", text: "see https://example.com/a" });
});

test("attachmentSource omits a missing media type", () => {
  expect(attachmentSource({ url: "u", name: "n", contentType: null } as never)).toEqual({
    from: "attachment",
    url: "u",
    name: "n",
  });
});

test("stripMention removes the mentions of the bot only", () => {
  expect(stripMention("<@1> read <@!1> this <@2>", "1")).toBe("read  this <@2>");
});
