import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { bits, type Guild, type Person } from "../../playground/discord/index.ts";
import { COMMANDS } from "./entryPoints/commands.ts";
import { MESSAGES } from "./entryPoints/messages.ts";
import { PLACES, type Place, QUESTION, Scene, THREADLESS, type Way } from "./entryPoints/scene.ts";
import { expectQuiet } from "./expectNoViolations.ts";
import { House } from "./harness.ts";

/**
 * Every way in, in every place, with rights and without, with the Message Content intent and without: the tables are in
 * `ways/`, and each of their cells is a test here.
 */
describe.each([
  ["granted", "granted"],
  ["not granted", "disallowed"],
] as const)("Message Content %s", (_, messageContent) => {
  let house: House;
  let far: Guild;
  let rooms = 0;

  beforeAll(async () => {
    house = await House.build("SQLite", { discord: { messageContent } });
    await house.start();
    const { world, guild } = house.discord;
    far = world.addGuild("Without the bot", { withBot: false });
    const [guests, managers] = [world.addRole(guild, "guests"), house.manager];
    for (const where of [guild, far]) world.addRole(where, "in charge", bits("ManageGuild", "ManageMessages"));
    const panel = await managers.slash("#news", "pith", {}, { subcommand: "settings" }).response();
    await managers
      .choose(panel, "v1:set:refusedRoles", [guests.id])
      .response((message) => JSON.stringify(message.components).includes(`{"id":"${guests.id}"`));
  });
  afterEach(() => expectQuiet(house));
  afterAll(() => house.close());

  const person = (guild: Guild | null, ...roles: string[]): Person => {
    const { world } = house.discord;
    const who = house.discord.addPerson(`person${++rooms}`, { hasInstalled: guild === far }, null);
    if (guild)
      world.addMember(
        guild,
        who.user,
        roles.map((name) => world.role(guild, name)),
      );
    return who;
  };

  function sceneOf(place: Place, has: boolean, { lacks }: Way, expected: string[]): Scene {
    const { world, guild } = house.discord;
    if (place === "dm") {
      const who = person(guild);
      const poster = has ? who : house.discord.ada;
      const channel = who.dm();
      return new Scene({
        house,
        channel,
        who,
        poster,
        closed: has ? channel : house.discord.channel("#files"),
        expected,
      });
    }
    const where = place === "app" ? far : guild;
    const channel = world.addChannel(where, `room-${++rooms}`);
    const isInCharge = lacks === "charge" && has;
    const isGuest = lacks === "role" && !has && place === "server";
    const who = person(where, ...(isInCharge ? ["in charge"] : []), ...(isGuest ? ["guests"] : []));
    if (place === "app" && !has) world.setOverwrite(channel, who.id, { deny: ["UseExternalApps"] });
    const poster = person(where);
    const isClosed = lacks === "sight" && !has && place === "server";
    const closed = isClosed ? world.addChannel(where, `room-${++rooms}`) : channel;
    if (isClosed) world.setOverwrite(closed, who.id, { deny: ["ViewChannel"] });
    return new Scene({ house, channel, who, poster, closed, expected });
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
    const { channels } = house.discord.world;
    expect(THREADLESS.splice(0).filter((id) => channels.has(id))).toEqual([]);
  });

  test("who may not use commands, or has not installed the app where the bot is not, is offered nothing", () => {
    const { world, guild } = house.discord;
    const [here, there] = [guild, far].map((where) => world.addChannel(where, `room-${++rooms}`));
    const [barred, stranger] = [person(guild), person(far)];
    world.setOverwrite(here!, barred.id, { deny: ["UseApplicationCommands"] });
    stranger.user.hasInstalled = false;
    for (const type of [1, 3])
      expect([barred.commands(here!, type), stranger.commands(there!, type)]).toEqual([[], []]);
    expect(person(far).commands(there!, 1)).toHaveLength(5);
  });

  test("what Discord shows to its asker alone, since he may not use apps of his own, stays his", async () => {
    const { who, channel, poster, ...rest } = sceneOf("app", false, COMMANDS[0]!, []);
    const { id: document } = await new Scene({ ...rest, channel, who, poster: who }).document();
    const ask = (by: Person) => () => by.slash(channel, "ask", { question: QUESTION, document });
    expect(await new Scene({ ...rest, channel, poster, who }).told(ask(who))).toBe("private answer");
    expect(await new Scene({ ...rest, channel, poster, who: poster }).told(ask(poster))).toBe("private no document");
  });
});
