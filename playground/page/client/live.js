/** A log follows new messages if it is scrolled to less than this many pixels from its end. */
const SCROLL_THRESHOLD_PX = 80;

/** How long the typing indicator is shown, in milliseconds. */
const TYPING_MS = 8000;

const status = document.getElementById("status");

const accentStyles = new CSSStyleSheet();
document.adoptedStyleSheets.push(accentStyles);
const knownAccents = new Set();

/** Adds a CSS rule for each new accent colour, because the content security policy forbids inline styles. */
function addAccentStyles(root) {
  for (const { dataset } of root.querySelectorAll("[data-accent^='#']")) {
    if (knownAccents.has(dataset.accent)) continue;
    knownAccents.add(dataset.accent);
    accentStyles.insertRule(`[data-accent="${dataset.accent}"] { --accent: ${dataset.accent}; }`);
  }
}

/** A selector that finds an element again after its message or section is replaced. */
const selectorOf = ({ dataset: { id }, id: elementId, localName }) => {
  if (id) return `[data-id="${CSS.escape(id)}"]`;
  return elementId ? `#${CSS.escape(elementId)}` : localName;
};

/** Replaces an element with its new version. Focus and open `details` elements are preserved. */
function replaceElement(oldElement, newElement) {
  addAccentStyles(newElement);
  if (oldElement.isEqualNode(newElement)) return;
  const focused = oldElement.contains(document.activeElement) ? document.activeElement : null;
  for (const details of oldElement.querySelectorAll("details[open]")) {
    const counterpart = newElement.querySelector(details.id ? `#${CSS.escape(details.id)}` : "details[data-menu]");
    if (counterpart) counterpart.open = true;
  }
  oldElement.replaceWith(newElement);
  const counterpart = [...newElement.querySelectorAll(selectorOf(focused ?? oldElement))].find(
    ({ className }) => className === focused?.className,
  );
  if (focused) (counterpart ?? newElement).focus({ preventScroll: true });
}

function parseHtml(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

const isScrolledToEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < SCROLL_THRESHOLD_PX;

/**
 * Scrolls to a message, highlights it and gives it the focus.
 * @param hash `#m` followed by the message id
 * @returns false if the message is not shown on this page
 */
export function goToMessage(hash) {
  const article = document.getElementById(hash.slice(1));
  if (!article?.matches("article") || !article.checkVisibility()) return false;
  if (location.hash !== hash) location.hash = hash;
  article.scrollIntoView({ block: "center" });
  article.focus({ preventScroll: true });
  return true;
}

/** Scrolls to the end of a log. On a new page, scrolls no further than the start of the last message. */
function scrollToEnd(log, isNewPage = false) {
  log.scrollTop = log.scrollHeight;
  const last = isNewPage && log.querySelector(":scope > article:last-of-type");
  if (last) log.scrollTop += Math.min(0, last.getBoundingClientRect().top - log.getBoundingClientRect().top);
}

/** Appends a message to a log, or replaces its earlier version. Returns whether there was an earlier version. */
function showMessage(log, article) {
  const existing = document.getElementById(article.id);
  const shouldScroll = isScrolledToEnd(log) || (!existing && article.matches(".own"));
  log.querySelector(".empty")?.remove();
  if (!existing) log.append(article);
  replaceElement(existing ?? article, article);
  if (shouldScroll) scrollToEnd(log);
  return Boolean(existing);
}

/**
 * Announces a message to screen readers. An announcement identical to the previous one is skipped, so that edits to
 * a message in progress are announced only once.
 */
function announce(article, isEdit) {
  const author = article.getAttribute("aria-label");
  const isWorking = article.querySelector(".thinking, [data-id*=':stop:']");
  const announcement = isWorking
    ? `${author} is at work`
    : isEdit
      ? `${author} has answered`
      : `New message from ${author}`;
  if (status.textContent !== announcement) status.textContent = announcement;
}

/** Fetches the page again and applies the changes missed before the event stream connected or reconnected. */
async function synchronize() {
  const response = await fetch(location.pathname).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const log of document.querySelectorAll("[data-log]")) {
    const articles = [...page.querySelectorAll(`[data-log="${log.dataset.log}"] > article`)];
    for (const existing of [...log.children]) if (!articles.some(({ id }) => id === existing.id)) existing.remove();
    for (const article of articles) showMessage(log, document.adoptNode(article));
  }
  updateDrawer(page.getElementById("drawer").innerHTML);
  replaceElement(document.getElementById("side"), document.adoptNode(page.getElementById("side")));
}

/** Replaces the sections of the drawer that have changed. */
function updateDrawer(html) {
  for (const section of [...parseHtml(html).children]) {
    const existing = section.id && document.getElementById(section.id);
    if (existing) replaceElement(existing, section);
  }
}

function showTyping(channelId, text) {
  const line = document.querySelector(`[data-typing="${channelId}"]`);
  if (line) line.textContent = text;
}

/** Keeps the page up to date with the server-sent events of `stream.ts`. */
export function startLiveUpdates() {
  addAccentStyles(document);
  for (const log of document.querySelectorAll("[data-log]")) scrollToEnd(log, true);
  goToMessage(location.hash);
  const [, person, ...place] = location.pathname.split("/");
  const events = new EventSource(`/${person}/events/${place.join("/")}`);
  const on = (name, listener) => events.addEventListener(name, ({ data }) => listener(JSON.parse(data)));
  on("hello", synchronize);
  on("message", ({ log, html }) => {
    const article = parseHtml(html).firstElementChild;
    announce(article, showMessage(document.querySelector(`[data-log="${log}"]`), article));
    showTyping(log, "");
  });
  on("gone", ({ id }) => document.getElementById(`m${id}`)?.remove());
  on("side", ({ html }) => replaceElement(document.getElementById("side"), parseHtml(html).firstElementChild));
  on("drawer", ({ html }) => updateDrawer(html));
  on("typing", ({ log, name }) => {
    showTyping(log, `${name} is typing…`);
    setTimeout(showTyping, TYPING_MS, log, "");
  });
}
