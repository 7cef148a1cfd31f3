import { type Message, MessageFlag, MessageType } from "../../discord/index.ts";
import { channelPath, nameOf, snippet, type View } from "../view.ts";
import { renderComponents, renderEmbed, renderFileLink, renderMessageMenu } from "./components.ts";
import { type Html, html, renderTime } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";

/** A message as the person sees it. The element's id is `m` followed by the message id. */
export function renderMessage(message: Message, view: View): Html {
  const { state } = view.discord;
  const { person } = view;
  const author = state.users.get(message.author);
  const name = nameOf(view, "user", message.author);
  if (message.type === MessageType.ThreadCreated)
    return renderSystemMessage(message, html`${name} started a thread: <b>${message.content}</b>`);
  if (message.type === MessageType.ThreadStarterMessage) return renderThreadStarter(message, view);
  const modifiers = {
    own: message.author === person.id,
    private: message.ephemeralFor,
    pinged: message.mentions.includes(person.id),
  };
  const modifierClasses = Object.entries(modifiers).flatMap(([className, isSet]) => (isSet ? [className] : []));
  const classes = ["message", ...modifierClasses].join(" ");
  return html`<article id="m${message.id}" class="${classes}" tabindex="-1" aria-label="${name}">
    ${renderContext(message, view)}
    <span class="avatar a${Number(BigInt(message.author) % 5n)} ${author?.bot ? "bot" : ""}" aria-hidden="true">${name[0]}</span>
    <header><b>${name}</b>${author?.bot ? html` <span class="app">APP</span>` : ""} ${renderTime(message.timestamp, person.user.locale, { timeStyle: "short" })}${
      message.edited_timestamp ? html` <span class="small">(edited)</span>` : ""
    }</header>
    ${renderMessageMenu(message, view)}
    <div class="body">${renderBody(message, view)}</div>
  </article>`;
}

function renderBody(message: Message, view: View): Html {
  if (message.flags & MessageFlag.Loading)
    return html`<p class="thinking">${nameOf(view, "user", message.author)} is thinking…</p>`;
  const shown = message.forwarded ?? message;
  const files = shown.flags & MessageFlag.ComponentsV2 ? [] : shown.attachments;
  return html`${message.forwarded ? html`<p class="small">Forwarded</p>` : ""}
    ${shown.content ? html`<div class="text">${renderMarkdown(view, shown.content, message)}</div>` : ""}
    ${shown.embeds.map((embed) => renderEmbed(embed, view, message))}
    ${files.map((file) => renderFileLink(file, view))}
    ${renderComponents(shown.components, view, message)}
    ${renderReactions(message, view)}
    ${message.flags & MessageFlag.HasThread ? renderThreadLink(message, view) : ""}
    ${message.ephemeralFor ? html`<p class="small">Only you can see this</p>` : ""}`;
}

/**
 * The line above a message: the interaction it responds to, or the message it replies to; empty if there is neither.
 */
function renderContext(message: Message, view: View): Html | "" {
  if (message.interaction) {
    const isOwn = message.interaction.user === view.person.id;
    const userName = isOwn ? "You" : nameOf(view, "user", message.interaction.user);
    return html`<p class="above">${userName} used <b>${view.usedNames.get(message.interaction.id) ?? "the bot"}</b></p>`;
  }
  if (!message.reference || message.forwarded) return "";
  const repliedTo = view.discord.state.message(message.reference.message_id);
  if (!repliedTo || !view.person.canSee(repliedTo)) return html`<p class="above">Answers a message that is gone</p>`;
  return html`<p class="above">Answers <b>${nameOf(view, "user", repliedTo.author)}</b>: ${snippet(repliedTo, view)}</p>`;
}

function renderThreadStarter(message: Message, view: View): Html {
  const starterMessage = message.reference && view.discord.state.message(message.reference.message_id);
  return renderSystemMessage(
    message,
    html`This thread began with: ${starterMessage ? snippet(starterMessage, view) : "a message that is gone"}`,
  );
}

const renderSystemMessage = ({ id }: Message, content: Html): Html =>
  html`<article id="m${id}" class="system" tabindex="-1" aria-label="Notice">${content}</article>`;

function renderReactions({ id, reactions }: Message, { person }: View): Html | "" {
  const activeReactions = reactions.filter(({ users }) => users.size);
  if (!activeReactions.length) return "";
  return html`<div class="row">${activeReactions.map(
    ({ emoji, users }) =>
      html`<button type="button" class="reaction" data-act="react" data-message="${id}" data-id="${emoji}" aria-pressed="${users.has(person.id)}">${emoji} ${users.size}</button>`,
  )}</div>`;
}

function renderThreadLink({ id }: Message, view: View): Html | "" {
  const { channels, messages } = view.discord.state;
  const thread = channels.get(id);
  if (!thread) return "";
  const count = messages.get(id)?.filter(({ type }) => type !== MessageType.ThreadStarterMessage).length ?? 0;
  return html`<a class="file" href="${channelPath(thread, view)}"><b>${thread.name}</b> <span>Thread, ${count} ${count === 1 ? "message" : "messages"} ›</span></a>`;
}
