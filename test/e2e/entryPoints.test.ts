import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Guild, type Person, permissionBits } from "../../playground/discord/index.ts";
import { COMMANDS } from "./entryPoints/commands.ts";
import { MESSAGES } from "./entryPoints/messages.ts";
import { PLACES, type Place, QUESTION, TestCase, cardsWithoutThread, type EntryPoint } from "./entryPoints/testCase.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness } from "./harness.ts";

/**
 * Every way in, in every place, with rights and without, with the Message Content intent and without: the tables are in
 * `ways/`, and each of their cells is a test here.
 */
describe.each([
  ["granted", "granted"],
  ["not granted", "disallowed"],
] as const)("Message Content %s", (_, messageContent) => {
  let house: BotHarness;
  let far: Guild;
  let rooms = 0;

  beforeAll(async () => {
    house = await BotHarness.build("SQLite", { discord: { messageContent } });
    await house.start();
    const { state, guild } = house.discord;
    far = state.addGuild("Without the bot", { withBot: false });
    const [guests, managers] = [state.addRole(guild, "guests"), house.manager];
    for (const where of [guild, far])
      state.addRole(where, "in charge", permissionBits("ManageGuild", "ManageMessages"));
    const panel = await managers.slash("#news", "pith", {}, { subcommand: "settings" }).response();
    await managers
      .choose(panel, "v1:set:refusedRoles", [guests.id])
      .response((message) => JSON.stringify(message.components).includes(`{"id":"${guests.id}"`));
  });
  afterEach(() => expectNoViolations(house));
  afterAll(() => house.close());

  const person = (guild: Guild | null, ...roles: string[]): Person => {
    const { state } = house.discord;
    const who = house.discord.addPerson(`person${++rooms}`, { hasUserInstall: guild === far }, null);
    if (guild)
      state.addMember(
        guild,
        who.user,
        roles.map((name) => state.role(guild, name)),
      );
    return who;
  };

  function sceneOf(place: Place, has: boolean, { lacks }: EntryPoint, expected: string[]): TestCase {
    const { state, guild } = house.discord;
    if (place === "dm") {
      const who = person(guild);
      const poster = has ? who : house.discord.ada;
      const channel = who.dm();
      return new TestCase({
        harness: house,
        channel,
        user: who,
        poster,
        documentChannel: has ? channel : house.discord.channel("#files"),
        expected,
      });
    }
    const where = place === "app" ? far : guild;
    const channel = state.addChannel(where, `room-${++rooms}`);
    const isInCharge = lacks === "charge" && has;
    const isGuest = lacks === "role" && !has && place === "server";
    const who = person(where, ...(isInCharge ? ["in charge"] : []), ...(isGuest ? ["guests"] : []));
    if (place === "app" && !has) state.setOverwrite(channel, who.id, { deny: ["UseExternalApps"] });
    const poster = person(where);
    const isClosed = lacks === "sight" && !has && place === "server";
    const closed = isClosed ? state.addChannel(where, `room-${++rooms}`) : channel;
    if (isClosed) state.setOverwrite(closed, who.id, { deny: ["ViewChannel"] });
    return new TestCase({ harness: house, channel, user: who, poster, documentChannel: closed, expected });
  }

  const cells = [...COMMANDS, ...MESSAGES].flatMap((way) =>
    PLACES.flatMap((place) => {
      const cell = (messageContent === "disallowed" && way.withheld?.[place]) || way[place];
      return cell.split(" | ").map((expected, i) => ({ way, place, has: i === 0, expected }));
    }),
  );

  test.concurrent.each(
    cells
      .filter(({ expected }) => !expected.startsWith("—"))
      .map((cell) => [cell.way.way, cell.place, cell.has ? "with" : "without", cell.expected, cell] as const),
  )("%s · %s · %s rights: %s", async (_way, _place, _rights, expected, { way, place, has }) => {
    const scene = sceneOf(place, has, way, expected.split(" → "));
    expect(await way.does(scene)).toBe(expected);
  });

  test("no card has a thread where none is promised", () => {
    const { channels } = house.discord.state;
    expect(cardsWithoutThread.splice(0).filter((id) => channels.has(id))).toEqual([]);
  });

  test("who may not use commands, or has not installed the app where the bot is not, is offered nothing", () => {
    const { state, guild } = house.discord;
    const [here, there] = [guild, far].map((where) => state.addChannel(where, `room-${++rooms}`));
    const [barred, stranger] = [person(guild), person(far)];
    state.setOverwrite(here!, barred.id, { deny: ["UseApplicationCommands"] });
    stranger.user.hasUserInstall = false;
    for (const type of [1, 3])
      expect([barred.commands(here!, type), stranger.commands(there!, type)]).toEqual([[], []]);
    expect(person(far).commands(there!, 1)).toHaveLength(5);
  });

  test("what Discord shows to its asker alone, since he may not use apps of his own, stays his", async () => {
    const { user, channel, poster, ...rest } = sceneOf("app", false, COMMANDS[0]!, []);
    const { id: document } = await new TestCase({ ...rest, channel, user, poster: user }).createDocument();
    const ask = (by: Person) => () => by.slash(channel, "ask", { question: QUESTION, document });
    expect(await new TestCase({ ...rest, channel, poster, user }).outcomeOf(ask(user))).toBe("private answer");
    expect(await new TestCase({ ...rest, channel, poster, user: poster }).outcomeOf(ask(poster))).toBe("private no document");
  });
});
