import { get } from "node:http";
import { ButtonStyle, ChannelType, ComponentType, Events, MessageFlags, type TextChannel } from "discord.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../../../playground/discord/index.ts";
import { type ClientSetup, connectClient, INTENTS, nextEvent, rejectionOf } from "./client.ts";

const flags = MessageFlags.IsComponentsV2 as const;
const text = (content: string) => ({ type: ComponentType.TextDisplay as const, content });
const button = (customId: string, more: object = {}) => ({
  type: ComponentType.Button as const,
  style: ButtonStyle.Primary as const,
  label: customId,
  customId,
  ...more,
});

describe("messages of the fake Discord", () => {
  let setup: ClientSetup;
  let news: TextChannel;
  beforeAll(async () => {
    setup = await connectClient({}, [...INTENTS.plain, INTENTS.content]);
    news = (await setup.client.channels.fetch(setup.discord.channel("news").id)) as TextChannel;
  });
  afterAll(() => setup.close());

  test("delivers posted messages and files to the bot, and stores its replies, edits and deletions", async () => {
    const { discord, client } = setup;
    const received = nextEvent(client, Events.MessageCreate, ({ author }) => !author.bot);
    const posted = discord.ada.post("#news", { content: "hello", files: [{ name: "a.txt", bytes: "file" }] });
    const [message] = await received;
    expect(message).toMatchObject({ content: "hello", guildId: discord.guild.id });
    expect(await (await fetch(message.attachments.first()!.url)).text()).toBe("file");
    expect(message.member?.displayName).toBe("Ada");

    const answer = await message.reply({ content: "hi", files: [{ name: "b.txt", attachment: Buffer.from("back") }] });
    const [stored] = discord.messagesIn("news").slice(-1);
    expect(stored).toMatchObject({ content: "hi", reference: { message_id: posted.id } });
    expect(String(discord.cdn.bytesOf(stored!.attachments[0]!))).toBe("back");
    expect(discord.requests.at(-1)).toMatchObject({ method: "POST", files: [{ name: "b.txt", size: 4 }], status: 200 });
    const edited = nextEvent(client, Events.MessageUpdate, (_, { id }) => id === answer.id);
    await answer.edit({ content: "hi again", attachments: [] });
    expect((await edited)[1]).toMatchObject({ content: "hi again", attachments: { size: 0 } });
    await answer.delete();
    expect(discord.messagesIn("news").some(({ id }) => id === answer.id)).toBe(false);
    expect((await rejectionOf(news.messages.fetch(answer.id))).code).toBe(10_008);
  });

  test("sends events for edits, reactions and deletions by people", async () => {
    const { discord, client } = setup;
    const message = discord.ada.post("news", { content: "first" });
    const updated = nextEvent(client, Events.MessageUpdate);
    discord.ada.edit(message, "second");
    expect((await updated)[1].content).toBe("second");
    const reacted = nextEvent(client, Events.MessageReactionAdd);
    discord.ben.addReaction(message, "👍");
    expect((await reacted)[0].emoji.name).toBe("👍");
    const deleted = nextEvent(client, Events.MessageDelete);
    expect(() => discord.ben.deleteMessage(message)).toThrow("did not write");
    discord.ada.deleteMessage(message);
    expect((await deleted)[0].id).toBe(message.id);
  });

  test("returns the message history newest first, in pages", async () => {
    const { discord } = setup;
    const posts = ["1", "2", "3", "4", "5"].map((content) => discord.ada.post("files", { content }));
    const { messages } = (await setup.client.channels.fetch(discord.channel("files").id)) as TextChannel;
    const contents = async (options: object): Promise<string[]> =>
      [...(await messages.fetch({ cache: false, ...options })).values()].map(({ content }) => content);
    expect(await contents({ limit: 2 })).toEqual(["5", "4"]);
    expect(await contents({ before: posts[2]!.id })).toEqual(["2", "1"]);
    expect(await contents({ after: posts[2]!.id, limit: 1 })).toEqual(["4"]);
    expect(await contents({ around: posts[2]!.id, limit: 3 })).toEqual(["4", "3", "2"]);
  });

  test("creates one message for an enforced nonce within the nonce window", async () => {
    const send = () => news.send({ content: "once", nonce: "n-1", enforceNonce: true });
    const [first, second] = [await send(), await send()];
    expect(second.id).toBe(first.id);
    const withoutNonces = await connectClient({ nonceWindowMs: 0 });
    const channel = (await withoutNonces.client.channels.fetch(
      withoutNonces.discord.channel("news").id,
    )) as TextChannel;
    const sent = [1, 2].map(() => channel.send({ content: "twice", nonce: "n-1", enforceNonce: true }));
    const [third, fourth] = await Promise.all(sent);
    expect(third!.id).not.toBe(fourth!.id);
    await withoutNonces.close();
  });

  test.each<[string, object, number, string]>([
    ["an empty message", { content: " \n " }, 50_006, "empty message"],
    ["content over 2,000", { content: "x".repeat(2001) }, 50_035, "content: Must be 2000 or fewer"],
    [
      "content with Components V2",
      { flags, content: "a", components: [text("b")] },
      50_035,
      "content: The 'content' field",
    ],
    ["text displays without the flag", { components: [text("b")] }, 50_035, "components.0.type"],
    [
      "over 4,000 characters in total",
      { flags, components: [text("x".repeat(2001)), text("x".repeat(2000))] },
      50_035,
      "exceeds 4000",
    ],
    [
      "over 40 components in total",
      {
        flags,
        components: [1, 2, 3].map(() => ({ type: 17, components: Array.from({ length: 14 }, () => text("x")) })),
      },
      50_035,
      "Over 40 components",
    ],
    [
      "an empty text display",
      { flags, components: [text("")] },
      50_035,
      "components.0.content: This field is required",
    ],
    [
      "a duplicate custom id",
      { components: [{ type: 1, components: [button("a"), button("a")] }] },
      50_035,
      "custom_id: Component custom id cannot be duplicated",
    ],
    [
      "a custom id over 100 characters",
      { components: [{ type: 1, components: [button("x".repeat(101), { label: "a" })] }] },
      50_035,
      "components.0.components.0.custom_id: Must be 100 or fewer",
    ],
    [
      "a label over 80 characters",
      { components: [{ type: 1, components: [button("a", { label: "x".repeat(81) })] }] },
      50_035,
      "components.0.components.0.label: Must be 80 or fewer",
    ],
    [
      "a link to a script",
      { components: [{ type: 1, components: [{ type: 2, style: 5, label: "a", url: "javascript:1" }] }] },
      50_035,
      "Scheme must be one of",
    ],
    [
      "26 select options",
      {
        components: [
          {
            type: 1,
            components: [
              {
                type: 3,
                customId: "s",
                options: Array.from({ length: 26 }, (_, i) => ({ label: `${i}`, value: `${i}` })),
              },
            ],
          },
        ],
      },
      50_035,
      "options: Must be 25 or fewer",
    ],
    [
      "11 files",
      { files: Array.from({ length: 11 }, (_, i) => ({ name: `${i}.txt`, attachment: Buffer.from("x") })) },
      50_035,
      "10 or fewer",
    ],
    [
      "a missing attachment",
      { flags, components: [{ type: 13, file: { url: "attachment://no.txt" } }] },
      50_035,
      "'no.txt' was not found",
    ],
    [
      "allowed mentions with both parse and users",
      { content: "a", allowedMentions: { parse: ["users"], users: ["1"] } },
      50_035,
      "mutually exclusive",
    ],
  ])("refuses %s, and records a violation", async (_, body, code, words) => {
    const { discord } = setup;
    discord.violations.length = 0;
    const error = await rejectionOf(news.send(body));
    expect(error).toMatchObject({ code, status: 400 });
    expect(discord.violations).toHaveLength(1);
    expect(discord.violations[0]).toContain(words);
    discord.violations.length = 0;
  });

  test("nests validation errors by field", async () => {
    const { rawError } = await rejectionOf(news.send({ flags, components: [text("ok"), text("")] }));
    expect(rawError).toEqual({
      code: 50_035,
      message: "Invalid Form Body",
      errors: {
        components: {
          1: { content: { _errors: [{ code: "BASE_TYPE_REQUIRED", message: "This field is required" }] } },
        },
      },
    });
    setup.discord.violations.length = 0;
  });

  test("records unknown routes, invalid tokens and a missing User-Agent as violations", async () => {
    const { discord, client } = setup;
    expect((await rejectionOf(client.rest.get("/nowhere"))).status).toBe(404);
    expect(discord.violations).toEqual(["GET /nowhere: 0 404: Not Found"]);
    discord.violations.length = 0;
    const headers = { authorization: "Bot nonsense", "user-agent": "test" };
    expect((await fetch(`${discord.origin}/api/v10/users/@me`, { headers })).status).toBe(401);
    expect(discord.violations).toHaveLength(1);
    await new Promise((resolve) => get(`${discord.origin}/api/v10/gateway`, resolve));
    expect(discord.violations[1]).toContain("no User-Agent");
    discord.violations.length = 0;
  });

  test("assigns ids to components, and URLs to the files of a message", async () => {
    const files = [{ name: "a.txt", attachment: Buffer.from("file") }];
    const components = [text("see"), { type: ComponentType.File as const, file: { url: "attachment://a.txt" } }];
    const sent = await news.send({ flags, files, components });
    const { file } = sent.components[1] as unknown as { file: { url: string } };
    expect(await (await fetch(file.url)).text()).toBe("file");
    const edited = await sent.edit({ components: [text("see this")], flags });
    expect(textOf(setup.discord.messagesIn("news").at(-1)!)).toBe("see this");
    expect(edited.components.map(({ id }) => id)).toEqual([1]);
  });

  test("expires attachment URLs, and refreshes them", async () => {
    const { discord, client } = setup;
    const { attachments } = await news.send({ files: [{ name: "a.txt", attachment: Buffer.from("file") }] });
    const { url } = attachments.first()!;
    expect(new URL(url).search).toMatch(/^\?ex=[0-9a-f]+&is=[0-9a-f]+&hm=[0-9a-f]{64}&$/);
    discord.cdn.expireUrls();
    expect((await fetch(url)).status).toBe(404);
    const { refreshed_urls } = (await client.rest.post("/attachments/refresh-urls", {
      body: { attachment_urls: [url] },
    })) as {
      refreshed_urls: { refreshed: string }[];
    };
    expect((await fetch(refreshed_urls[0]!.refreshed)).status).toBe(200);
    expect(discord.fileRequests.slice(-2).map(({ status }) => status)).toEqual([404, 200]);
  });

  test("delivers direct messages, unless the person does not accept them", async () => {
    const { discord, client } = setup;
    const received = nextEvent(client, Events.MessageCreate);
    discord.ben.post(discord.ben.dm(), { content: "psst" });
    const [message] = await received;
    expect(message.channel.type).toBe(ChannelType.DM);
    await message.reply("yes?");
    expect(discord.messagesIn(discord.ben.dm()).map(({ content }) => content)).toEqual(["psst", "yes?"]);
    const closed = discord.addPerson("Cleo", { hasDmsClosed: true });
    expect((await rejectionOf((await client.users.fetch(closed.id)).send("hello"))).code).toBe(50_007);
  });

  test("records pings of messages and edits by Discord's rules", async () => {
    const { discord } = setup;
    const role = discord.state.addRole(discord.guild, "readers", 0n, true);
    discord.pings.length = 0;
    const takePings = () => discord.pings.splice(0).map(({ kind, id }) => [kind, id]);
    const [ada, ben, everyone] = [discord.ada.id, discord.ben.id, discord.guild.id];
    const content = `<@${ada}> <@&${role.id}> @everyone \`<@${ben}>\``;
    const allPings = [
      ["user", ada],
      ["role", role.id],
      ["everyone", everyone],
    ];
    const sent = await news.send(content);
    expect(takePings()).toEqual(allPings);
    await news.send({ flags, components: [text(content)] });
    expect(takePings()).toEqual(allPings);
    await news.send({ content, allowedMentions: { parse: [] } });
    expect(takePings()).toEqual([]);
    await sent.edit({ content: `${content} <@${ben}>`, allowedMentions: { users: [ben] } });
    expect(takePings()).toEqual([["user", ben]]);
    await sent.edit({ content });
    expect(takePings()).toEqual(allPings);
    discord.state.updateRolePermissions(discord.guild, "@everyone", { deny: ["MentionEveryone"] });
    await news.send("@everyone");
    expect(takePings()).toEqual([]);
    const question = await news.messages.fetch(discord.ada.post("news", { content: "?" }).id);
    await question.reply("!");
    expect(takePings()).toEqual([["reply", ada]]);
    await question.reply({ content: "!", allowedMentions: { repliedUser: false } });
    expect(takePings()).toEqual([]);
  });

  test("records no other violations", () => expect(setup.discord.violations).toEqual([]));
});
