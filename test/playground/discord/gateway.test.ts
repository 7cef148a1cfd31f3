import { Events, type TextChannel } from "discord.js";
import { afterEach, describe, expect, test } from "vitest";
import { FakeDiscord, type FakeDiscordOptions, shardOf } from "../../../playground/discord/index.ts";
import { createClient, INTENTS, logIn, nextEvent, handleNextInteraction, type ConnectedClient, connectClient } from "./client.ts";
import { GatewaySocket } from "./gatewaySocket.ts";

const GUILDS = 1;
const GUILD_MESSAGES = 1 << 9;
const MESSAGE_CONTENT = 1 << 15;

/** On a machine that is busy with other things. */
const PATIENT = { timeout: 10_000 };

describe("the gateway of the loopback Discord", () => {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const thing of open.splice(0).toReversed()) await thing.close();
  });
  const kept = <T extends { close(): unknown }>(thing: T): T => {
    open.push(thing);
    return thing;
  };
  const scene = async (options: FakeDiscordOptions = {}, intents?: number[]): Promise<ConnectedClient> =>
    kept(await connectClient(options, intents));
  const alone = async (options: FakeDiscordOptions = {}): Promise<FakeDiscord> =>
    kept(await FakeDiscord.start(options));
  const wire = async (discord: FakeDiscord): Promise<GatewaySocket> => kept(await GatewaySocket.open(discord));

  test("hello, heartbeat, identify; guilds come after READY", async () => {
    const discord = await alone();
    const socket = await wire(discord);
    expect((await socket.next(10)).d.heartbeat_interval).toBeGreaterThan(1000);
    socket.send(1, null);
    await socket.next(11);
    socket.identify(discord, GUILDS);
    expect((await socket.next("READY")).d).toMatchObject({
      v: 10,
      guilds: [{ id: discord.guild.id, unavailable: true }],
      resume_gateway_url: expect.stringMatching(/^ws:/),
    });
    expect((await socket.next("GUILD_CREATE")).d).toMatchObject({
      id: discord.guild.id,
      members: [{ user: { bot: true } }],
    });
  });

  test.each<[string, number, FakeDiscordOptions, (socket: GatewaySocket, discord: FakeDiscord) => void]>([
    ["a wrong token", 4004, {}, (socket) => socket.send(2, { token: "wrong", intents: 1 })],
    [
      "a disallowed intent",
      4014,
      { messageContent: "disallowed" },
      (socket, discord) => socket.identify(discord, MESSAGE_CONTENT),
    ],
    ["an intent that is none", 4013, {}, (socket, discord) => socket.identify(discord, 2 ** 30)],
    ["a shard that is none", 4010, {}, (socket, discord) => socket.identify(discord, 1, [2, 2])],
    ["talk before identifying", 4003, {}, (socket) => socket.send(3, {})],
  ])("%s closes with %i", async (_, code, options, act) => {
    const discord = await alone(options);
    const socket = await wire(discord);
    act(socket, discord);
    expect(await socket.closed).toBe(code);
  });

  test("the client reports a disallowed intent, and logs in without it", async () => {
    const discord = await alone({ messageContent: "disallowed" });
    const refused = createClient(discord, [...INTENTS.plain, INTENTS.content]);
    await expect(refused.login(discord.environment.DISCORD_TOKEN!)).rejects.toThrow(/disallowed intents/i);
    await refused.destroy();
    const client = await logIn(createClient(discord), discord);
    expect((await client.application.fetch()).flags.bitfield).toBe(0);
    const posted = discord.ada.post("news", { content: "unread" });
    const news = (await client.channels.fetch(discord.channel("news").id)) as TextChannel;
    expect((await news.messages.fetch({ message: posted.id, force: true })).content).toBe("");
    await client.destroy();
  });

  test("without the Message Content intent, words come only from where Discord gives them", async () => {
    const { discord, client } = await scene();
    const hear = async (act: () => unknown) => {
      const heard = nextEvent(client, Events.MessageCreate);
      act();
      const [{ content, attachments }] = await heard;
      return [content, attachments.size];
    };
    const files = [{ name: "a.txt", bytes: "file" }];
    expect(await hear(() => discord.ada.post("news", { content: "plain", files }))).toEqual(["", 0]);
    const mention = `<@${client.user.id}> look`;
    expect(await hear(() => discord.ada.post("news", { content: mention, files }))).toEqual([mention, 1]);
    expect(await hear(() => discord.ada.post(discord.ada.dm(), { content: "direct", files }))).toEqual(["direct", 1]);
    const news = (await client.channels.fetch(discord.channel("news").id)) as TextChannel;
    expect(await hear(() => news.send("my own"))).toEqual(["my own", 0]);
    const own = discord.messagesIn("news").at(-1)!;
    expect(await hear(() => discord.ada.post("news", { content: "with ping", replyTo: own }))).toEqual([
      "with ping",
      0,
    ]);
    expect(await hear(() => discord.ada.post("news", { content: "without", replyTo: own, ping: false }))).toEqual([
      "",
      0,
    ]);
  });

  test("what a message answers follows the same rule", async () => {
    const discord = await alone();
    const socket = await wire(discord);
    socket.identify(discord, GUILDS | GUILD_MESSAGES);
    await socket.next("GUILD_CREATE");
    const secret = discord.ben.post("files", { content: "between people" });
    discord.ada.post("files", { content: `<@${discord.state.bot.id}> see`, replyTo: secret });
    await socket.next("MESSAGE_CREATE");
    discord.ada.startTyping("files");
    await expect.poll(() => socket.received.filter(({ t }) => t === "MESSAGE_CREATE"), PATIENT).toHaveLength(2);
    const [first, second] = socket.received.filter(({ t }) => t === "MESSAGE_CREATE");
    expect(first!.d.content).toBe("");
    expect(second!.d).toMatchObject({ content: expect.stringContaining("see"), referenced_message: { content: "" } });
    expect(socket.received.some(({ t }) => t === "TYPING_START")).toBe(false);
  });

  test("what nobody asked for is not sent; interactions always are", async () => {
    const discord = await alone();
    const socket = await wire(discord);
    socket.identify(discord, 0);
    await socket.next("READY");
    discord.ada.post("news", { content: "x" });
    discord.ada.startThread("news", "x");
    discord.ada.slash("news", "x", {}, { force: true });
    await socket.next("INTERACTION_CREATE");
    expect(socket.received.map(({ t }) => t).filter(Boolean)).toEqual(["READY", "INTERACTION_CREATE"]);
  });

  test.each<[string, (discord: FakeDiscord) => void]>([
    ["a close", (discord) => discord.faults.closeGateway(4000)],
    ["a lost connection", (discord) => discord.faults.dropGateway()],
    ["op 7", (discord) => discord.faults.requestReconnect()],
  ])("after %s the client resumes, and gets what it missed", async (_, interrupt) => {
    const { discord, client } = await scene({}, [...INTENTS.plain, INTENTS.content]);
    const release = discord.faults.refuseConnections();
    const heard = nextEvent(client, Events.MessageCreate);
    interrupt(discord);
    await expect.poll(() => discord.gateway.connectedSessions, PATIENT).toBe(0);
    discord.ada.post("news", { content: "missed" });
    release();
    expect((await heard)[0].content).toBe("missed");
    expect(discord.gateway.handshakes.map(({ op }) => op)).toEqual(["identify", "resume"]);
  });

  test("a session that is invalid but may be resumed is resumed on the spot", async () => {
    const { discord, client } = await scene();
    const resumed = nextEvent(client, Events.ShardResume);
    discord.faults.invalidateSessions(true);
    await resumed;
    expect(discord.gateway.handshakes.map(({ op }) => op)).toEqual(["identify", "resume"]);
  });

  test("a session that is forgotten cannot be resumed", async () => {
    const discord = await alone();
    const socket = await wire(discord);
    socket.identify(discord, GUILDS);
    const { session_id } = (await socket.next("READY")).d;
    discord.faults.invalidateSessions(false);
    expect((await socket.next(9)).d).toBe(false);
    const again = await wire(discord);
    again.send(6, { token: discord.environment.DISCORD_TOKEN, session_id, seq: 1 });
    expect((await again.next(9)).d).toBe(false);
  });

  test("events are held back, and delivered twice", async () => {
    const { discord, client } = await scene();
    const names: string[] = [];
    const last = nextEvent(client, Events.InteractionCreate, (interaction) => {
      if (interaction.isChatInputCommand()) names.push(interaction.commandName);
      return names.at(-1) === "last";
    });
    const release = discord.faults.holdEvents();
    discord.ada.slash("news", "held", {}, { force: true });
    await client.rest.get("/gateway");
    expect(names).toEqual([]);
    discord.faults.duplicateNext("INTERACTION_CREATE");
    release();
    discord.ada.slash("news", "last", {}, { force: true });
    await last;
    expect(names).toEqual(["held", "held", "last"]);
  });

  test("two shards have a guild each; direct messages and interactions outside guilds are on shard 0", async () => {
    const discord = await alone({ shards: 2 });
    const guilds = [discord.guild];
    while (guilds.every(({ id }) => shardOf(id, 2) === shardOf(discord.guild.id, 2)))
      guilds.push(discord.state.addGuild("Other"));
    const other = guilds.at(-1)!;
    discord.state.addMember(other, discord.ada.user);
    const channel = discord.state.addChannel(other, "other");
    const [zero, one] = [await wire(discord), await wire(discord)];
    zero.identify(discord, (1 << 16) - 1, [0, 2]);
    one.identify(discord, (1 << 16) - 1, [1, 2]);
    await Promise.all([zero.next("GUILD_CREATE"), one.next("GUILD_CREATE")]);
    for (const where of [discord.channel("news"), channel, discord.ada.dm()]) {
      discord.ada.post(where, { content: "x" });
      discord.ada.slash(where, "x", {}, { force: true });
    }
    await expect.poll(() => zero.received.length + one.received.length, PATIENT).toBe(2 * 2 + guilds.length + 6);
    const heard = (socket: GatewaySocket, event: string) =>
      socket.received.filter(({ t }) => t === event).map(({ d }) => d.guild_id ?? null);
    const [home, away] =
      shardOf(discord.guild.id, 2) === 0 ? [discord.guild.id, other.id] : [other.id, discord.guild.id];
    for (const event of ["MESSAGE_CREATE", "INTERACTION_CREATE"]) {
      expect(new Set(heard(zero, event))).toEqual(new Set([home, null]));
      expect(heard(one, event)).toEqual([away]);
    }
    const client = await logIn(createClient(discord, INTENTS.plain, [0, 1]), discord);
    expect(client.ws.shards.size).toBe(2);
    expect(client.guilds.cache.size).toBe(guilds.length);
    await client.destroy();
  });

  test("two copies of the bot both hear, and only one can answer first", async () => {
    const { discord, client } = await scene();
    const second = await logIn(createClient(discord), discord);
    const answer = (bot: typeof client) =>
      handleNextInteraction(bot, async (interaction) => {
        if (!interaction.isChatInputCommand()) throw new Error("no command");
        return interaction.reply("mine").then(
          () => "taken",
          ({ code }) => code as number,
        );
      });
    const answers = Promise.all([answer(client), answer(second)]);
    discord.ada.slash("news", "x", {}, { force: true });
    expect((await answers).toSorted()).toEqual([40_060, "taken"]);
    await second.destroy();
  });

  test("guilds that the bot joins and leaves are told", async () => {
    const { discord, client } = await scene();
    const joined = nextEvent(client, Events.GuildCreate);
    const guild = discord.state.addGuild("New");
    expect((await joined)[0].name).toBe("New");
    const left = nextEvent(client, Events.GuildDelete);
    discord.state.leaveGuild(guild);
    expect((await left)[0].id).toBe(guild.id);
  });
});
