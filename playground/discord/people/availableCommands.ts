import type { World } from "../state/discordState.ts";
import type { Channel, Command, User } from "../state/model.ts";
import { may, permissionsIn } from "../state/permissions.ts";
import { contextOf, ownersOf } from "./interactionJson.ts";

const PRIVATE_CHANNEL = 2;

/**
 * The registered commands of a type that a person is offered in a channel: by where they were registered, for whom the
 * application is installed, in which contexts, with which rights
 * (https://discord.com/developers/docs/interactions/application-commands#contexts, …#permissions).
 */
export function offers(world: World, user: User, channel: Channel, type: number): Command[] {
  const context = contextOf(world, channel);
  const held = permissionsIn(world, user.id, channel);
  if (!may(world, user.id, channel, "UseApplicationCommands")) return [];
  const owners = Object.keys(ownersOf(world, channel, user)).map(Number);
  const isOffered = (command: Command): boolean => {
    const isHere = command.guild_id === undefined || command.guild_id === channel.guild_id;
    const rights = BigInt(command.default_member_permissions ?? 0);
    const isPermitted = !channel.guild_id || (held & rights) === rights;
    const isInContext = command.contexts?.includes(context) ?? context !== PRIVATE_CHANNEL;
    return isHere && isPermitted && isInContext && command.integration_types.some((kind) => owners.includes(kind));
  };
  return world.commands.filter((command) => command.type === type && isOffered(command));
}

/**
 * One of them by name.
 * @param force gives null instead of throwing when there is none
 * @throws Error when Discord's client would not offer it
 */
export function offered(
  world: World,
  user: User,
  channel: Channel,
  name: string,
  type: number,
  force = false,
): Command | null {
  const found = offers(world, user, channel, type).find((command) => command.name === name);
  if (!found && !force) {
    const isKnown = world.commands.some((command) => command.name === name && command.type === type);
    throw new Error(isKnown ? `${user.username} is not offered ${name} there` : `no command ${name} is registered`);
  }
  return found ?? null;
}
