import { ChannelType, Events, type TextChannel, type ThreadChannel } from "discord.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ClientSetup, connectClient, nextEvent, rejectionOf } from "./client.ts";

describe("threads and permissions of the fake Discord", () => {
  let setup: ClientSetup;
  let news: TextChannel;
  beforeAll(async () => {
    setup = await connectClient();
    news = (await setup.client.channels.fetch(setup.discord.channel("news").id)) as TextChannel;
  });
  afterAll(async () => {
    expect(setup.discord.violations).toEqual([]);
    await setup.close();
  });

  const createThread = async (name = "About it"): Promise<ThreadChannel> =>
    (await news.send(name)).startThread({ name });

  test("starts at most one thread per message, and lets people post in it", async () => {
    const { discord, client } = setup;
    const sent = await news.send("read on");
    const started = await sent.startThread({ name: "About it" });
    expect(started).toMatchObject({ id: sent.id, parentId: news.id, ownerId: client.user.id });
    expect(
      await rejectionOf(
        client.rest.post(`/channels/${news.id}/messages/${sent.id}/threads`, { body: { name: "Again" } }),
      ),
    ).toMatchObject({ code: 160_004, status: 400 });
    expect((await news.messages.fetch({ message: sent.id, force: true })).hasThread).toBe(true);
    const received = nextEvent(
      client,
      Events.MessageCreate,
      ({ content, channelId }) => content !== undefined && channelId === started.id,
    );
    discord.ben.post(started.id, { content: "a question" });
    expect((await received)[0].channel.isThread()).toBe(true);
    await started.send("an answer");
    expect([...(await started.members.fetch()).keys()].sort()).toEqual([client.user.id, discord.ben.id].sort());
    expect([...(await news.threads.fetchActive()).threads.keys()]).toContain(started.id);
  });

  test("unarchives a thread when a message is sent, unless it is locked, and refuses edits in archived threads", async () => {
    const { discord } = setup;
    const started = await createThread();
    const sent = await started.send("before");
    await started.setArchived(true);
    expect((await rejectionOf(sent.edit("changed"))).code).toBe(50_083);
    expect([...(await news.threads.fetchArchived()).threads.keys()]).toContain(started.id);
    await started.send("after");
    expect(discord.channel(started.id).thread?.archived).toBe(false);
    discord.channel(started.id).thread = { ...discord.channel(started.id).thread!, archived: true, locked: true };
    expect((await rejectionOf(started.send("no more"))).code).toBe(50_083);
    expect(() => discord.ada.post(started.id, { content: "no more" })).toThrow("archived");
  });

  test("shows private threads to their members only", async () => {
    const { discord, client } = setup;
    const create = () => news.threads.create({ name: "Secret", type: ChannelType.PrivateThread });
    expect((await rejectionOf(create())).code).toBe(50_013);
    discord.state.updateRolePermissions(discord.guild, "Pith", { allow: ["CreatePrivateThreads"] });
    const secret = await create();
    expect(() => discord.ada.post(secret.id, { content: "hello?" })).toThrow("ViewChannel");
    await secret.members.add(discord.ada.id);
    discord.ada.post(secret.id, { content: "hello" });
    const hidden = discord.ben.startThread("news", "Ours", { type: 12 });
    expect((await rejectionOf(client.rest.get(`/channels/${hidden.id}`))).code).toBe(50_001);
  });

  test("sends THREAD_CREATE when a person starts a thread", async () => {
    const { discord, client } = setup;
    const created = nextEvent(client, Events.ThreadCreate);
    discord.ada.startThread("news", "Mine", { from: discord.ada.post("news", { content: "see" }) });
    expect((await created)[0].name).toBe("Mine");
  });

  test("refuses a thread in a thread and a second thread on a message, and deletes threads with their channel", async () => {
    const { discord, client } = setup;
    const message = discord.ada.post("news", { content: "see" });
    discord.ada.startThread("news", "Mine", { from: message });
    expect(() => discord.ben.startThread("news", "Mine too", { from: message })).toThrow("already been created");
    const start = (path: string) =>
      rejectionOf(client.rest.post(`/channels/${path}/threads`, { body: { name: "x", type: 11 } }));
    discord.state.updateRolePermissions(discord.guild, "Pith", { allow: ["ManageChannels"] });
    expect((await start(`${message.id}`)).code).toBe(50_024);
    const channel = discord.state.addChannel(discord.guild, "short-lived");
    const within = discord.ada.startThread(channel, "Within");
    await client.rest.delete(`/channels/${channel.id}`);
    expect((await rejectionOf(client.rest.get(`/channels/${within.id}`))).code).toBe(10_003);
  });

  test("refuses thread names over 100 characters", async () => {
    const { discord } = setup;
    expect((await rejectionOf(createThread("x".repeat(101)))).code).toBe(50_035);
    expect(discord.violations.splice(0)[0]).toContain("name: Must be 100 or fewer in length");
  });

  test("returns Discord's error for each missing permission, without recording a violation", async () => {
    const { discord, client } = setup;
    const { state, guild } = discord;
    const sent = await news.send("before");
    const started = await createThread();
    const posted = discord.ada.post("news", { content: "answer me" });
    const codeWithout = async (
      permissions: Parameters<typeof state.updateRolePermissions>[2]["deny"],
      act: () => Promise<unknown>,
    ): Promise<unknown> => {
      state.updateRolePermissions(guild, "Pith", { deny: permissions! });
      const { code } = await rejectionOf(act());
      state.updateRolePermissions(guild, "Pith", { allow: permissions! });
      return code;
    };
    const post = (path: string, body: object) => client.rest.post(`/channels/${path}`, { body });
    const reply = { content: "x", message_reference: { message_id: posted.id } };
    const files = [{ name: "a.txt", attachment: Buffer.from("x") }];
    expect(await codeWithout(["SendMessages"], () => post(`${news.id}/messages`, { content: "x" }))).toBe(50_013);
    expect(await codeWithout(["ViewChannel"], () => post(`${news.id}/messages`, { content: "x" }))).toBe(50_001);
    expect(await codeWithout(["SendMessagesInThreads"], () => post(`${started.id}/messages`, { content: "x" }))).toBe(
      50_013,
    );
    expect(await codeWithout(["AttachFiles"], () => news.send({ files }))).toBe(50_013);
    expect(await codeWithout(["EmbedLinks"], () => news.send({ embeds: [{ title: "x" }] }))).toBe(50_013);
    expect(
      await codeWithout(["CreatePublicThreads"], () => post(`${news.id}/messages/${sent.id}/threads`, { name: "x" })),
    ).toBe(50_013);
    expect(await codeWithout(["ReadMessageHistory"], () => post(`${news.id}/messages`, reply))).toBe(160_002);
    expect(
      await codeWithout(["ReadMessageHistory"], () => client.rest.get(`/channels/${news.id}/messages/${sent.id}`)),
    ).toBe(50_013);
    expect((await rejectionOf(client.rest.delete(`/channels/${news.id}/messages/${posted.id}`))).code).toBe(50_013);
    expect(
      await codeWithout(["AddReactions"], () =>
        client.rest.put(`/channels/${news.id}/messages/${posted.id}/reactions/x/@me`),
      ),
    ).toBe(50_013);
  });

  test("applies permission overwrites to the bot and to people, and sends CHANNEL_UPDATE", async () => {
    const { discord, client } = setup;
    const { state } = discord;
    const channel = state.addChannel(discord.guild, "closed");
    const clientChannel = (await client.channels.fetch(channel.id)) as TextChannel;
    await clientChannel.send("open");
    const updated = nextEvent(client, Events.ChannelUpdate);
    state.setOverwrite(channel, state.role(discord.guild, "Pith").id, { deny: ["SendMessages"] });
    await updated;
    expect(clientChannel.permissionsFor(client.user)?.has("SendMessages")).toBe(false);
    expect((await rejectionOf(clientChannel.send("closed"))).code).toBe(50_013);
    state.setOverwrite(channel, client.user.id, { allow: ["SendMessages"] });
    await clientChannel.send("open to me");
    state.setOverwrite(channel, discord.ben.id, { deny: ["ViewChannel"] });
    expect(() => discord.ben.post(channel, { content: "x" })).toThrow("ben lacks ViewChannel");
    discord.ada.post(channel, { content: "x" });
    expect((await rejectionOf(client.rest.get("/channels/1"))).code).toBe(10_003);
  });
});
