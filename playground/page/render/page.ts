import { type Channel, may } from "../../discord/index.ts";
import { nameOf, placeOf, seenIn, type View } from "../view.ts";
import { type Html, html } from "./html.ts";
import { message } from "./messages.ts";

export type Place = { channel: Channel; thread: Channel | null };

/** The whole page: where one can go, a channel, the thread beside it, and the drawer. @param strip engine and store */
export function page(view: View, place: Place, strip: string, drawer: Html): Html {
  const { channel, thread } = place;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleOf(channel, view)} · Pith playground</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"><script type="module" src="/client.js"></script></head>
<body data-person="${view.person.user.username}" class="${thread ? "with-thread" : ""}">
<a class="skip" href="#say-${(thread ?? channel).id}">To the message box</a>
<header class="strip"><b>Pith playground</b><span>The real bot, on a Discord inside this process</span><span>${strip}</span>
<button type="button" class="button secondary" id="drawer-switch" aria-expanded="false" aria-controls="drawer">Behind the scenes</button></header>
${side(view, place)}
<main class="pane">${pane(view, channel, "h1")}</main>
${thread ? html`<section class="pane thread" aria-label="Thread">${pane(view, thread, "h2")}</section>` : ""}
<aside id="drawer" aria-label="Behind the scenes" hidden>${drawer}</aside>
<div id="windows"></div><div id="status" class="unseen" role="status"></div><div id="alerts" role="alert"></div>
</body></html>`;
}

const titleOf = (channel: Channel, view: View): string =>
  channel.guild_id ? `${channel.thread ? "" : "#"}${channel.name}` : nameOf(view, "user", view.discord.world.bot.id);

/** Where one can go, and as whom; sent anew when that changes. */
export function side(view: View, { channel, thread }: Place): Html {
  const { discord, person } = view;
  const { world, guild, ada, ben } = discord;
  const isSeen = (one: Channel): boolean => one.guild_id === guild.id && may(world, person.id, one, "ViewChannel");
  const here = thread ?? channel;
  const goTo = (one: Channel, words: Html | string): Html =>
    html`<a href="${placeOf(one, view)}"${one.id === here.id ? html` aria-current="page"` : ""}>${words}</a>`;
  const threads = (of: Channel): Html | "" => {
    const all = world.threadsOf(of).filter(isSeen).slice(-6);
    return all.length ? html`<ul>${all.map((one) => html`<li>${goTo(one, one.name ?? "thread")}</li>`)}</ul>` : "";
  };
  const channels = [...world.channels.values()].filter((one) => isSeen(one) && !one.thread);
  const listed = channels.map((one) => html`<li>${goTo(one, `# ${one.name}`)}${threads(one)}</li>`);
  const people = [ada, ben].map((one) => {
    const isOwn = one.id === person.id;
    const path = isOwn || channel.guild_id ? placeOf(here, { ...view, person: one }) : `/${one.user.username}/dm`;
    const rights = may(world, one.id, discord.channel("news"), "ManageGuild") ? "manages the server" : "a member";
    return html`<li><a href="${path}"${isOwn ? html` aria-current="true"` : ""}>${one.user.global_name}<span class="small"> ${rights}, ${one.user.locale}</span></a></li>`;
  });
  return html`<nav class="side" id="side" aria-label="Channels and people">
    <p class="head">${guild.name}</p><ul>${listed}</ul>
    <p class="head">Private messages</p><ul><li>${goTo(person.dm(), nameOf(view, "user", world.bot.id))}</li></ul>
    <p class="head">You are</p><ul class="people">${people}</ul>
  </nav>`;
}

function pane(view: View, channel: Channel, level: "h1" | "h2"): Html {
  const title = titleOf(channel, view);
  const head = level === "h1" ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`;
  const parent = channel.parent_id ? view.discord.world.channels.get(channel.parent_id) : undefined;
  const seen = seenIn(view, channel.id);
  const close = parent
    ? html`<a class="button secondary" href="${placeOf(parent, view)}" aria-label="Close the thread"><span aria-hidden="true">✕</span></a>`
    : "";
  return html`<header class="top">${head}<span class="small">${channel.topic ?? ""}</span>${close}</header>
  <div class="log" role="log" aria-live="off" aria-label="Messages in ${title}" tabindex="0" data-log="${channel.id}">
    ${seen.length ? "" : html`<p class="empty">Nothing here yet. Drop a file with text in it, type / for commands, or mention @pith with a link.</p>`}
    ${seen.map((one) => message(one, view))}
  </div>
  ${composer(channel, title, Boolean(parent))}`;
}

function composer({ id }: Channel, title: string, isThread: boolean): Html {
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
