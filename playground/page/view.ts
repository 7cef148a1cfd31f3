import {
  type Channel,
  type Interaction,
  type Loopback,
  type Message,
  type Modal,
  type Person,
  textOf,
} from "../discord/index.ts";

const SNIPPET = 90;

/** Whose eyes the page is seen with. `used` tells what was used, and `forms` which forms the bot showed, by interaction. */
export type View = { discord: Loopback; person: Person; used: Map<string, string>; forms: Map<string, Form> };
export type Form = { by: Interaction; modal: Modal };

/** How somebody, a channel or a role is called; what nobody knows is called so too. */
export function nameOf({ discord: { world } }: View, kind: "user" | "channel" | "role", id: string): string {
  if (kind === "user") return world.users.get(id)?.global_name ?? "unknown user";
  if (kind === "channel") return world.channels.get(id)?.name ?? "unknown channel";
  const roles = [...world.guilds.values()].flatMap((guild) => [...guild.roles.values()]);
  return roles.find((role) => role.id === id)?.name ?? "unknown role";
}

/** A command, option or choice as people with a locale are shown it (https://discord.com/developers/docs/interactions/application-commands#localization). */
export function localised(thing: object, member: "name" | "description", locale: string): string {
  const { [member]: plain, [`${member}_localizations`]: others } = thing as Record<string, unknown>;
  return (others as Record<string, string> | null | undefined)?.[locale] ?? String(plain ?? "");
}

/** The beginning of what a message says, on one line and without marks. */
export function snippet(said: Message, view: View): string {
  const plain = textOf(said)
    .replace(/<@!?(\d+)>/g, (_, id: string) => `@${nameOf(view, "user", id)}`)
    .replace(/^(?:-#|#{1,3}|>) +/gm, "")
    .replace(/\]\(<?[^)\s]*\)|[*_~`[\]\\]/g, "")
    .replace(/\s+/g, " ");
  const words = plain || said.attachments[0]?.filename || "a message";
  return words.length > SNIPPET ? `${words.slice(0, SNIPPET)}…` : words;
}

/** The messages of a channel that the person sees, oldest first, as many as a page bears. */
export function seenIn({ discord: { world }, person }: View, channel: string): Message[] {
  return (world.messages.get(channel) ?? []).filter((message) => person.sees(message)).slice(-200);
}

/** The address of a channel, or of a thread beside its channel, for whoever is acting. */
export function placeOf(channel: Channel, { person, discord }: View): string {
  const parent = channel.parent_id ? discord.world.channels.get(channel.parent_id) : undefined;
  const name = (one: Channel): string => (one.guild_id ? (one.name ?? one.id) : "dm");
  const own = parent ? `${encodeURIComponent(name(parent))}/${channel.id}` : encodeURIComponent(name(channel));
  return `/${person.user.username}/${own}`;
}
