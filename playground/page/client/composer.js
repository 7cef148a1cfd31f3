import { act } from "./acting.js";
import { made, suggest } from "./suggest.js";

/** People are told that somebody types, so often at most. */
const TYPING_MS = 5000;

/** Makes every box for messages work: sending, files, commands and mentions. */
export function composers() {
  for (const form of document.querySelectorAll("form.composer")) composer(form);
}

/** Answers a message in its channel's box. */
export function reply(channel, message) {
  const form = document.querySelector(`form.composer[data-channel="${channel}"]`);
  if (!form) return;
  form.elements.answers.value = message;
  const line = form.querySelector(".answering");
  const who = document.getElementById(`m${message}`)?.getAttribute("aria-label") ?? "a message";
  line.replaceChildren(
    `Answering ${who} `,
    small("Do not", () => unanswer(form)),
  );
  line.hidden = false;
  form.elements.content.focus();
}

const small = (words, onclick) => made("button", { type: "button", className: "button secondary", onclick }, words);

function unanswer(form) {
  form.elements.answers.value = "";
  form.querySelector(".answering").hidden = true;
}

function composer(form) {
  const { content: box, files: input } = form.elements;
  const channel = form.dataset.channel;
  const attached = form.querySelector(".attached");
  let typedAt = 0;

  /** What is being typed that something can be offered for: a command at the beginning, a name before the caret. */
  const fragment = () => {
    const before = box.value.slice(0, box.selectionStart);
    return /^\/[^\n]*$/.exec(before)?.[0] ?? /(?<![^\s])@\w*$/.exec(before)?.[0] ?? "";
  };
  suggest(box, form.querySelector("[role=listbox]"), {
    look: async () => (fragment() ? ((await act("suggest", { channel, typed: fragment() }))?.choices ?? []) : []),
    choose({ value }) {
      const typed = fragment();
      if (typed.startsWith("/")) {
        box.value = "";
        resize();
        return act("open", { channel, command: value });
      }
      const end = box.selectionStart;
      box.setRangeText(value, end - typed.length, end, "end");
    },
  });

  const resize = () => {
    box.rows = Math.min(8, box.value.split("\n").length);
  };
  box.addEventListener("input", () => {
    resize();
    if (Date.now() - typedAt < TYPING_MS || !box.value || box.value.startsWith("/")) return;
    typedAt = Date.now();
    act("typing", { channel });
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  const list = () => {
    const items = [...input.files].map((file, i) => {
      const drop = small("Remove", () => keep([...input.files].filter((_, j) => j !== i)));
      return made("li", {}, `${file.name} `, drop);
    });
    attached.replaceChildren(...items);
    attached.hidden = !items.length;
  };
  const keep = (files) => {
    const transfer = new DataTransfer();
    for (const file of files.slice(0, 10)) transfer.items.add(file);
    input.files = transfer.files;
    list();
  };
  const add = (event, { files }) => {
    if (!files.length) return;
    event.preventDefault();
    keep([...input.files, ...files]);
    box.focus();
  };
  input.onchange = list;
  box.addEventListener("paste", (event) => add(event, event.clipboardData));
  const pane = form.parentElement;
  for (const name of ["dragover", "dragleave", "drop"]) {
    pane.addEventListener(name, (event) => {
      event.preventDefault();
      pane.classList.toggle("dropping", name === "dragover");
      if (name === "drop") add(event, event.dataTransfer);
    });
  }

  form.addEventListener("sent", () => {
    form.reset();
    unanswer(form);
    list();
    resize();
    typedAt = 0;
  });
}
