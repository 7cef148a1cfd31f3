import { html } from "hono/html";
import type { Loopback, Message, Person } from "../../loopback/index.ts";

export { html } from "hono/html";

/** A piece of the page. What is put into one is escaped, unless it is such a piece itself. */
export type Html = ReturnType<typeof html>;

/** Whose eyes the page is seen with. `used` tells what a person used, by interaction. */
export type View = { discord: Loopback; person: Person; used: Map<string, string> };

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

/** A moment as a person's locale writes it. */
export function moment(iso: string | number, locale: string, style: Intl.DateTimeFormatOptions): Html {
  const date = new Date(iso);
  return html`<time datetime="${date.toISOString()}">${new Intl.DateTimeFormat(locale, style).format(date)}</time>`;
}

/** The messages of a channel that the person sees, oldest first, as many as a page bears. */
export function seenIn({ discord: { world }, person }: View, channel: string): Message[] {
  return (world.messages.get(channel) ?? []).filter((message) => person.sees(message)).slice(-200);
}

/** Attributes of an element: those that are undefined, false or empty are left out, and true ones stand bare. */
export function attributes(all: Record<string, unknown>): Html[] {
  const given = Object.entries(all).filter(([, value]) => value !== undefined && value !== false && value !== "");
  return given.map(([name, value]) => (value === true ? html` ${name}` : html` ${name}="${value}"`));
}
