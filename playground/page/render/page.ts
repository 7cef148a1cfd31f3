import { type Channel, hasPermissions } from "../../discord/index.ts";
import { channelPath, nameOf, type View, visibleMessages } from "../view.ts";
import { type Html, html } from "./html.ts";
import { renderMessage } from "./messages.ts";

/** The open channel, and the thread open beside it. `thread` is null if no thread is open. */
export type PageLocation = { channel: Channel; thread: Channel | null };

/** Stylesheets in cascade order. */
export const STYLESHEETS = ["layout.css", "messages.css", "controls.css"];

/** Maximum number of threads listed per channel in the sidebar; older ones are not shown. */
const MAX_LISTED_THREADS = 6;

/**
 * The whole page: sidebar, channel, thread and drawer.
 * @param statusLine engine and store, shown in the header
 */
export function renderPage(view: View, location: PageLocation, statusLine: string, drawer: Html): Html {
  const { channel, thread } = location;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleOf(channel, view)} · Pith playground</title>
<link rel="icon" href="data:,">${STYLESHEETS.map((name) => html`<link rel="stylesheet" href="/${name}">`)}<script type="module" src="/client.js"></script></head>
<body data-person="${view.person.user.username}" class="${thread ? "with-thread" : ""}">
<a class="skip" href="#say-${(thread ?? channel).id}">To the message box</a>
<header class="strip"><b>Pith playground</b><span>The real bot, on a Discord inside this process</span><span>${statusLine}</span>
<button type="button" class="button secondary" id="drawer-switch" aria-expanded="false" aria-controls="drawer">Behind the scenes</button></header>
${renderSidebar(view, location)}
<main class="pane">${renderPane(view, channel, "h1")}</main>
${thread ? html`<section class="pane thread" aria-label="Thread">${renderPane(view, thread, "h2")}</section>` : ""}
<aside id="drawer" aria-label="Behind the scenes" hidden>${drawer}</aside>
<div id="windows"></div><div id="status" class="unseen" role="status"></div><div id="alerts" role="alert"></div>
</body></html>`;
}

const titleOf = (channel: Channel, view: View): string =>
  channel.guild_id ? `${channel.thread ? "" : "#"}${channel.name}` : nameOf(view, "user", view.discord.state.bot.id);

/** The sidebar: channels with their latest threads, the DM with the bot, and the people to act as. */
export function renderSidebar(view: View, { channel, thread }: PageLocation): Html {
  const { discord, person } = view;
  const { state, guild, ada, ben } = discord;
  const isVisible = (candidate: Channel): boolean =>
    candidate.guild_id === guild.id && hasPermissions(state, person.id, candidate, "ViewChannel");
  const current = thread ?? channel;
  const linkTo = (target: Channel, label: Html | string): Html =>
    html`<a href="${channelPath(target, view)}"${target.id === current.id ? html` aria-current="page"` : ""}>${label}</a>`;
  const threadList = (parent: Channel): Html | "" => {
    const threads = state.threadsOf(parent).filter(isVisible).slice(-MAX_LISTED_THREADS);
    if (!threads.length) return "";
    return html`<ul>${threads.map((item) => html`<li>${linkTo(item, item.name ?? "thread")}</li>`)}</ul>`;
  };
  const channels = [...state.channels.values()].filter((candidate) => isVisible(candidate) && !candidate.thread);
  const channelItems = channels.map((item) => html`<li>${linkTo(item, `# ${item.name}`)}${threadList(item)}</li>`);
  const personItems = [ada, ben].map((other) => {
    const isCurrent = other.id === person.id;
    const path =
      isCurrent || channel.guild_id ? channelPath(current, { ...view, person: other }) : `/${other.user.username}/dm`;
    const isManager = hasPermissions(state, other.id, discord.channel("news"), "ManageGuild");
    const role = isManager ? "manages the server" : "a member";
    return html`<li><a href="${path}"${isCurrent ? html` aria-current="true"` : ""}>${other.user.global_name}<span class="small"> ${role}, ${other.user.locale}</span></a></li>`;
  });
  return html`<nav class="side" id="side" aria-label="Channels and people">
    <p class="head">${guild.name}</p><ul>${channelItems}</ul>
    <p class="head">Private messages</p><ul><li>${linkTo(person.dm(), nameOf(view, "user", state.bot.id))}</li></ul>
    <p class="head">You are</p><ul class="people">${personItems}</ul>
  </nav>`;
}

function renderPane(view: View, channel: Channel, level: "h1" | "h2"): Html {
  const title = titleOf(channel, view);
  const heading = level === "h1" ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`;
  const parent = channel.parent_id ? view.discord.state.channels.get(channel.parent_id) : undefined;
  const messages = visibleMessages(view, channel.id);
  const closeLink = parent
    ? html`<a class="button secondary" href="${channelPath(parent, view)}" aria-label="Close the thread"><span aria-hidden="true">✕</span></a>`
    : "";
  return html`<header class="top">${heading}<span class="small">${channel.topic ?? ""}</span>${closeLink}</header>
  <div class="log" role="log" aria-live="off" aria-label="Messages in ${title}" tabindex="0" data-log="${channel.id}">
    ${messages.length ? "" : html`<p class="empty">Nothing here yet. Drop a file with text in it, type / for commands, or mention @pith with a link.</p>`}
    ${messages.map((message) => renderMessage(message, view))}
  </div>
  ${renderComposer(channel, title, Boolean(parent))}`;
}

function renderComposer({ id }: Channel, title: string, isThread: boolean): Html {
  const hint = isThread ? "Ask: mention @pith" : `Message ${title}`;
  return html`<form class="composer" data-act="post" data-channel="${id}"><p class="typing small" data-typing="${id}"></p>
    <ul role="listbox" tabindex="0" id="list-${id}" aria-label="Suggestions" hidden></ul>
    <p class="answering small" hidden></p><ul class="attached" aria-label="Files to be sent" hidden></ul>
    <input type="hidden" name="channel" value="${id}"><input type="hidden" name="answers">
    <div class="say"><label class="unseen" for="say-${id}">Message ${title}</label>
    <textarea id="say-${id}" name="content" rows="1" maxlength="2000" placeholder="${hint}" aria-autocomplete="list" aria-controls="list-${id}"></textarea>
    <label class="button secondary attach">Attach<input type="file" name="files" multiple></label><button class="button primary">Send</button></div>
  </form>`;
}
