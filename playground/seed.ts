import { FakeDiscord, permissionBits } from "./discord/index.ts";

/** Channel topics, by channel name. */
const TOPICS: Record<string, string> = {
  news: "Click a mark (¶ 3): it opens the place; then drop a file, or type /",
  files: "For files: each message has an Apps menu",
  auto: "Files that are posted here are digested by themselves",
};

/** Starts a fake Discord with two people. Ada can manage the server. Ben cannot, and his locale is German. */
export async function seedGuild(): Promise<FakeDiscord> {
  const discord = await FakeDiscord.start();
  const { state, guild, ada, ben } = discord;
  guild.name = "Harbour Readers";
  for (const [name, topic] of Object.entries(TOPICS)) discord.channel(name).topic = topic;
  const managerRole = state.addRole(
    guild,
    "managers",
    permissionBits("ManageGuild", "ManageMessages", "ManageThreads"),
  );
  state.addMember(guild, ada.user, [managerRole]);
  ben.user.locale = "de";
  return discord;
}

/** Enables automatic digests in #auto through the bot's settings panel. */
export async function enableAutoChannel({ ada }: FakeDiscord): Promise<void> {
  const settingsPanel = await ada.slash("auto", "settings").response();
  await ada.choose(settingsPanel, "v1:set:mode", ["auto"]).response();
}
