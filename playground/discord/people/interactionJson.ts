import { channelJson, memberJson, messageJson, userJson } from "../rest/json.ts";
import type { ServerContext } from "../rest/route.ts";
import { permissionsIn } from "../state/channelPermissions.ts";
import type { DiscordState } from "../state/discordState.ts";
import type { InteractionRecord } from "../state/interactions.ts";
import { MAX_FILE_BYTES } from "../state/messages.ts";
import { type Channel, ChannelType, type Json, type User } from "../state/model.ts";
import { DM_PERMISSIONS, USER_INSTALL_PERMISSIONS } from "../state/permissions.ts";

const GUILD_INSTALL = "0";
const USER_INSTALL = "1";

/**
 * Interaction context types.
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-context-types)
 */
export const InteractionContext = { Guild: 0, BotDM: 1, PrivateChannel: 2 } as const;

/** The context of an interaction in a channel: guild, DM with the bot, or private channel. */
export function interactionContextOf(state: DiscordState, channel: Channel): number {
  if (channel.guild_id) return InteractionContext.Guild;
  return channel.type === ChannelType.DM && channel.members.has(state.bot.id)
    ? InteractionContext.BotDM
    : InteractionContext.PrivateChannel;
}

/**
 * The ids of the guild and user whose installations of the app authorise an interaction, by integration type. In a DM
 * with the bot, the guild's id is "0".
 */
export function integrationOwnersOf(state: DiscordState, channel: Channel, user: User): Record<string, string> {
  const isDirect = interactionContextOf(state, channel) === InteractionContext.BotDM;
  return {
    ...((state.hasBot(channel.guild_id) || isDirect) && { [GUILD_INSTALL]: channel.guild_id ?? "0" }),
    ...(user.hasUserInstall && { [USER_INSTALL]: user.id }),
  };
}

/** The bot's permissions in the channel of an interaction. */
function appPermissions(state: DiscordState, channel: Channel): bigint {
  if (!channel.guild_id) return DM_PERMISSIONS;
  return state.hasBot(channel.guild_id) ? permissionsIn(state, state.bot.id, channel) : USER_INSTALL_PERMISSIONS;
}

/**
 * An interaction object as in INTERACTION_CREATE.
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object)
 */
export function interactionJson({ state, cdn }: ServerContext, interaction: InteractionRecord, data: Json): Json {
  const { id, token, type, user, channel, integrationOwners, sourceMessage } = interaction;
  const guild = channel.guild_id ? state.guilds.get(channel.guild_id) : undefined;
  const member = guild?.members.get(user.id);
  const permissions = String(permissionsIn(state, user.id, channel));
  return {
    id,
    token,
    type,
    data,
    version: 1,
    application_id: state.applicationId,
    channel_id: channel.id,
    channel: { ...channelJson(state, channel), permissions },
    ...(guild && { guild_id: guild.id, guild: { id: guild.id, locale: guild.preferred_locale, features: [] } }),
    ...(guild && { guild_locale: guild.preferred_locale }),
    ...(member ? { member: { ...memberJson(state, member), permissions } } : { user: userJson(user) }),
    ...(sourceMessage && { message: messageJson(state, cdn, sourceMessage, true) }),
    app_permissions: String(appPermissions(state, channel)),
    locale: user.locale,
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: integrationOwners,
    context: interactionContextOf(state, channel),
    attachment_size_limit: MAX_FILE_BYTES,
  };
}
