import {
  ButtonStyle,
  type ChatInputCommandInteraction,
  ComponentType,
  FileUploadBuilder,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  buttonsOf,
  type FileUpload,
  type Modal,
  type Interaction as PersonInteraction,
  permissionBits,
  textOf,
} from "../../../playground/discord/index.ts";
import { type ClientSetup, COMMANDS, connectClient, handleNextInteraction, rejectionOf } from "./client.ts";

const requireCommand = (interaction: Interaction): ChatInputCommandInteraction => {
  if (!interaction.isChatInputCommand()) throw new Error("no chat input command");
  return interaction;
};
const buttonRow = (...labels: string[]) => [
  {
    type: ComponentType.ActionRow as const,
    components: labels.map((label) => ({
      type: ComponentType.Button as const,
      style: ButtonStyle.Primary as const,
      label,
      customId: `v1:${label}`,
    })),
  },
];
const EPHEMERAL = { flags: MessageFlags.Ephemeral } as const;

describe("interactions of the fake Discord", () => {
  let setup: ClientSetup;
  beforeAll(async () => {
    setup = await connectClient();
    await setup.client.application.commands.set(COMMANDS);
  });
  afterAll(async () => {
    expect(setup.discord.violations).toEqual([]);
    await setup.close();
  });

  test("sends a slash command with the fields of a real one, and stores its reply as a message", async () => {
    const { discord, client } = setup;
    const handled = handleNextInteraction(client, async (interaction) => {
      const { options, member, guild, channel, locale, guildLocale, appPermissions, memberPermissions } =
        requireCommand(interaction);
      const file = options.getAttachment("file", true);
      const body = await (await fetch(file.url)).text();
      const response = await requireCommand(interaction).reply({ content: "done", withResponse: true });
      return {
        interaction,
        options,
        member,
        guild,
        channel,
        locale,
        guildLocale,
        appPermissions,
        memberPermissions,
        body,
        response,
      };
    });
    const sentInteraction = discord.ada.slash("#news", "say", {
      text: "hello",
      file: { name: "a.txt", bytes: "file", type: "text/plain" },
      to: discord.ben.id,
    });
    const { interaction, options, body, response, ...rest } = await handled;
    expect(options.getString("text")).toBe("hello");
    expect(options.getUser("to")?.username).toBe("ben");
    expect(options.getMember("to")).not.toBeNull();
    expect(body).toBe("file");
    expect(interaction).toMatchObject({
      context: 0,
      attachmentSizeLimit: 10_485_760,
      authorizingIntegrationOwners: { "0": discord.guild.id },
    });
    expect(rest).toMatchObject({ locale: "en-GB", guildLocale: "en-GB", guild: { id: discord.guild.id } });
    expect(rest.appPermissions.has("AttachFiles")).toBe(true);
    expect(rest.memberPermissions?.has("ManageGuild")).toBe(false);
    const message = await sentInteraction.response();
    expect(message).toMatchObject({ content: "done", ephemeralFor: null, type: 20 });
    expect(response.resource?.message?.id).toBe(message.id);
    expect(await sentInteraction.acknowledged).toBeLessThan(3000);
    expect(
      (
        await rejectionOf(
          requireCommand(interaction).client.rest.post(
            `/interactions/${sentInteraction.id}/${sentInteraction.token}/callback`,
            {
              auth: false,
              body: { type: 4, data: { content: "again" } },
            },
          ),
        )
      ).code,
    ).toBe(40_060);
  });

  test("offers a command only to members with its default member permissions", () => {
    const { discord } = setup;
    const { ada, guild, state } = discord;
    const set = state.commands.find(({ name }) => name === "set")!;
    const before = set.default_member_permissions;
    const roles = ["ManageGuild", "Administrator"] as const;
    const members = roles.map((name) => {
      const person = discord.addPerson(name.toLowerCase());
      state.addMember(guild, person.user, [state.addRole(guild, name, permissionBits(name))]);
      return person;
    });
    const isOffered = (required: string | null): boolean[] => {
      set.default_member_permissions = required;
      return [ada, ...members].map((person) => person.commands("news", 1).includes(set));
    };
    expect(isOffered(null)).toEqual([true, true, true]);
    expect(isOffered(String(permissionBits("ManageGuild")))).toEqual([false, true, true]);
    expect(isOffered("0")).toEqual([false, false, true]);
    set.default_member_permissions = before;
  });

  test("throws for commands and options that Discord's client does not offer", async () => {
    const { ada } = setup.discord;
    expect(() => ada.slash("news", "nothing")).toThrow("no command nothing");
    expect(() => ada.slash("news", "set", {}, { subcommand: "length" })).toThrow("option words is required");
    expect(() => ada.slash("news", "set", { words: 0 }, { subcommand: "length" })).toThrow("does not take");
    expect(() => ada.slash("news", "say", { other: "x" })).toThrow("there is no option other");
    const group = setup.discord.state.addGroupDm("friends", ada.id, setup.discord.ben.id);
    expect(() => ada.slash(group, "say")).toThrow("is not offered say");
    const forced = handleNextInteraction(setup.client, async (interaction) =>
      requireCommand(interaction).options.getInteger("a"),
    );
    ada.slash("news", "unregistered", { a: 1 }, { force: true });
    expect(await forced).toBe(1);
  });

  test("nests the options of a subcommand", async () => {
    const received = handleNextInteraction(setup.client, async (interaction) => {
      const { options } = requireCommand(interaction);
      await requireCommand(interaction).deferReply(EPHEMERAL);
      return [options.getSubcommand(), options.getInteger("words")];
    });
    setup.discord.ada.slash("news", "set", { words: 30 }, { subcommand: "length" });
    expect(await received).toEqual(["length", 30]);
  });

  test("edits the message of a deferred reply, which stays ephemeral", async () => {
    const { discord, client } = setup;
    const handled = handleNextInteraction(client, async (interaction) => {
      await requireCommand(interaction).deferReply(EPHEMERAL);
      const deferred = discord.state.message((await requireCommand(interaction).fetchReply()).id)!;
      await requireCommand(interaction).followUp("first"); // Replaces the loading state.
      await requireCommand(interaction).followUp("second, public");
      await requireCommand(interaction).editReply({ content: "edited", components: buttonRow("Go") });
      return deferred;
    });
    const sentInteraction = discord.ada.slash("news", "say");
    const deferred = await handled;
    const message = await sentInteraction.response(({ content }) => content === "edited");
    expect(message).toMatchObject({ id: deferred.id, ephemeralFor: discord.ada.id, editCount: 2 });
    expect(deferred.flags & MessageFlags.Loading).toBeTruthy();
    expect(message.flags & (MessageFlags.Ephemeral | MessageFlags.Loading)).toBe(MessageFlags.Ephemeral);
    expect(sentInteraction.followUps.map(({ content, ephemeralFor }) => [content, ephemeralFor])).toEqual([
      ["second, public", null],
    ]);
    expect(discord.messagesIn("news").some(({ id }) => id === message.id)).toBe(false);
    expect(() => discord.ben.press(message, "Go")).toThrow("does not see");
    expect((await rejectionOf(client.rest.get(`/channels/${message.channel_id}/messages/${message.id}`))).code).toBe(
      10_008,
    );
  });

  test("lets buttons and selects update their message", async () => {
    const { discord, client } = setup;
    const replied = handleNextInteraction(client, (interaction) =>
      requireCommand(interaction).reply({ content: "pick", components: buttonRow("More", "Less") }),
    );
    const first: PersonInteraction = discord.ada.slash("news", "say");
    await replied;
    expect(buttonsOf(await first.response()).map(({ label }) => label)).toEqual(["More", "Less"]);
    const pressed = handleNextInteraction(client, async (interaction) => {
      if (!interaction.isButton()) throw new Error("no button");
      await interaction.update({
        content: interaction.customId,
        components: [{ type: 1, components: [{ type: 3, customId: "pick", options: [{ label: "One", value: "1" }] }] }],
      });
    });
    const press = discord.ben.press(await first.response(), "v1:Mo");
    await pressed;
    const message = await press.response();
    expect(message).toMatchObject({ id: first.original!.id, content: "v1:More" });
    expect(() => discord.ben.press(message, "More")).toThrow("no More");
    const chosen = handleNextInteraction(client, async (interaction) => {
      if (!interaction.isStringSelectMenu()) throw new Error("no select");
      await interaction.deferUpdate();
      await interaction.editReply(`chose ${interaction.values}`);
    });
    const choice = discord.ben.choose(message, "pick", ["1"]);
    await chosen;
    expect(textOf(await choice.response())).toBe("chose 1");
  });

  test("resolves users and members for a user select", async () => {
    const { discord, client } = setup;
    const select = { type: ComponentType.UserSelect as const, customId: "who" };
    const replied = handleNextInteraction(client, (interaction) =>
      requireCommand(interaction).reply({
        content: "who?",
        components: [{ type: ComponentType.ActionRow, components: [select] }],
      }),
    );
    const sentInteraction = discord.ada.slash("news", "say");
    await replied;
    const chosen = handleNextInteraction(client, async (interaction) => {
      if (!interaction.isUserSelectMenu()) throw new Error("no select");
      await interaction.deferUpdate();
      return [interaction.users.first()?.username, interaction.members.size];
    });
    discord.ada.choose(await sentInteraction.response(), "who", [discord.ben.id]);
    expect(await chosen).toEqual(["ben", 1]);
  });

  test("submits text and files in a modal, and accepts the response", async () => {
    const { discord, client } = setup;
    const modal = new ModalBuilder()
      .setCustomId("form")
      .setTitle("A form")
      .addLabelComponents(
        new LabelBuilder()
          .setLabel("Question")
          .setTextInputComponent(new TextInputBuilder().setCustomId("q").setStyle(TextInputStyle.Short)),
        new LabelBuilder()
          .setLabel("Files")
          .setFileUploadComponent(new FileUploadBuilder().setCustomId("files").setMaxValues(2).setRequired(false)),
      );
    const shownTo: string[] = [];
    discord.state.once("modalShown", (_, __, person) => shownTo.push(person));
    const modalShown = handleNextInteraction(client, (interaction) => requireCommand(interaction).showModal(modal));
    const sentInteraction = discord.ada.slash("news", "say");
    await modalShown;
    const receivedModal: Modal = await sentInteraction.modal;
    expect([receivedModal]).toEqual([expect.objectContaining({ title: "A form" })]);
    expect(shownTo).toEqual([discord.ada.id]);
    await expect(discord.ada.submit(sentInteraction, {})).rejects.toThrow("q takes 1 to 4000");
    const submitted = handleNextInteraction(client, async (interaction) => {
      if (!interaction.isModalSubmit()) throw new Error("no modal");
      const files = interaction.fields.getUploadedFiles("files", true);
      const contents = await Promise.all(files.map(async ({ url }) => (await fetch(url)).text()));
      await interaction.reply({ content: `${interaction.fields.getTextInputValue("q")} ${contents}`, ...EPHEMERAL });
    });
    const files: FileUpload[] = [
      { name: "a", bytes: "A" },
      { name: "b", bytes: "B" },
    ];
    const sent = await discord.ada.submit(sentInteraction, {
      q: "why?",
      files,
    });
    await submitted;
    expect(await sent.response()).toMatchObject({ content: "why? A,B", ephemeralFor: discord.ada.id });
  });

  test("refuses modals that exceed Discord's limits", async () => {
    const { discord, client } = setup;
    const input = (n: number) => ({ type: 18, label: `${n}`, component: { type: 4, custom_id: `${n}`, style: 1 } });
    const sentInteraction = discord.ada.slash("news", "say");
    const show = (data: object) =>
      rejectionOf(
        client.rest.post(`/interactions/${sentInteraction.id}/${sentInteraction.token}/callback`, {
          auth: false,
          body: { type: 9, data },
        }),
      );
    for (const data of [
      { custom_id: "m", title: "x".repeat(46), components: [input(1)] },
      { custom_id: "m", title: "t", components: [1, 2, 3, 4, 5, 6].map(input) },
      { custom_id: "m", title: "t", components: [] },
      {
        custom_id: "m",
        title: "t",
        components: [{ type: 18, label: "f", component: { type: 19, custom_id: "f", max_values: 11 } }],
      },
      {
        custom_id: "m",
        title: "t",
        components: [{ type: 18, label: "t", component: { type: 4, custom_id: "f", style: 1, max_length: 4001 } }],
      },
      { custom_id: "m", title: "t", components: [input(1), input(1)] },
    ])
      expect((await show(data)).code).toBe(50_035);
    expect(discord.violations.splice(0)).toHaveLength(6);
  });

  test("sends the target message with its content for a message command", async () => {
    const { discord, client } = setup;
    const message = discord.ben.post("news", { content: "to be read", files: [{ name: "a.txt", bytes: "file" }] });
    const read = handleNextInteraction(client, async (interaction) => {
      if (!interaction.isMessageContextMenuCommand()) throw new Error("no menu");
      await interaction.reply(interaction.targetMessage.content);
      return interaction.targetMessage.attachments.size;
    });
    const sentInteraction = discord.ada.messageCommand("Read this", message);
    expect(await read).toBe(1);
    expect(await sentInteraction.response()).toMatchObject({ content: "to be read", type: 23 });
  });

  test("returns at most 25 autocomplete choices", async () => {
    const { discord, client } = setup;
    const respondWithChoices = (count: number) =>
      handleNextInteraction(client, async (interaction) => {
        if (!interaction.isAutocomplete()) throw new Error("no autocomplete");
        const typed = interaction.options.getFocused();
        await interaction.respond(Array.from({ length: count }, (_, i) => ({ name: `${typed}${i}`, value: `${i}` })));
      });
    const responded = respondWithChoices(2);
    expect(await discord.ada.autocomplete("news", "say", { text: "he" }, "text")).toEqual([
      { name: "he0", value: "0" },
      { name: "he1", value: "1" },
    ]);
    await responded;
    const tooMany = rejectionOf(respondWithChoices(26));
    void discord.ada.autocomplete("news", "say", { text: "he" }, "text");
    expect((await tooMany).code).toBe(50_035);
    expect(discord.violations.splice(0)).toHaveLength(1);
  });

  test("expires tokens before and after the initial response", async () => {
    const { discord, client } = setup;
    const lateEdit = handleNextInteraction(client, async (interaction) => {
      await requireCommand(interaction).reply("in time");
      discord.expireTokens();
      return rejectionOf(requireCommand(interaction).editReply("too late"));
    });
    discord.ada.slash("news", "say");
    expect(await lateEdit).toMatchObject({ code: 50_027, status: 401 });
    const lateReply = handleNextInteraction(client, (interaction) =>
      rejectionOf(requireCommand(interaction).reply("too late")),
    );
    discord.ada.slash("news", "say");
    discord.expireTokens();
    expect((await lateReply).code).toBe(10_062);
    expect(
      (
        await rejectionOf(
          client.rest.get(`/webhooks/${client.application.id}/nonsense/messages/@original`, { auth: false }),
        )
      ).code,
    ).toBe(10_015);
  });

  test("limits a user-installed app outside the bot's guilds to five follow-ups, and to ephemeral replies without Use External Apps", async () => {
    const { discord, client } = setup;
    const elsewhere = discord.state.addGuild("Elsewhere", { withBot: false });
    const channel = discord.state.addChannel(elsewhere, "lounge");
    const cleo = discord.addPerson("Cleo", { hasUserInstall: true, locale: "de" }, elsewhere);
    const handled = handleNextInteraction(client, async (interaction) => {
      await requireCommand(interaction).reply("here");
      for (let i = 0; i < 5; i++) await requireCommand(interaction).followUp(`${i}`);
      return { interaction, sixth: await rejectionOf(requireCommand(interaction).followUp("5")) };
    });
    const sentInteraction = cleo.slash(channel, "say");
    const { interaction, sixth } = await handled;
    expect(sixth.code).toBe(40_094);
    expect(interaction).toMatchObject({ locale: "de", channel: null, authorizingIntegrationOwners: { "1": cleo.id } });
    expect(sentInteraction.followUps).toHaveLength(5);
    expect((await sentInteraction.response()).ephemeralFor).toBeNull();
    discord.state.updateRolePermissions(elsewhere, "@everyone", { deny: ["UseExternalApps"] });
    const hidden = handleNextInteraction(client, (interaction) => requireCommand(interaction).reply("here"));
    const again = cleo.slash(channel, "say");
    await hidden;
    expect((await again.response()).ephemeralFor).toBe(cleo.id);
    const friends = discord.state.dmChannel(cleo.id, discord.ben.id);
    const direct = handleNextInteraction(client, async (interaction) => {
      await requireCommand(interaction).reply("among you");
      return interaction.context;
    });
    cleo.slash(friends, "say");
    expect(await direct).toBe(2);
    expect(discord.messagesIn(friends).map(({ content }) => content)).toEqual(["among you"]);
  });

  test("offers a command with default permissions only to members who have them", async () => {
    const { discord, client } = setup;
    const { guild, state } = discord;
    const description = "For those who run the guild";
    const adminCommand = { name: "admin", description, defaultMemberPermissions: "ManageGuild" as const };
    const command = await client.application.commands.create(adminCommand, guild.id);
    expect(() => discord.ada.slash("news", "admin")).toThrow("ada is not offered admin");
    const admin = state.addRole(guild, "admins", permissionBits("ManageGuild"));
    const dora = discord.addPerson("Dora");
    state.addMember(guild, dora.user, [admin]);
    const hasManageGuild = handleNextInteraction(client, async (interaction) =>
      interaction.memberPermissions?.has("ManageGuild"),
    );
    dora.slash("news", "admin");
    expect(await hasManageGuild).toBe(true);
    await command.delete();
  });

  test("validates commands when they are registered", async () => {
    const { discord, client } = setup;
    const { commands } = client.application;
    const invalidCommands: object[] = [
      { name: "Upper", description: "x" },
      { name: "fine" },
      { name: "fine", description: "x".repeat(101) },
      {
        name: "fine",
        description: "x",
        options: [
          { type: 3, name: "a", description: "x" },
          { type: 3, name: "b", description: "x", required: true },
        ],
      },
      { name: "fine", description: "x", options: [{ type: 3, name: "a b", description: "x" }] },
    ];
    for (const body of invalidCommands) {
      expect(
        (await rejectionOf(client.rest.post(`/applications/${client.application.id}/commands`, { body }))).code,
      ).toBe(50_035);
    }
    expect(discord.violations.splice(0)).toHaveLength(invalidCommands.length);
    const one = await commands.create({ name: "here", description: "Here only" }, discord.guild.id);
    expect((await one.edit({ description: "Only here" })).description).toBe("Only here");
    expect([...(await commands.fetch({ guildId: discord.guild.id })).keys()]).toEqual([one.id]);
    await one.delete();
    expect(discord.state.commands).toHaveLength(COMMANDS.length);
  });
});
