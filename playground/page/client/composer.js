import { act } from "./actions.js";
import { createElement, suggest } from "./suggest.js";

/** Minimum interval between typing notifications, in milliseconds. */
const TYPING_INTERVAL_MS = 5000;

/** Maximum number of files per message (https://discord.com/developers/docs/reference#uploading-files). */
const MAX_FILES = 10;

/** Maximum height of the message box, in rows. */
const MAX_ROWS = 8;

/** Initialises all message forms: sending, attachments, commands and mentions. */
export function initComposers() {
  for (const form of document.querySelectorAll("form.composer")) initComposer(form);
}

/** Makes the next message posted in a channel a reply to the given message. */
export function startReply(channelId, messageId) {
  const form = document.querySelector(`form.composer[data-channel="${channelId}"]`);
  if (!form) return;
  form.elements.answers.value = messageId;
  const line = form.querySelector(".answering");
  const author = document.getElementById(`m${messageId}`)?.getAttribute("aria-label") ?? "a message";
  line.replaceChildren(
    `Answering ${author} `,
    createButton("Do not", () => cancelReply(form)),
  );
  line.hidden = false;
  form.elements.content.focus();
}

const createButton = (label, onclick) =>
  createElement("button", { type: "button", className: "button secondary", onclick }, label);

function cancelReply(form) {
  form.elements.answers.value = "";
  form.querySelector(".answering").hidden = true;
}

function initComposer(form) {
  const box = form.elements.content;
  const attachments = initAttachments(form);
  let lastTypingAt = 0;

  initSuggestions(form);
  box.addEventListener("input", () => {
    resize(box);
    if (Date.now() - lastTypingAt < TYPING_INTERVAL_MS || !box.value || box.value.startsWith("/")) return;
    lastTypingAt = Date.now();
    act("typing", { channel: form.dataset.channel });
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("sent", () => {
    form.reset();
    cancelReply(form);
    attachments.render();
    resize(box);
    lastTypingAt = 0;
  });
}

function resize(box) {
  box.rows = Math.min(MAX_ROWS, box.value.split("\n").length);
}

/** Suggests slash commands and users to mention. */
function initSuggestions(form) {
  const box = form.elements.content;
  const channel = form.dataset.channel;

  /** The text to complete: a command at the start of the message, or an `@name` before the caret. */
  const completable = () => {
    const beforeCaret = box.value.slice(0, box.selectionStart);
    return /^\/[^\n]*$/.exec(beforeCaret)?.[0] ?? /(?<![^\s])@\w*$/.exec(beforeCaret)?.[0] ?? "";
  };
  suggest(box, form.querySelector("[role=listbox]"), {
    async fetchSuggestions() {
      const typed = completable();
      return typed ? ((await act("suggest", { channel, typed }))?.choices ?? []) : [];
    },
    onSelect({ value }) {
      const typed = completable();
      if (typed.startsWith("/")) {
        box.value = "";
        resize(box);
        return act("open", { channel, command: value });
      }
      const end = box.selectionStart;
      box.setRangeText(value, end - typed.length, end, "end");
    },
  });
}

/** Enables attaching files with the file input, by pasting, and by dropping them on the channel. */
function initAttachments(form) {
  const { content: box, files: input } = form.elements;
  const list = form.querySelector(".attached");
  const pane = form.parentElement;

  const render = () => {
    const items = [...input.files].map((file, i) => {
      const removeButton = createButton("Remove", () => setFiles([...input.files].filter((_, j) => j !== i)));
      return createElement("li", {}, `${file.name} `, removeButton);
    });
    list.replaceChildren(...items);
    list.hidden = !items.length;
  };
  const setFiles = (files) => {
    const transfer = new DataTransfer();
    for (const file of files.slice(0, MAX_FILES)) transfer.items.add(file);
    input.files = transfer.files;
    render();
  };
  const addFiles = (event, { files }) => {
    if (!files.length) return;
    event.preventDefault();
    setFiles([...input.files, ...files]);
    box.focus();
  };

  input.onchange = render;
  box.addEventListener("paste", (event) => addFiles(event, event.clipboardData));
  for (const name of ["dragover", "dragleave", "drop"]) {
    pane.addEventListener(name, (event) => {
      event.preventDefault();
      pane.classList.toggle("dropping", name === "dragover");
      if (name === "drop") addFiles(event, event.dataTransfer);
    });
  }
  return { render };
}
