import { afterAll, beforeAll, expect, test } from "vitest";
import { type Component, FakeDiscord, type Message } from "../../../playground/discord/index.ts";
import { renderModalForm } from "../../../playground/page/render/forms.ts";
import { renderMessage } from "../../../playground/page/render/messages.ts";
import type { View } from "../../../playground/page/view.ts";

let discord: FakeDiscord;
let view: View;
beforeAll(async () => {
  discord = await FakeDiscord.start();
  view = { discord, person: discord.ada, usedNames: new Map(), modals: new Map() };
});
afterAll(() => discord.close());

/** Renders a message of the bot with the given components, as Ada sees it. */
function render(components: Component[]): string {
  const posted: Message = discord.ada.post("news", { content: "x" });
  return String(renderMessage({ ...posted, author: discord.state.bot.id, content: "", components }, view));
}

test("renders nested containers, sections, texts and separators, with the accent colour as a data attribute", () => {
  const html = render([
    {
      type: 17,
      accent_color: 0x2f9e6e,
      components: [
        {
          type: 9,
          components: [{ type: 10, content: "## A\\n" }],
          accessory: { type: 2, style: 5, label: "Source", url: "https://a.example/?x=1&y=2" },
        },
        { type: 14 },
        { type: 14, divider: false },
      ],
    },
  ]);
  expect(html).toContain('data-accent="#2f9e6e"');
  expect(html).toMatch(/<div class="section"><div><div class="text"><div role="heading" aria-level="2"/);
  expect(html).toContain('href="https://a.example/?x=1&amp;y=2"');
  expect(html).toContain("<hr>");
});

test("escapes the custom id and label of buttons, and drops links that are neither http nor https", () => {
  const html = render([
    {
      type: 1,
      components: [
        { type: 2, style: 4, label: "<b>Forget</b>", custom_id: 'v1:"x"', emoji: { name: "🗑️" } },
        { type: 2, style: 2, label: "Off", custom_id: "off", disabled: true },
        { type: 2, style: 5, label: "Bad", url: "javascript:alert(1)" },
      ],
    },
  ]);
  expect(html).toContain('data-id="v1:&quot;x&quot;"');
  expect(html).toContain("&lt;b&gt;Forget&lt;/b&gt;");
  expect(html).toMatch(/data-id="off" disabled/);
  expect(html).not.toContain("javascript:");
});

test("lists the options of every kind of select, with a submit button if several values are allowed", () => {
  const options = [
    { label: "Short", value: "s", description: "few words" },
    { label: "Long", value: "l", default: true },
  ];
  const one = render([{ type: 1, components: [{ type: 3, custom_id: "length", placeholder: "Length", options }] }]);
  expect(one).toMatch(/<select name="values" aria-label="Length" data-id="length" data-sends>/);
  expect(one).toContain('<option value="l" selected>Long</option>');
  const many = render([{ type: 1, components: [{ type: 5, custom_id: "who", max_values: 3 }] }]);
  expect(many).toMatch(/multiple[\s\S]*ada[\s\S]*<button class="button secondary">Choose/);
  for (const [type, name] of [
    [6, "people"],
    [8, "news"],
  ] as const)
    expect(render([{ type: 1, components: [{ type, custom_id: "x" }] }])).toContain(name);
});

test("labels unknown components, and renders files as links", () => {
  expect(render([{ type: 99 }])).toContain("A component of type 99");
  const { attachments, ...posted } = discord.ada.post("files", { files: [{ name: "digest.md", bytes: "x" }] });
  const { url } = discord.cdn.attachmentJson(attachments[0]!) as { url: string };
  const components = ["attachment://digest.md", url].map((url) => ({ type: 13, file: { url } }));
  const html = String(renderMessage({ ...posted, flags: 1 << 15, attachments, components }, view));
  expect(html.match(/<a class="file"/g)).toHaveLength(2);
  expect(html).toMatch(/href="http:\/\/127\.0\.0\.1:\d+\/attachments\/[^"]+"[^>]*><b>digest\.md<\/b>/);
});

test("renders every kind of modal field with its label", () => {
  const label = (text: string, component: Component): Component => ({
    type: 18,
    label: text,
    description: "why",
    component,
  });
  const components: Component[] = [
    { type: 10, content: "**Read this**" },
    label("Question", { type: 4, custom_id: "q", style: 2, value: "<x>", max_length: 1000 }),
    label("Files", { type: 19, custom_id: "f", max_values: 10, required: false }),
    label("Style", { type: 3, custom_id: "s", required: false, options: [{ label: "Plain", value: "p" }] }),
    { type: 1, components: [{ type: 4, custom_id: "o", style: 1, label: "Old", required: false }] },
  ];
  const html = String(renderModalForm({ custom_id: "m", title: "Ask & see", components }, "7", view));
  expect(html).toContain("Ask &amp; see");
  expect(html).toContain("<strong>Read this</strong>");
  expect(html).toMatch(
    /<label for="f-q">Question.*\n.*<textarea id="f-q" name="f-q" aria-describedby="h-q" required maxlength="1000" rows="4">&lt;x&gt;<\/textarea>/,
  );
  expect(html).toMatch(/<input autocomplete="off" id="f-f" name="f-f"[^>]* type="file" multiple>/);
  expect(html).toMatch(/<select id="f-s"[^>]*><option value="">–<\/option><option value="p">Plain<\/option>/);
  expect(html).toMatch(/<label for="f-o">Old/);
});

test("renders the marks of the bot, and only its, as controls that say what they open", () => {
  const { news, id } = { news: discord.channel("news"), id: discord.ada.post("news", { content: "The upload" }).id };
  const inGuild = `https://discord.com/channels/${discord.guild.id}`;
  const text = [
    "> A sentence. ¶ 3",
    "- Another [p. 2](<https://a.example/x_(y).pdf#page=2>)",
    `- A third [¶ 4](<${inGuild}/${news.id}/${id}>) [¶ 5](<${inGuild}/${news.id}/999>)`,
  ].join("\n");
  const html = render([{ type: 10, content: text }]);
  const marks = [...html.matchAll(/<(a|button)([^>]*) class="mark"([^>]*)>([^<]*)</g)].map(
    ([, tag, before, after, label]) => ({
      tag,
      label,
      href: /href="([^"]*)"/.exec(before!)?.[1] ?? null,
      name: /aria-label="([^"]*)"/.exec(after!)?.[1],
    }),
  );
  expect(marks).toEqual([
    { tag: "button", label: "¶ 3", href: null, name: "¶ 3, quote in the source" },
    { tag: "a", label: "p. 2", href: "https://a.example/x_(y).pdf#page=2", name: "p. 2, source in a new tab" },
    { tag: "a", label: "¶ 4", href: `/ada/news#m${id}`, name: "¶ 4, message with the source" },
    { tag: "button", label: "¶ 5", href: null, name: "¶ 5, quote in the source" },
  ]);
  expect(html).toMatch(/target="_blank" rel="noopener noreferrer" class="mark"/);
  const own = discord.ada.post("news", { content: text });
  const ownHtml = String(renderMessage(own, view));
  expect(ownHtml).not.toContain('class="mark"');
  expect(ownHtml).toContain(`<a href="/ada/news#m${id}">¶ 4</a> <span>¶ 5</span>`);
});

test("gives headings in a channel and in a thread the level below its name", () => {
  expect(render([{ type: 10, content: "### A title" }])).toContain('<div role="heading" aria-level="2" class="h3">');
  const starter = discord.ada.post("news", { content: "x" });
  const thread = discord.ada.startThread(starter.channel_id, "A thread", { from: starter });
  const inThread = discord.ada.post(thread.id, { content: "### A title" });
  expect(String(renderMessage(inThread, view))).toContain('<div role="heading" aria-level="3" class="h3">');
});
