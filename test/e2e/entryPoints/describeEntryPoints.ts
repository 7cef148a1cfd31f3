import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Guild, type Person, permissionBits } from "../../../playground/discord/index.ts";
import { expectNoViolations } from "../expectNoViolations.ts";
import { BotHarness } from "../harness.ts";
import { COMMANDS } from "./commands.ts";
import { MESSAGES } from "./messages.ts";
import { cardsWithoutThread, type EntryPoint, PLACES, type Place, QUESTION, TestCase } from "./testCase.ts";

/**
 * Tests every entry point in every place, with and without rights. Each expected outcome in the tables of this folder is
 * one test.
 * @param messageContent whether the Message Content intent is granted
 */
export function describeEntryPoints(messageContent: "granted" | "disallowed"): void {
  describe(`Message Content ${messageContent}`, () => {
    let harness: BotHarness;
    let externalGuild: Guild;
    let created = 0;

    beforeAll(async () => {
      harness = await BotHarness.build("SQLite", { discord: { messageContent } });
      await harness.start();
      const { state, guild } = harness.discord;
      externalGuild = state.addGuild("Without the bot", { withBot: false });
      const [guests, manager] = [state.addRole(guild, "guests"), harness.addManager()];
      for (const each of [guild, externalGuild])
        state.addRole(each, "moderators", permissionBits("ManageGuild", "ManageMessages"));
      const panel = await manager.slash("#news", "settings").response();
      await manager
        .choose(panel, "v1:set:refusedRoles", [guests.id])
        .response((message) => JSON.stringify(message.components).includes(`{"id":"${guests.id}"`));
    });
    afterEach(() => expectNoViolations(harness));
    afterAll(() => harness.close());

    const addMember = (guild: Guild | null, ...roles: string[]): Person => {
      const { state } = harness.discord;
      const person = harness.discord.addPerson(`person${++created}`, { hasUserInstall: guild === externalGuild }, null);
      if (guild)
        state.addMember(
          guild,
          person.user,
          roles.map((name) => state.role(guild, name)),
        );
      return person;
    };

    function createTestCase(
      place: Place,
      hasRights: boolean,
      { restriction }: EntryPoint,
      expected: string[],
    ): TestCase {
      const { state, guild } = harness.discord;
      if (place === "dm") {
        const user = addMember(guild);
        const poster = hasRights ? user : harness.discord.ada;
        const channel = user.dm();
        return new TestCase({
          harness,
          channel,
          user,
          poster,
          documentChannel: hasRights ? channel : harness.discord.channel("#files"),
          expected,
        });
      }
      const targetGuild = place === "userInstall" ? externalGuild : guild;
      const channel = state.addChannel(targetGuild, `channel-${++created}`);
      const isModerator = restriction === "notModerator" && hasRights;
      const isGuest = restriction === "refusedRole" && !hasRights && place === "server";
      const user = addMember(targetGuild, ...(isModerator ? ["moderators"] : []), ...(isGuest ? ["guests"] : []));
      if (place === "userInstall" && !hasRights) state.setOverwrite(channel, user.id, { deny: ["UseExternalApps"] });
      const poster = addMember(targetGuild);
      const isHidden = restriction === "hiddenChannel" && !hasRights && place === "server";
      const documentChannel = isHidden ? state.addChannel(targetGuild, `channel-${++created}`) : channel;
      if (isHidden) state.setOverwrite(documentChannel, user.id, { deny: ["ViewChannel"] });
      return new TestCase({ harness, channel, user, poster, documentChannel, expected });
    }

    const cells = [...COMMANDS, ...MESSAGES].flatMap((entryPoint) =>
      PLACES.flatMap((place) => {
        const cell = (messageContent === "disallowed" && entryPoint.withoutIntent?.[place]) || entryPoint[place];
        return cell.split(" | ").map((expected, i) => ({ entryPoint, place, hasRights: i === 0, expected }));
      }),
    );

    test.concurrent.each(
      cells
        .filter(({ expected }) => !expected.startsWith("—"))
        .map(
          (cell) =>
            [cell.entryPoint.name, cell.place, cell.hasRights ? "with" : "without", cell.expected, cell] as const,
        ),
    )("%s · %s · %s rights: %s", async (_name, _place, _rights, expected, { entryPoint, place, hasRights }) => {
      const testCase = createTestCase(place, hasRights, entryPoint, expected.split(" → "));
      expect(await entryPoint.run(testCase)).toBe(expected);
    });

    test("creates no thread on cards that must not have one", () => {
      const { channels } = harness.discord.state;
      expect(cardsWithoutThread.splice(0).filter((id) => channels.has(id))).toEqual([]);
    });

    test("offers no commands to members without Use Application Commands or, outside the bot's guilds, to users without the app", () => {
      const { state, guild } = harness.discord;
      const [channel, externalChannel] = [guild, externalGuild].map((each) =>
        state.addChannel(each, `channel-${++created}`),
      );
      const [memberWithoutCommands, userWithoutInstall] = [addMember(guild), addMember(externalGuild)];
      state.setOverwrite(channel!, memberWithoutCommands.id, { deny: ["UseApplicationCommands"] });
      userWithoutInstall.user.hasUserInstall = false;
      for (const type of [1, 3])
        expect([
          memberWithoutCommands.commands(channel!, type),
          userWithoutInstall.commands(externalChannel!, type),
        ]).toEqual([[], []]);
      expect(addMember(externalGuild).commands(externalChannel!, 1)).toHaveLength(5);
    });

    test("hides a document from others if Discord made its card ephemeral", async () => {
      const { user, channel, poster, ...rest } = createTestCase("userInstall", false, COMMANDS[0]!, []);
      const { id: document } = await new TestCase({ ...rest, channel, user, poster: user }).createDocument();
      const ask = (person: Person) => () => person.slash(channel, "ask", { question: QUESTION, document });
      expect(await new TestCase({ ...rest, channel, poster, user }).interactionOutcome(ask(user))).toBe(
        "private answer",
      );
      expect(await new TestCase({ ...rest, channel, poster, user: poster }).interactionOutcome(ask(poster))).toBe(
        "private no document",
      );
    });
  });
}
