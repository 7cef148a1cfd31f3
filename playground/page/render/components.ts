import {
  type Attachment,
  CommandType,
  type Component,
  ComponentType,
  hasPermissions,
  type Message,
  SELECT_TYPES,
} from "../../discord/index.ts";
import { localize, type View } from "../view.ts";
import { type Html, html } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";

/** CSS class by button style (https://discord.com/developers/docs/components/reference#button-button-styles). */
const BUTTON_CLASSES = ["", "primary", "secondary", "success", "danger", "link", "premium"];

type ComponentRenderer = (component: Component, view: View, message: Message) => Html;

/** Renderers by component type. They use native HTML controls, which work with keyboards and screen readers. */
const RENDERERS: Record<number, ComponentRenderer> = {
  [ComponentType.ActionRow]: (row, view, message) =>
    html`<div class="row">${renderComponents(row.components ?? [], view, message)}</div>`,
  [ComponentType.Button]: renderButton,
  ...Object.fromEntries(SELECT_TYPES.map((type) => [type, renderSelect])),
  [ComponentType.Section]: ({ components = [], accessory }, view, message) =>
    html`<div class="section"><div>${renderComponents(components, view, message)}</div>${renderComponents(accessory ? [accessory] : [], view, message)}</div>`,
  [ComponentType.TextDisplay]: ({ content = "" }, view, message) =>
    html`<div class="text">${renderMarkdown(view, content, message)}</div>`,
  [ComponentType.Thumbnail]: ({ description }) =>
    html`<p class="small">Picture${description ? `: ${description}` : ""}</p>`,
  [ComponentType.MediaGallery]: ({ items }) => html`<p class="small">${(items as unknown[])?.length ?? 0} pictures</p>`,
  [ComponentType.File]: ({ file }, view, message) => {
    const [url = ""] = String((file as { url?: string })?.url ?? "").split("?");
    const name = url.slice(url.lastIndexOf("/") + 1);
    const attachment = message.attachments.find(({ filename }) =>
      [filename, encodeURIComponent(filename)].includes(name),
    );
    return attachment ? renderFileLink(attachment, view) : html`<p class="small">${name}</p>`;
  },
  [ComponentType.Separator]: ({ divider = true }) => (divider ? html`<hr>` : html`<div class="gap"></div>`),
  [ComponentType.Container]: ({ components = [], accent_color }, view, message) => {
    const colour = typeof accent_color === "number" ? `#${accent_color.toString(16).padStart(6, "0")}` : "";
    return html`<div class="container" data-accent="${colour}">${renderComponents(components, view, message)}</div>`;
  },
};

/** The components of a message in order. Unknown types are rendered as a note. */
export function renderComponents(components: Component[], view: View, message: Message): Html[] {
  return components.map((component) => (RENDERERS[component.type] ?? renderUnknown)(component, view, message));
}

const renderUnknown: ComponentRenderer = ({ type }) => html`<p class="small">A component of type ${type}</p>`;

function renderButton(
  { style = 1, label, emoji, custom_id, url, disabled }: Component,
  _: View,
  message: Message,
): Html {
  const emojiName = (emoji as { name?: string } | undefined)?.name;
  const content =
    emojiName && label ? html`<span aria-hidden="true">${emojiName}</span> ${label}` : (label ?? emojiName);
  if (url && /^https?:/.test(url))
    return html`<a class="button link" href="${url}" target="_blank" rel="noopener noreferrer">${content} <span aria-hidden="true">↗</span></a>`;
  return html`<button type="button" class="button ${BUTTON_CLASSES[style] ?? ""}" data-act="press" data-message="${message.id}" data-id="${custom_id}"${disabled ? html` disabled` : ""}>${content}</button>`;
}

function renderSelect(component: Component, view: View, message: Message): Html {
  const { custom_id, disabled, placeholder = "Choose", max_values = 1 } = component;
  const isMultiple = Number(max_values) > 1;
  return html`<form class="select" data-act="choose">
    <input type="hidden" name="message" value="${message.id}"><input type="hidden" name="id" value="${custom_id}">${isMultiple ? html`<span class="small" aria-hidden="true">${placeholder}</span>` : ""}
    <select name="values" aria-label="${placeholder}" data-id="${custom_id}"${isMultiple ? html` multiple` : html` data-sends`}${disabled ? html` disabled` : ""}>
      ${isMultiple ? "" : html`<option value="">${placeholder}</option>`}${renderSelectOptions(component, view)}
    </select>${isMultiple ? html`<button class="button secondary">Choose</button>` : ""}
  </form>`;
}

type SelectOption = { label: string; value: string; description?: string; default?: boolean };

/**
 * The options of a select menu. A string select declares its options; the other types offer users, roles, or channels
 * that the person can view.
 */
export function renderSelectOptions({ type, options, channel_types: channelTypes }: Component, view: View): Html[] {
  const { state, guild } = view.discord;
  const toOptions = (entities: Iterable<{ id: string; name: string | null }>): SelectOption[] =>
    [...entities].map(({ id, name }) => ({ value: id, label: name ?? id }));
  const users = (): SelectOption[] =>
    toOptions([...state.users.values()].map(({ id, username }) => ({ id, name: username })));
  const roles = (): SelectOption[] => toOptions(guild.roles.values());
  const visibleChannels = [...state.channels.values()].filter(
    (channel) =>
      channel.guild_id &&
      hasPermissions(state, view.person.id, channel, "ViewChannel") &&
      (!channelTypes || (channelTypes as number[]).includes(channel.type)),
  );
  const entityOptions: Record<number, () => SelectOption[]> = {
    [ComponentType.UserSelect]: users,
    [ComponentType.RoleSelect]: roles,
    [ComponentType.MentionableSelect]: () => [...users(), ...roles()],
    [ComponentType.ChannelSelect]: () => toOptions(visibleChannels),
  };
  return (entityOptions[type]?.() ?? ((options ?? []) as SelectOption[])).map(
    ({ label, value, description, default: isSelected }) =>
      html`<option value="${value}"${isSelected ? html` selected` : ""}>${label}${description ? ` – ${description}` : ""}</option>`,
  );
}

/** A download link for an attachment, served by the fake Discord's CDN. */
export function renderFileLink(attachment: Attachment, { discord }: View): Html {
  const { url } = discord.cdn.attachmentJson(attachment) as { url: string };
  return html`<a class="file" href="${url}" target="_blank" rel="noopener"><b>${attachment.filename}</b> <span>${(attachment.size / 1000).toFixed(1)} KB</span></a>`;
}

/** An embed, reduced to its title and description. */
export function renderEmbed({ title, description }: Record<string, unknown>, view: View, message: Message): Html {
  return html`<div class="container"><p><b>${title}</b></p>${renderMarkdown(view, String(description ?? ""), message)}</div>`;
}

/** The menu of a message: the bot's message commands, and the actions that the person can take on the message. */
export function renderMessageMenu(message: Message, view: View): Html {
  const { person, discord } = view;
  const channel = discord.state.channels.get(message.channel_id)!;
  const isOwn = message.author === person.id;
  const item = (action: string, label: string, id = ""): Html =>
    html`<button type="button" data-act="${action}" data-message="${message.id}" data-channel="${channel.id}" data-id="${id}">${label}</button>`;
  const commands = message.ephemeralFor ? [] : person.commands(channel, CommandType.Message);
  const canDelete =
    isOwn || message.ephemeralFor || hasPermissions(discord.state, person.id, channel, "ManageMessages");
  return html`<details class="menu" data-menu><summary aria-label="More for this message"><span aria-hidden="true">•••</span></summary><div>
    ${commands.length ? html`<p class="small">Apps</p>` : ""}
    ${commands.map((command) => item("menu", localize(command, "name", person.user.locale), command.name))}
    ${message.ephemeralFor ? "" : html`<p class="small">Message</p>${item("reply", "Reply")}${item("react", "React with 📰", "📰")}`}
    ${!message.ephemeralFor && channel.guild_id && !channel.thread ? item("thread", "Start a thread") : ""}
    ${isOwn ? item("revise", "Edit") : ""}${canDelete ? item("remove", message.ephemeralFor ? "Dismiss" : "Delete") : ""}
  </div></details>`;
}
