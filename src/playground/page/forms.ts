import type { Channel, Command, CommandOption, Component, Modal } from "../../loopback/index.ts";
import { optionsOf } from "./components.ts";
import { markdown } from "./markdown.ts";
import { type Html, html, localised, type View } from "./view.ts";

type Field = { name: string; label: string; hint?: string; required?: boolean };
/** Options that take more characters than this get more than a line. */
const LONG = 3000;

function field({ name, label, hint, required }: Field, control: Html): Html {
  return html`<p class="field"><label for="f-${name}">${label}${required ? html` <span class="small">(required)</span>` : ""}</label>
    ${hint ? html`<span class="small" id="h-${name}">${hint}</span>` : ""}${control}</p>`;
}

/** What every control says of itself: name, label, hint, whether it must be filled in. */
const base = ({ name, hint, required }: Field): Html =>
  html` id="f-${name}" name="f-${name}"${hint ? html` aria-describedby="h-${name}"` : ""}${required ? html` required` : ""}`;

const bounds = (least: unknown, most: unknown): Html =>
  html`${least === undefined ? "" : html` minlength="${least}"`}${most === undefined ? "" : html` maxlength="${most}"`}`;

/** A window with a form in it. What it is called stands at its head. */
function dialog(title: string, act: string, hidden: Record<string, string>, fields: Html[], send: string): Html {
  return html`<dialog aria-labelledby="dialog-title"><form data-act="${act}" data-closes>
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
  const { type, name, choices, min_value, max_value, min_length, max_length = 6000, autocomplete } = option;
  const own = { name, label: name, hint: localised(option, "description", locale), required: option.required ?? false };
  const select = (inside: Html | Html[]): Html =>
    html`<select${base(own)}>${own.required ? "" : html`<option value="">–</option>`}${inside}</select>`;
  if (choices?.length)
    return field(
      own,
      select(choices.map((one) => html`<option value="${one.value}">${localised(one, "name", locale)}</option>`)),
    );
  if (type === 5) return field(own, select(html`<option value="true">yes</option><option value="false">no</option>`));
  if (type === 11) return field(own, html`<input type="file"${base(own)}>`);
  if (type === 4 || type === 10)
    return field(
      own,
      html`<input type="number"${type === 10 ? html` step="any"` : ""}${base(own)} min="${min_value ?? ""}" max="${max_value ?? ""}">`,
    );
  if (type !== 3) return field(own, select(optionsOf({ type: { 6: 5, 7: 8, 8: 6, 9: 7 }[type] ?? 5 }, view)));
  if (autocomplete)
    return html`<div class="field">${field(own, html`<input autocomplete="off" role="combobox" aria-expanded="false" aria-autocomplete="list" aria-controls="l-${name}" data-suggest="${name}"${base(own)}>`)}
      <ul id="l-${name}" role="listbox" aria-label="${name}" hidden></ul></div>`;
  if (max_length > LONG)
    return field(own, html`<textarea rows="3"${base(own)}${bounds(min_length, max_length)}></textarea>`);
  return field(own, html`<input autocomplete="off"${base(own)}${bounds(min_length, max_length)}>`);
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
  const { type, custom_id = "", style, value = "", placeholder = "", required = true } = component;
  const { min_length, max_length, max_values = 1, options, default: isChosen } = component;
  const own = { name: custom_id, label, required: Boolean(required), ...(hint !== undefined && { hint }) };
  const many = Number(max_values) > 1 ? html` multiple` : html``;
  if (type === 4 && style === 2)
    return field(
      own,
      html`<textarea rows="4" placeholder="${placeholder}"${base(own)}${bounds(min_length, max_length)}>${value}</textarea>`,
    );
  if (type === 4)
    return field(
      own,
      html`<input autocomplete="off" value="${value}" placeholder="${placeholder}"${base(own)}${bounds(min_length, max_length)}>`,
    );
  if (type === 19) return field(own, html`<input type="file"${many}${base(own)}>`);
  if (type === 23)
    return field(
      own,
      html`<input type="checkbox" value="true"${base({ ...own, required: false })}${isChosen ? html` checked` : ""}>`,
    );
  if (type === 21 || type === 22) return choices(own, type === 21 ? "radio" : "checkbox", options as Choice[]);
  const empty = many.toString() || required ? "" : html`<option value="">–</option>`;
  return field(own, html`<select${many}${base(own)}>${empty}${optionsOf(component, view)}</select>`);
}

type Choice = { label: string; value: string; default?: boolean };

const choices = ({ name, label }: Field, kind: string, options: Choice[] = []): Html =>
  html`<fieldset class="field"><legend>${label}</legend>${options.map(
    ({ label: words, value, default: isChosen }) =>
      html`<label><input type="${kind}" name="f-${name}" value="${value}"${isChosen ? html` checked` : ""}> ${words}</label>`,
  )}</fieldset>`;

/** A message of one's own, to be changed. */
export const reviseForm = (message: string, content: string): Html => {
  const own = { name: "content", label: "Message", required: true };
  return dialog(
    "Edit the message",
    "edit",
    { message },
    [field(own, html`<textarea rows="4"${base(own)}>${content}</textarea>`)],
    "Save",
  );
};
