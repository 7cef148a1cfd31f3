import { permissionsIn } from "./channelPermissions.ts";
import type { DiscordState } from "./discordState.ts";
import { type AllowedMentions, type Channel, type Message, MessageType, type Ping } from "./model.ts";
import { PermissionFlags } from "./permissions.ts";
import { textOf } from "./text.ts";

/**
 * The pings caused by a message. A mention in the content or in a text display counts if it is not in code, and if
 * `allowed_mentions` and the permissions of the author allow it. Without `allowed_mentions`, all mentions are parsed,
 * and a reply pings the author of the message replied to.
 * (https://discord.com/developers/docs/resources/message#allowed-mentions-object)
 */
export function resolvePings(
  state: DiscordState,
  message: Message,
  channel: Channel,
  allowed: AllowedMentions | null,
): Ping[] {
  const text = textOf(message).replace(/```[\s\S]*?```|`[^`\n]+`/g, " ");
  const isParsed = (kind: "users" | "roles" | "everyone"): boolean =>
    !allowed || (allowed.parse?.includes(kind) ?? false);
  const isAllowed = (kind: "users" | "roles", id: string): boolean =>
    isParsed(kind) || (allowed?.[kind]?.includes(id) ?? false);
  const idsMatching = (pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, id]) => id!))];
  const isReachable = (id: string): boolean =>
    state.users.has(id) &&
    (message.ephemeralFor === null || message.ephemeralFor === id) &&
    permissionsIn(state, id, channel) !== 0n;
  const guild = channel.guild_id ? state.guilds.get(channel.guild_id) : undefined;
  const canMentionEveryone = (permissionsIn(state, message.author, channel) & PermissionFlags.MentionEveryone) !== 0n;

  const pings: Ping[] = idsMatching(/<@!?(\d+)>/g)
    .filter((id) => isAllowed("users", id) && isReachable(id))
    .map((id) => ({ message, kind: "user", id }));
  if (guild && message.ephemeralFor === null) {
    for (const id of idsMatching(/<@&(\d+)>/g)) {
      const role = guild.roles.get(id);
      if (role && isAllowed("roles", id) && (role.mentionable || canMentionEveryone))
        pings.push({ message, kind: "role", id });
    }
    if (/@(?:everyone|here)\b/.test(text) && isParsed("everyone") && canMentionEveryone) {
      pings.push({ message, kind: "everyone", id: guild.id });
    }
  }
  const repliedTo =
    message.type === MessageType.Reply && message.reference ? state.message(message.reference.message_id) : undefined;
  if (repliedTo && repliedTo.author !== message.author && (allowed ? allowed.replied_user === true : true)) {
    pings.push({ message, kind: "reply", id: repliedTo.author });
  }
  return pings;
}
