import type { Channel, Command, CommandOption, Component, Modal } from "../../discord/index.ts";
import { localised, type View } from "../view.ts";
import { optionsOf } from "./components.ts";
import { attributes, type Html, html } from "./html.ts";
import { markdown } from "./markdown.ts";

/** Options that take more characters than this get more than a line. */
const LONG = 3000;

type Field = { name: string; label: string; hint: string | undefined; required: boolean };
/** A native control: its element, attributes besides those that every one has, and what stands in it. */
type Control = [
  element: "input" | "select" | "textarea",
  more: Record<string, unknown>,
  inside?: Html | Html[] | string,
];

function field({ name, label, hint, required }: Field, [element, more, inside = ""]: Control): Html {
  const all = { id: `f-${name}`, name: `f-${name}`, "aria-describedby": hint && `h-${name}`, required, ...more };
  const control =
    element === "input"
      ? html`<input autocomplete="off"${attributes(all)}>`
      : element === "select"
        ? html`<select${attributes(all)}>${required || more.multiple ? "" : html`<option value="">–</option>`}${inside}</select>`
        : html`<textarea${attributes(all)}>${inside}</textarea>`;
  return html`<p class="field"><label for="f-${name}">${label}${required ? html` <span class="small">(required)</span>` : ""}</label>
    ${hint ? html`<span class="small" id="h-${name}">${hint}</span>` : ""}${control}</p>`;
}

/** A window with a form in it. What it is called stands at its head. */
function dialog(title: string, act: string, hidden: Record<string, string>, fields: Html[], send: string): Html {
  return html`<dialog aria-labelledby="dialog-title"><form data-act="${act}">
    <h2 id="dialog-title">${title}</h2>
    ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    ${fields}
    <p class="row end"><button type="button" class="button secondary" data-close>Cancel</button><button class="button primary">${send}</button></p>
  </form></dialog>`;
}

/** The options of a slash command, or of one of its subcommands, to be filled in. @param path the subcommands' names */
export function commandForm(command: Command, path: string[], channel: Channel, view: View): Html {
  const { locale } = view.person.user;
  const target = path.reduce<Command | CommandOption>(
    (one, name) => one.options?.find((option) => option.name === name) ?? one,
    command,
  );
  const hidden = { channel: channel.id, command: [command.name, ...path].join(" ") };
  const fields = (target.options ?? []).map((option) => optionField(option, view));
  const title = `/${[localised(command, "name", locale), ...path].join(" ")}`;
  const said = html`<p>${localised(target, "description", locale)}</p>`;
  return dialog(title, "slash", hidden, [said, ...fields], "Run");
}

function optionField(option: CommandOption, view: View): Html {
  const { locale } = view.person.user;
  const { name, required = false, autocomplete } = option;
  const own = { name, label: name, hint: localised(option, "description", locale), required };
  if (!autocomplete) return field(own, optionControl(option, view));
  const list = {
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": `l-${name}`,
  };
  return html`<div class="field">${field(own, ["input", { ...list, "data-suggest": name }])}
    <ul id="l-${name}" role="listbox" tabindex="0" aria-label="${name}" hidden></ul></div>`;
}

function optionControl(option: CommandOption, view: View): Control {
  const { type, choices, min_value: min, max_value: max, min_length: minlength, max_length: maxlength = 6000 } = option;
  const chosen = choices?.map(
    (one) => html`<option value="${one.value}">${localised(one, "name", view.person.user.locale)}</option>`,
  );
  if (chosen?.length) return ["select", {}, chosen];
  if (type === 3) return [maxlength > LONG ? "textarea" : "input", { minlength, maxlength }];
  if (type === 4 || type === 10) return ["input", { type: "number", step: type === 10 && "any", min, max }];
  if (type === 5) return ["select", {}, html`<option value="true">yes</option><option value="false">no</option>`];
  if (type === 11) return ["input", { type: "file" }];
  return ["select", {}, optionsOf({ type: { 6: 5, 7: 8, 8: 6, 9: 7 }[type] ?? 5 }, view)];
}

/** A modal that the bot shows (https://discord.com/developers/docs/components/using-modal-components). @param interaction the one that it answers */
export function modalForm({ title, components }: Modal, interaction: string, view: View): Html {
  const fields = components.map((component) => {
    if (component.type === 10) return markdown(view, component.content ?? "");
    const inside = component.component ?? component.components?.[0];
    const hint = typeof component.description === "string" ? component.description : undefined;
    return inside ? modalField(inside, component.label ?? inside.label ?? "", hint, view) : html``;
  });
  return dialog(title, "submit", { interaction }, fields, "Submit");
}

function modalField(component: Component, label: string, hint: string | undefined, view: View): Html {
  const { type, custom_id: name = "", style, value = "", placeholder, max_values, options } = component;
  const { min_length: minlength, max_length: maxlength, required = true, default: checked } = component;
  const own = { name, label, hint, required: Boolean(required) };
  const multiple = Number(max_values ?? 1) > 1;
  const typed = { placeholder, minlength, maxlength };
  if (type === 4)
    return field(
      own,
      style === 2 ? ["textarea", { ...typed, rows: 4 }, String(value)] : ["input", { ...typed, value }],
    );
  if (type === 19) return field(own, ["input", { type: "file", multiple }]);
  if (type === 23) return field({ ...own, required: false }, ["input", { type: "checkbox", value: "true", checked }]);
  if (type === 21 || type === 22) return choices(own, type === 21 ? "radio" : "checkbox", options as Choice[]);
  return field(own, ["select", { multiple }, optionsOf(component, view)]);
}

type Choice = { label: string; value: string; default?: boolean };

const choices = ({ name, label }: Field, kind: string, options: Choice[] = []): Html =>
  html`<fieldset class="field"><legend>${label}</legend>${options.map(
    ({ label: words, value, default: isChosen }) =>
      html`<label><input type="${kind}" name="f-${name}" value="${value}"${isChosen ? html` checked` : ""}> ${words}</label>`,
  )}</fieldset>`;

/** A message of one's own, to be changed. */
export function reviseForm(message: string, content: string): Html {
  const own = { name: "content", label: "Message", hint: undefined, required: true };
  return dialog("Edit the message", "edit", { message }, [field(own, ["textarea", { rows: 4 }, content])], "Save");
}
