const status = document.getElementById("status");

const colours = new CSSStyleSheet();
document.adoptedStyleSheets.push(colours);
const known = new Set();

/** Colours of cards come from the bot; the page's rules let no style stand in the HTML, so each becomes a rule. */
function paint(root) {
  for (const { dataset } of root.querySelectorAll("[data-accent^='#']")) {
    if (known.has(dataset.accent)) continue;
    known.add(dataset.accent);
    colours.insertRule(`[data-accent="${dataset.accent}"] { --accent: ${dataset.accent}; }`);
  }
}

/** What marks an element within its message or part: so the focus finds it again. */
const markOf = ({ dataset: { id, n }, id: own, localName }) =>
  id ? `[data-id="${CSS.escape(id)}"]` : n ? `[data-n="${n}"]` : own ? `#${CSS.escape(own)}` : localName;

/** Puts the new in the place of the old; focus and open details stay. */
function swap(old, fresh) {
  paint(fresh);
  if (old.isEqualNode(fresh)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  for (const details of old.querySelectorAll("details[open]")) {
    const same = fresh.querySelector(details.id ? `#${CSS.escape(details.id)}` : "details[data-menu]");
    if (same) same.open = true;
  }
  old.replaceWith(fresh);
  const same = [...fresh.querySelectorAll(markOf(focused ?? old))].find(
    ({ className }) => className === focused?.className,
  );
  if (focused) (same ?? fresh).focus({ preventScroll: true });
}

function fromHtml(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
/** Scrolls to the end, or on a page just opened to where a long last message begins. */
function toEnd(log, isOpening = false) {
  log.scrollTop = log.scrollHeight;
  const last = isOpening && log.querySelector(":scope > article:last-of-type");
  if (last) log.scrollTop += Math.min(0, last.getBoundingClientRect().top - log.getBoundingClientRect().top);
}

/** Shows a message: a new one at the end, a changed one in its place. */
function show(log, fresh) {
  const old = document.getElementById(fresh.id);
  const follows = isAtEnd(log) || (!old && fresh.matches(".own"));
  log.querySelector(".empty")?.remove();
  if (!old) log.append(fresh);
  swap(old ?? fresh, fresh);
  if (follows) toEnd(log);
  return Boolean(old);
}

/** Says in a few words what a screen reader should know; of edits only that work is done. */
function tell(article, isEdit) {
  const who = article.getAttribute("aria-label");
  const isWorking = article.querySelector(".thinking, [data-id*=':stop:']");
  const words = isWorking ? `${who} is at work` : isEdit ? `${who} has answered` : `New message from ${who}`;
  if (status.textContent !== words) status.textContent = words;
}

/** Fetches the page anew and puts in what was missed: when it has just been opened, and after a pause. */
async function catchUp() {
  const response = await fetch(location.pathname).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const log of document.querySelectorAll("[data-log]")) {
    const fresh = [...page.querySelectorAll(`[data-log="${log.dataset.log}"] > article`)];
    for (const old of [...log.children]) if (!fresh.some(({ id }) => id === old.id)) old.remove();
    for (const article of fresh) show(log, document.adoptNode(article));
  }
  part(page.getElementById("drawer").innerHTML);
  swap(document.getElementById("side"), document.adoptNode(page.getElementById("side")));
}

/** Puts the parts of the drawer that changed. */
function part(html) {
  for (const fresh of [...fromHtml(html).children]) {
    const old = fresh.id && document.getElementById(fresh.id);
    if (old) swap(old, fresh);
  }
}

/** Listens to what happens. */
export function live() {
  paint(document);
  for (const log of document.querySelectorAll("[data-log]")) toEnd(log, true);
  const [, person, ...place] = location.pathname.split("/");
  const events = new EventSource(`/${person}/events/${place.join("/")}`);
  const on = (name, hear) => events.addEventListener(name, ({ data }) => hear(JSON.parse(data)));
  on("hello", catchUp);
  const typing = (log, words) => {
    const line = document.querySelector(`[data-typing="${log}"]`);
    if (line) line.textContent = words;
  };
  on("message", ({ log, html }) => {
    const fresh = fromHtml(html).firstElementChild;
    tell(fresh, show(document.querySelector(`[data-log="${log}"]`), fresh));
    typing(log, "");
  });
  on("gone", ({ id }) => document.getElementById(`m${id}`)?.remove());
  on("side", ({ html }) => swap(document.getElementById("side"), fromHtml(html).firstElementChild));
  on("drawer", ({ html }) => part(html));
  on("typing", ({ log, name }) => {
    typing(log, `${name} is typing…`);
    setTimeout(typing, 8000, log, "");
  });
}
