import type { World } from "./discordState.ts";
import type { AllowedMentions, Channel, Message, Ping } from "./model.ts";
import { PERMISSION, permissionsIn } from "./permissions.ts";
import { textOf } from "./text.ts";

/**
 * Whom a message really notifies: what its text and text displays mention, outside code, as far as `allowed_mentions`
 * and the author's permission let it. Without `allowed_mentions` everything is parsed and a reply pings.
 * (https://discord.com/developers/docs/resources/message#allowed-mentions-object)
 */
export function pingsOf(world: World, message: Message, channel: Channel, allowed: AllowedMentions | null): Ping[] {
  const text = textOf(message).replace(/```[\s\S]*?```|`[^`\n]+`/g, " ");
  const isParsed = (kind: "users" | "roles" | "everyone"): boolean =>
    !allowed || (allowed.parse?.includes(kind) ?? false);
  const isNamed = (kind: "users" | "roles", id: string): boolean =>
    isParsed(kind) || (allowed?.[kind]?.includes(id) ?? false);
  const found = (pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, id]) => id!))];
  const isReachable = (id: string): boolean =>
    world.users.has(id) && (message.only === null || message.only === id) && permissionsIn(world, id, channel) !== 0n;
  const guild = channel.guild_id ? world.guilds.get(channel.guild_id) : undefined;
  const mayMentionAll = (permissionsIn(world, message.author, channel) & PERMISSION.MentionEveryone) !== 0n;

  const pings: Ping[] = found(/<@!?(\d+)>/g)
    .filter((id) => isNamed("users", id) && isReachable(id))
    .map((id) => ({ message, kind: "user", id }));
  if (guild && message.only === null) {
    for (const id of found(/<@&(\d+)>/g)) {
      const role = guild.roles.get(id);
      if (role && isNamed("roles", id) && (role.mentionable || mayMentionAll))
        pings.push({ message, kind: "role", id });
    }
    if (/@(?:everyone|here)\b/.test(text) && isParsed("everyone") && mayMentionAll) {
      pings.push({ message, kind: "everyone", id: guild.id });
    }
  }
  const replied = message.type === 19 && message.reference ? world.message(message.reference.message_id) : undefined;
  if (replied && replied.author !== message.author && (allowed ? allowed.replied_user === true : true)) {
    pings.push({ message, kind: "reply", id: replied.author });
  }
  return pings;
}
