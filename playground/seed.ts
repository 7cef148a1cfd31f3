import { bits, Loopback } from "./discord/index.ts";

/** What each channel is for, as its head says. */
const TOPICS: Record<string, string> = {
  news: "Click a [1] for its quote in the source; then drop a file, or type /",
  files: "For files: each message has an Apps menu",
  auto: "Files that are posted here are digested by themselves",
};

/** A Discord on 127.0.0.1 with two people to act as: Ada may manage the server, Ben reads German and may not. */
export async function setScene(): Promise<Loopback> {
  const discord = await Loopback.start();
  const { world, guild, ada, ben } = discord;
  guild.name = "Harbour Readers";
  for (const [name, topic] of Object.entries(TOPICS)) discord.channel(name).topic = topic;
  const managers = world.addRole(guild, "managers", bits("ManageGuild", "ManageMessages", "ManageThreads"));
  world.addMember(guild, ada.user, [managers]);
  ben.user.locale = "de";
  return discord;
}

/** Lets #auto be what its name says, by the bot's own settings, as a manager does. */
export async function switchAutoOn({ ada }: Loopback): Promise<void> {
  const panel = await ada.slash("auto", "pith", {}, { subcommand: "settings" }).response();
  await ada.choose(panel, "v1:set:mode", ["auto"]).response();
}
