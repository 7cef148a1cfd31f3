import { act } from "./actions.js";
import { initComposers, startReply } from "./composer.js";
import { startLiveUpdates } from "./live.js";

/** Closes the menu of a message and moves focus to the menu's button. */
function closeMenu(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button, summary");
  for (const menu of document.querySelectorAll("details[data-menu][open]"))
    if (!menu.contains(target)) menu.open = false;
  if (!button) return;
  if (button.hasAttribute("data-close")) return button.closest("dialog").close();
  const { act: name, message, id, n, channel } = button.dataset;
  if (!name) return;
  const menu = button.closest("[data-menu]");
  if (menu) closeMenu(menu);
  if (name === "reply") return startReply(channel, message);
  button.setAttribute("aria-busy", "true");
  await act(name, { message, id, n, channel });
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
document.body.dataset.ready = "";
