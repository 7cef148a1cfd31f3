import { hasPermissions, permissionsIn } from "../state/channelPermissions.ts";
import type { DiscordState } from "../state/discordState.ts";
import type { Channel, Command, User } from "../state/model.ts";
import { PermissionFlags } from "../state/permissions.ts";
import { InteractionContext, integrationOwnersOf, interactionContextOf } from "./interactionJson.ts";

/**
 * The commands of a type that Discord's client offers to a user in a channel, given the commands' scope, installation
 * contexts, interaction contexts and default member permissions.
 * (https://discord.com/developers/docs/interactions/application-commands#contexts, …#permissions)
 */
export function availableCommands(state: DiscordState, user: User, channel: Channel, type: number): Command[] {
  const context = interactionContextOf(state, channel);
  const permissions = permissionsIn(state, user.id, channel);
  if (!hasPermissions(state, user.id, channel, "UseApplicationCommands")) return [];
  const integrationTypes = Object.keys(integrationOwnersOf(state, channel, user)).map(Number);
  const isAvailable = (command: Command): boolean => {
    const isInGuild = command.guild_id === undefined || command.guild_id === channel.guild_id;
    const isPermitted = !channel.guild_id || mayUse(command, permissions);
    const isInContext = command.contexts?.includes(context) ?? context !== InteractionContext.PrivateChannel;
    return (
      isInGuild &&
      isPermitted &&
      isInContext &&
      command.integration_types.some((integrationType) => integrationTypes.includes(integrationType))
    );
  };
  return state.commands.filter((command) => command.type === type && isAvailable(command));
}

/** Whether a member with these permissions may use a command. Discord reserves "0" for administrators. */
function mayUse({ default_member_permissions: required }: Command, permissions: bigint): boolean {
  if (required === null) return true;
  const bits = BigInt(required) || PermissionFlags.Administrator;
  return (permissions & bits) === bits;
}

/**
 * An available command by name.
 * @param force whether to return null instead of throwing if the command is not available
 * @throws Error if the command is not available, unless `force` is set
 */
export function findCommand(
  state: DiscordState,
  user: User,
  channel: Channel,
  name: string,
  type: number,
  force = false,
): Command | null {
  const command = availableCommands(state, user, channel, type).find((command) => command.name === name);
  if (!command && !force) {
    const isRegistered = state.commands.some((command) => command.name === name && command.type === type);
    throw new Error(
      isRegistered ? `${user.username} is not offered ${name} there` : `no command ${name} is registered`,
    );
  }
  return command ?? null;
}
