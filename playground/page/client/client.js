import { act } from "./acting.js";
import { composers, reply } from "./composer.js";
import { live } from "./live.js";

/** Closes a message's menu, and gives the focus back to what opened it. */
function shut(menu) {
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
  if (menu) shut(menu);
  if (name === "reply") return reply(channel, message);
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
  // A form that the bot answers with another stays until that is there.
  const answer = await act(form.dataset.act, new FormData(form));
  form.removeAttribute("aria-busy");
  if (!answer || answer.error) return;
  form.dispatchEvent(new Event("sent"));
  form.closest("dialog")?.close();
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("select[data-sends]") && target.value) target.form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  // On a closed list arrows would choose at once: they open it.
  if (target.matches?.("select[data-sends]") && /^Arrow/.test(key)) {
    event.preventDefault();
    target.showPicker?.();
  }
  const menu = key === "Escape" && document.querySelector("details[data-menu][open]");
  if (menu) shut(menu);
});

const drawer = document.getElementById("drawer");
const drawerSwitch = document.getElementById("drawer-switch");
function showDrawer(isOpen) {
  drawer.hidden = !isOpen;
  drawerSwitch.setAttribute("aria-expanded", String(isOpen));
  document.body.classList.toggle("with-drawer", isOpen);
  sessionStorage.setItem("drawer", isOpen ? "open" : "");
}
drawerSwitch.addEventListener("click", () => showDrawer(drawer.hidden));
if (sessionStorage.getItem("drawer")) showDrawer(true);

composers();
live();
document.body.dataset.ready = "";
