import { act } from "./acting.js";
import { composers, reply } from "./composer.js";
import { live } from "./live.js";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button, summary");
  for (const menu of document.querySelectorAll("details[data-menu][open]"))
    if (!menu.contains(target)) menu.open = false;
  if (!button) return;
  if (button.hasAttribute("data-close")) return button.closest("dialog").close();
  const { act: name, message, id, n, channel } = button.dataset;
  if (!name) return;
  const menu = button.closest("[data-menu]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (name === "reply") return reply(channel, message);
  button.setAttribute("aria-busy", "true");
  await act(name, { message, id, n, channel });
  button.removeAttribute("aria-busy");
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.act) return;
  event.preventDefault();
  const fields = new FormData(form);
  if (form.dataset.act === "post") form.dispatchEvent(new Event("sent"));
  if (!form.hasAttribute("data-closes")) return void act(form.dataset.act, fields);
  const dialog = form.closest("dialog");
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  // A form that shows another one stays until that is there.
  const answer = await act(form.dataset.act, fields);
  for (const button of form.querySelectorAll("button")) button.disabled = false;
  if (!answer?.error && dialog.isConnected) dialog.close();
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
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
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
