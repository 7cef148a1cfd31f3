import { channelJson, memberJson, messageJson, userJson } from "../rest/json.ts";
import type { Parts } from "../rest/route.ts";
import type { World } from "../state/discordState.ts";
import type { OpenInteraction } from "../state/interactions.ts";
import { type Channel, ChannelType, type Json, type User } from "../state/model.ts";
import { DIRECT, EXTERNAL, permissionsIn } from "../state/permissions.ts";

const GUILD_INSTALL = "0";
const USER_INSTALL = "1";
const FILE_LIMIT = 10 * 1024 * 1024;

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-context-types */
const Context = { guild: 0, botDirect: 1, privateChannel: 2 };

/** Where an interaction is used: in a guild, in the bot's direct channel, or in a channel of people among themselves. */
export function contextOf(world: World, channel: Channel): number {
  if (channel.guild_id) return Context.guild;
  return channel.type === ChannelType.Direct && channel.members.has(world.bot.id)
    ? Context.botDirect
    : Context.privateChannel;
}

/** Whom the application is installed for, as far as it matters in a channel: the guild, the person, or both. */
export function ownersOf(world: World, channel: Channel, user: User): Record<string, string> {
  const isDirect = contextOf(world, channel) === Context.botDirect;
  return {
    ...((world.hasBot(channel.guild_id) || isDirect) && { [GUILD_INSTALL]: channel.guild_id ?? "0" }),
    ...(user.hasInstalled && { [USER_INSTALL]: user.id }),
  };
}

/** What the bot may do where the interaction is. */
function appPermissions(world: World, channel: Channel): bigint {
  if (!channel.guild_id) return DIRECT;
  return world.hasBot(channel.guild_id) ? permissionsIn(world, world.bot.id, channel) : EXTERNAL;
}

/** An interaction as the gateway tells the bot of it (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object). */
export function interactionJson({ world, cdn }: Parts, interaction: OpenInteraction, data: Json): Json {
  const { id, token, type, user, channel, owners, source } = interaction;
  const guild = channel.guild_id ? world.guilds.get(channel.guild_id) : undefined;
  const member = guild?.members.get(user.id);
  const permissions = String(permissionsIn(world, user.id, channel));
  return {
    ...{ id, token, type, data, version: 1, application_id: world.application },
    channel_id: channel.id,
    channel: { ...channelJson(world, channel), permissions },
    ...(guild && { guild_id: guild.id, guild: { id: guild.id, locale: guild.preferred_locale, features: [] } }),
    ...(guild && { guild_locale: guild.preferred_locale }),
    ...(member ? { member: { ...memberJson(world, member), permissions } } : { user: userJson(user) }),
    ...(source && { message: messageJson(world, cdn, source, true) }),
    app_permissions: String(appPermissions(world, channel)),
    locale: user.locale,
    ...{ entitlements: [], entitlement_sku_ids: [], authorizing_integration_owners: owners },
    context: contextOf(world, channel),
    attachment_size_limit: FILE_LIMIT,
  };
}
