import { type Message, MessageFlag } from "../../discord/index.ts";
import { nameOf, placeOf, snippet, type View } from "../view.ts";
import { components, embed, fileChip, menu } from "./components.ts";
import { type Html, html, moment } from "./html.ts";
import { markdown } from "./markdown.ts";

const THREAD_CREATED = 18;
const THREAD_STARTER = 21;

/** A message as the person sees it; its id in the page is `m` and the message's own. */
export function message(said: Message, view: View): Html {
  const { world } = view.discord;
  const { person } = view;
  const author = world.users.get(said.author);
  const name = nameOf(view, "user", said.author);
  if (said.type === THREAD_CREATED) return systemLine(said, html`${name} started a thread: <b>${said.content}</b>`);
  if (said.type === THREAD_STARTER) return starter(said, view);
  const kinds = { own: said.author === person.id, private: said.only, pinged: said.mentions.includes(person.id) };
  const classes = ["message", ...Object.entries(kinds).flatMap(([kind, is]) => (is ? [kind] : []))].join(" ");
  return html`<article id="m${said.id}" class="${classes}" tabindex="-1" aria-label="${name}">
    ${above(said, view)}
    <span class="avatar a${Number(BigInt(said.author) % 5n)} ${author?.bot ? "bot" : ""}" aria-hidden="true">${name[0]}</span>
    <header><b>${name}</b>${author?.bot ? html` <span class="app">APP</span>` : ""} ${moment(said.timestamp, person.user.locale, { timeStyle: "short" })}${
      said.edited_timestamp ? html` <span class="small">(edited)</span>` : ""
    }</header>
    ${menu(said, view)}
    <div class="body">${body(said, view)}</div>
  </article>`;
}

function body(said: Message, view: View): Html {
  if (said.flags & MessageFlag.Loading)
    return html`<p class="thinking">${nameOf(view, "user", said.author)} is thinking…</p>`;
  const shown = said.forwarded ?? said;
  const files = shown.flags & MessageFlag.ComponentsV2 ? [] : shown.attachments;
  return html`${said.forwarded ? html`<p class="small">Forwarded</p>` : ""}
    ${shown.content ? html`<div class="text">${markdown(view, shown.content, said.id)}</div>` : ""}
    ${shown.embeds.map((one) => embed(one, view, said))}
    ${files.map((file) => fileChip(file, view))}
    ${components(shown.components, view, said)}
    ${reactions(said, view)}
    ${said.flags & MessageFlag.HasThread ? threadChip(said, view) : ""}
    ${said.only ? html`<p class="small">Only you can see this</p>` : ""}`;
}

/** What a message answers, or who used what. */
function above(said: Message, view: View): Html | "" {
  if (said.interaction) {
    const who = said.interaction.user === view.person.id ? "You" : nameOf(view, "user", said.interaction.user);
    return html`<p class="above">${who} used <b>${view.used.get(said.interaction.id) ?? "the bot"}</b></p>`;
  }
  if (!said.reference || said.forwarded) return "";
  const answered = view.discord.world.message(said.reference.message_id);
  if (!answered || !view.person.sees(answered)) return html`<p class="above">Answers a message that is gone</p>`;
  return html`<p class="above">Answers <b>${nameOf(view, "user", answered.author)}</b>: ${snippet(answered, view)}</p>`;
}

function starter(said: Message, view: View): Html {
  const first = said.reference && view.discord.world.message(said.reference.message_id);
  return systemLine(said, html`This thread began with: ${first ? snippet(first, view) : "a message that is gone"}`);
}

const systemLine = ({ id }: Message, words: Html): Html =>
  html`<article id="m${id}" class="system" tabindex="-1" aria-label="Notice">${words}</article>`;

function reactions({ id, reactions: all }: Message, { person }: View): Html | "" {
  const chips = all.filter(({ users }) => users.size);
  if (!chips.length) return "";
  return html`<div class="row">${chips.map(
    ({ emoji, users }) =>
      html`<button type="button" class="reaction" data-act="react" data-message="${id}" data-id="${emoji}" aria-pressed="${users.has(person.id)}">${emoji} ${users.size}</button>`,
  )}</div>`;
}

function threadChip({ id }: Message, view: View): Html | "" {
  const thread = view.discord.world.channels.get(id);
  if (!thread) return "";
  const said = view.discord.world.messages.get(id)?.filter(({ type }) => type !== THREAD_STARTER).length ?? 0;
  return html`<a class="file" href="${placeOf(thread, view)}"><b>${thread.name}</b> <span>Thread, ${said} ${said === 1 ? "message" : "messages"} ›</span></a>`;
}
