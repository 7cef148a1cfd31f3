import { made, suggest } from "./suggest.js";

const person = document.body.dataset.person;
const windows = document.getElementById("windows");
const alerts = document.getElementById("alerts");

/** Does something as the person, and shows what came of it. Gives the server's reply; null when there is none. */
export async function act(name, fields) {
  const body = fields instanceof FormData ? fields : new FormData();
  if (body !== fields) for (const [key, value] of Object.entries(fields)) body.set(key, value ?? "");
  try {
    const response = await fetch(`/${person}/act/${name}`, { method: "POST", body });
    const answer = response.ok ? await response.json() : { error: await response.text() };
    if (answer.error) complain(answer.error);
    if (answer.dialog) open(answer.dialog);
    if (answer.go) location.href = answer.go;
    return answer;
  } catch {
    complain("The playground does not answer. Is it still running in its terminal?");
    return null;
  }
}

function complain(words) {
  const line = made("p", {}, words);
  alerts.replaceChildren(line);
  setTimeout(() => line.remove(), 8000);
}

/** Where the focus was before any window. */
let before = null;

/** Shows a window; when it closes, the focus goes back to where it was. */
function open(html) {
  if (!windows.contains(document.activeElement)) before = document.activeElement;
  windows.innerHTML = html;
  const dialog = windows.querySelector("dialog");
  dialog.showModal();
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected && !windows.firstChild) before.focus();
  });
  for (const input of dialog.querySelectorAll("[data-suggest]")) complete(input);
  dialog.querySelector("mark")?.scrollIntoView({ block: "center" });
  dialog.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

/** Lets the bot propose values for an option while it is typed. */
function complete(input) {
  suggest(input, document.getElementById(input.getAttribute("aria-controls")), {
    async look() {
      const fields = new FormData(input.form);
      fields.set("focused", input.dataset.suggest);
      return (await act("complete", fields))?.choices ?? [];
    },
    choose: ({ value }) => Object.assign(input, { value }),
    wait: 120,
    whenEmpty: true,
  });
}
