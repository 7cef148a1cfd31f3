import { act } from "./actions.js";
import { initComposers, startReply } from "./composer.js";
import { goToMessage, startLiveUpdates } from "./live.js";

/** The key under which a mark's action is kept while the page changes to the channel of the message that it leads to. */
const PENDING_QUOTE = "quote";

/** Closes the menu of a message and moves focus to the menu's button. */
function closeMenu(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

/**
 * Follows a mark that leads to a message. If the message is on another page, the quote is opened there.
 * @returns whether this page stays open
 */
function followMark({ pathname, hash, href, dataset: { message, id } }) {
  if (goToMessage(hash) || pathname === location.pathname) return true;
  sessionStorage.setItem(PENDING_QUOTE, JSON.stringify({ message, id }));
  location.href = href;
  return false;
}

document.addEventListener("click", async (event) => {
  const { target } = event;
  const button = target.closest("button, summary, a[data-act]");
  for (const menu of document.querySelectorAll("details[data-menu][open]"))
    if (!menu.contains(target)) menu.open = false;
  if (!button) return;
  if (button.hasAttribute("data-close")) return button.closest("dialog").close();
  const { act: name, message, id, channel } = button.dataset;
  if (!name) return;
  const menu = button.closest("[data-menu]");
  if (menu) closeMenu(menu);
  if (name === "reply") return startReply(channel, message);
  // A mark with a web address opens it in a new tab by itself.
  if (button.localName === "a" && !button.target) {
    event.preventDefault();
    if (!followMark(button)) return;
  }
  button.setAttribute("aria-busy", "true");
  await act(name, { message, id, channel });
  button.removeAttribute("aria-busy");
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.act) return;
  event.preventDefault();
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  // The dialog stays open until the response arrives. The response may open another dialog.
  const result = await act(form.dataset.act, new FormData(form));
  form.removeAttribute("aria-busy");
  if (!result || result.error) return;
  form.dispatchEvent(new Event("sent"));
  form.closest("dialog")?.close();
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("select[data-sends]") && target.value) target.form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  // By default, arrow keys change the value of a closed select, which would submit the form. Here, they open the list.
  if (target.matches?.("select[data-sends]") && /^Arrow/.test(key)) {
    event.preventDefault();
    target.showPicker?.();
  }
  const menu = key === "Escape" && document.querySelector("details[data-menu][open]");
  if (menu) closeMenu(menu);
});

const drawer = document.getElementById("drawer");
const drawerSwitch = document.getElementById("drawer-switch");
function setDrawerOpen(isOpen) {
  drawer.hidden = !isOpen;
  drawerSwitch.setAttribute("aria-expanded", String(isOpen));
  document.body.classList.toggle("with-drawer", isOpen);
  sessionStorage.setItem("drawer", isOpen ? "open" : "");
}
drawerSwitch.addEventListener("click", () => setDrawerOpen(drawer.hidden));
if (sessionStorage.getItem("drawer")) setDrawerOpen(true);

initComposers();
startLiveUpdates();
const pendingQuote = sessionStorage.getItem(PENDING_QUOTE);
sessionStorage.removeItem(PENDING_QUOTE);
if (pendingQuote) act("quote", JSON.parse(pendingQuote));
document.body.dataset.ready = "";
