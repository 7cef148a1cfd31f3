import { createElement, suggest } from "./suggest.js";

/** How long an error message is shown, in milliseconds. */
const ALERT_MS = 8000;

/** Delay between typing and requesting autocomplete choices, in milliseconds. */
const AUTOCOMPLETE_DELAY_MS = 120;

const person = document.body.dataset.person;
const dialogs = document.getElementById("windows");
const alerts = document.getElementById("alerts");

/**
 * Sends an action to the server as the current person and applies its result: error message, dialog or navigation.
 * @param fields form data, or an object with the form fields
 * @returns the result; null if the server is unreachable
 */
export async function act(name, fields) {
  const body = fields instanceof FormData ? fields : new FormData();
  if (body !== fields) for (const [key, value] of Object.entries(fields)) body.set(key, value ?? "");
  try {
    const response = await fetch(`/${person}/act/${name}`, { method: "POST", body });
    const result = response.ok ? await response.json() : { error: await response.text() };
    if (result.error) showError(result.error);
    if (result.dialog) openDialog(result.dialog);
    if (result.go) location.href = result.go;
    return result;
  } catch {
    showError("The playground does not answer. Is it still running in its terminal?");
    return null;
  }
}

function showError(message) {
  const line = createElement("p", {}, message);
  alerts.replaceChildren(line);
  setTimeout(() => line.remove(), ALERT_MS);
}

/** The element that had focus before a dialog was opened. */
let previousFocus = null;

/** Opens a dialog. When it closes, focus returns to the previously focused element. */
function openDialog(html) {
  if (!dialogs.contains(document.activeElement)) previousFocus = document.activeElement;
  dialogs.innerHTML = html;
  const dialog = dialogs.querySelector("dialog");
  dialog.showModal();
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (previousFocus?.isConnected && !dialogs.firstChild) previousFocus.focus();
  });
  for (const input of dialog.querySelectorAll("[data-suggest]")) addAutocomplete(input);
  dialog.querySelector("mark")?.scrollIntoView({ block: "center" });
  dialog.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

/** Suggests the bot's autocomplete choices for a command option. */
function addAutocomplete(input) {
  suggest(input, document.getElementById(input.getAttribute("aria-controls")), {
    async fetchSuggestions() {
      const fields = new FormData(input.form);
      fields.set("focused", input.dataset.suggest);
      return (await act("complete", fields))?.choices ?? [];
    },
    onSelect: ({ value }) => Object.assign(input, { value }),
    delayMs: AUTOCOMPLETE_DELAY_MS,
    onFocus: true,
  });
}
