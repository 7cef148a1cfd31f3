import { type Attachment, type Component, type Message, may } from "../../discord/index.ts";
import { localised, type View } from "../view.ts";
import { type Html, html } from "./html.ts";
import { markdown } from "./markdown.ts";

/** https://discord.com/developers/docs/components/reference#component-object-component-types */
const STYLES = ["", "primary", "secondary", "success", "danger", "link", "premium"];

type Made = (component: Component, view: View, message: Message) => Html;

/** What each type of component becomes: native elements, so that keyboard and screen reader need nothing more. */
const MADE: Record<number, Made> = {
  1: (row, view, message) => html`<div class="row">${components(row.components ?? [], view, message)}</div>`,
  2: button,
  ...Object.fromEntries([3, 5, 6, 7, 8].map((type) => [type, select])),
  9: ({ components: inside = [], accessory }, view, message) =>
    html`<div class="section"><div>${components(inside, view, message)}</div>${components(accessory ? [accessory] : [], view, message)}</div>`,
  10: ({ content = "" }, view, { id }) => html`<div class="text">${markdown(view, content, id)}</div>`,
  11: ({ description }) => html`<p class="small">Picture${description ? `: ${description}` : ""}</p>`,
  12: ({ items }) => html`<p class="small">${(items as unknown[])?.length ?? 0} pictures</p>`,
  13: ({ file }, view, message) => {
    const [address = ""] = String((file as { url?: string })?.url ?? "").split("?");
    const name = address.slice(address.lastIndexOf("/") + 1);
    const attachment = message.attachments.find((one) =>
      [one.filename, encodeURIComponent(one.filename)].includes(name),
    );
    return attachment ? fileChip(attachment, view) : html`<p class="small">${name}</p>`;
  },
  14: ({ divider = true }) => (divider ? html`<hr>` : html`<div class="gap"></div>`),
  17: ({ components: inside = [], accent_color }, view, message) => {
    const colour = typeof accent_color === "number" ? `#${accent_color.toString(16).padStart(6, "0")}` : "";
    return html`<div class="container" data-accent="${colour}">${components(inside, view, message)}</div>`;
  },
};

/** Components of a message from top to bottom; a type that the page does not know says so. */
export function components(all: Component[], view: View, message: Message): Html[] {
  return all.map((component) => (MADE[component.type] ?? unknown)(component, view, message));
}

const unknown: Made = ({ type }) => html`<p class="small">A component of type ${type}</p>`;

function button({ style = 1, label, emoji, custom_id, url, disabled }: Component, _: View, message: Message): Html {
  const icon = (emoji as { name?: string } | undefined)?.name;
  const words = icon && label ? html`<span aria-hidden="true">${icon}</span> ${label}` : (label ?? icon);
  if (url && /^https?:/.test(url))
    return html`<a class="button link" href="${url}" target="_blank" rel="noopener noreferrer">${words} <span aria-hidden="true">↗</span></a>`;
  return html`<button type="button" class="button ${STYLES[style] ?? ""}" data-act="press" data-message="${message.id}" data-id="${custom_id}"${disabled ? html` disabled` : ""}>${words}</button>`;
}

function select(component: Component, view: View, message: Message): Html {
  const { custom_id, disabled, placeholder = "Choose", max_values = 1 } = component;
  const isMany = Number(max_values) > 1;
  return html`<form class="select" data-act="choose">
    <input type="hidden" name="message" value="${message.id}"><input type="hidden" name="id" value="${custom_id}">${isMany ? html`<span class="small" aria-hidden="true">${placeholder}</span>` : ""}
    <select name="values" aria-label="${placeholder}" data-id="${custom_id}"${isMany ? html` multiple` : html` data-sends`}${disabled ? html` disabled` : ""}>
      ${isMany ? "" : html`<option value="">${placeholder}</option>`}${optionsOf(component, view)}
    </select>${isMany ? html`<button class="button secondary">Choose</button>` : ""}
  </form>`;
}

type Option = { label: string; value: string; description?: string; default?: boolean };

/** What a select offers: its own options or, by its type, people, roles or channels. */
export function optionsOf({ type, options, channel_types: kinds }: Component, view: View): Html[] {
  const { world, guild } = view.discord;
  const listed = (all: Iterable<{ id: string; name: string | null }>): Option[] =>
    [...all].map(({ id, name }) => ({ value: id, label: name ?? id }));
  const people = (): Option[] => listed([...world.users.values()].map(({ id, username: name }) => ({ id, name })));
  const roles = (): Option[] => listed(guild.roles.values());
  const seen = [...world.channels.values()].filter(
    (one) =>
      one.guild_id &&
      may(world, view.person.id, one, "ViewChannel") &&
      (!kinds || (kinds as number[]).includes(one.type)),
  );
  const channels = (): Option[] => listed(seen);
  const all: Record<number, () => Option[]> = { 5: people, 6: roles, 7: () => [...people(), ...roles()], 8: channels };
  return (all[type]?.() ?? ((options ?? []) as Option[])).map(
    ({ label, value, description, default: isChosen }) =>
      html`<option value="${value}"${isChosen ? html` selected` : ""}>${label}${description ? ` – ${description}` : ""}</option>`,
  );
}

/** A file that was posted, to be fetched from the loopback Discord. */
export function fileChip(attachment: Attachment, { discord }: View): Html {
  const { url } = discord.cdn.json(attachment) as { url: string };
  return html`<a class="file" href="${url}" target="_blank" rel="noopener"><b>${attachment.filename}</b> <span>${(attachment.size / 1000).toFixed(1)} KB</span></a>`;
}

/** An embed of the older kind. */
export function embed({ title, description }: Record<string, unknown>, view: View, { id }: Message): Html {
  return html`<div class="container"><p><b>${title}</b></p>${markdown(view, String(description ?? ""), id)}</div>`;
}

/** The Apps menu's commands and what the person may do with a message besides. */
export function menu(message: Message, view: View): Html {
  const { person, discord } = view;
  const channel = discord.world.channels.get(message.channel_id)!;
  const isOwn = message.author === person.id;
  const item = (act: string, words: string, id = ""): Html =>
    html`<button type="button" data-act="${act}" data-message="${message.id}" data-channel="${channel.id}" data-id="${id}">${words}</button>`;
  const apps = message.only ? [] : person.commands(channel, 3);
  const mayRemove = isOwn || message.only || may(discord.world, person.id, channel, "ManageMessages");
  return html`<details class="menu" data-menu><summary aria-label="More for this message"><span aria-hidden="true">•••</span></summary><div>
    ${apps.length ? html`<p class="small">Apps</p>` : ""}
    ${apps.map((command) => item("menu", localised(command, "name", person.user.locale), command.name))}
    ${message.only ? "" : html`<p class="small">Message</p>${item("reply", "Reply")}${item("react", "React with 📰", "📰")}`}
    ${!message.only && channel.guild_id && !channel.thread ? item("thread", "Start a thread") : ""}
    ${isOwn ? item("revise", "Edit") : ""}${mayRemove ? item("remove", message.only ? "Dismiss" : "Delete") : ""}
  </div></details>`;
}
