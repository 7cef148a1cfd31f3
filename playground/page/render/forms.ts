import {
  type Channel,
  type Command,
  type CommandOption,
  type Component,
  ComponentType,
  type Modal,
  OptionType,
} from "../../discord/index.ts";
import { localize, type View } from "../view.ts";
import { renderSelectOptions } from "./components.ts";
import { attributes, type Html, html } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";

/** String options that allow more characters than this are rendered as a textarea. */
const MULTILINE_LENGTH = 3000;

/** The multi-line text input style (https://discord.com/developers/docs/components/reference#text-input-text-input-styles). */
const PARAGRAPH_STYLE = 2;

/** Select menu types, by the command option type that accepts the same kind of entity. */
const SELECT_TYPE_BY_OPTION: Record<number, number> = {
  [OptionType.User]: ComponentType.UserSelect,
  [OptionType.Channel]: ComponentType.ChannelSelect,
  [OptionType.Role]: ComponentType.RoleSelect,
  [OptionType.Mentionable]: ComponentType.MentionableSelect,
};

type Field = { name: string; label: string; hint: string | undefined; required: boolean };

/** The control of a field: the element, additional attributes, and the content of a select or textarea. */
type Control = [
  element: "input" | "select" | "textarea",
  extraAttributes: Record<string, unknown>,
  content?: Html | Html[] | string,
];

function renderField({ name, label, hint, required }: Field, [element, extraAttributes, content = ""]: Control): Html {
  const controlAttributes = attributes({
    id: `f-${name}`,
    name: `f-${name}`,
    "aria-describedby": hint && `h-${name}`,
    required,
    ...extraAttributes,
  });
  const emptyOption = required || extraAttributes.multiple ? "" : html`<option value="">–</option>`;
  const control =
    element === "input"
      ? html`<input autocomplete="off"${controlAttributes}>`
      : element === "select"
        ? html`<select${controlAttributes}>${emptyOption}${content}</select>`
        : html`<textarea${controlAttributes}>${content}</textarea>`;
  return html`<p class="field"><label for="f-${name}">${label}${required ? html` <span class="small">(required)</span>` : ""}</label>
    ${hint ? html`<span class="small" id="h-${name}">${hint}</span>` : ""}${control}</p>`;
}

/** A dialog with a form that is submitted to `action`. `hidden` contains the values of hidden fields by name. */
function renderDialog(
  title: string,
  action: string,
  hidden: Record<string, string>,
  fields: Html[],
  submitLabel: string,
): Html {
  return html`<dialog aria-labelledby="dialog-title"><form data-act="${action}">
    <h2 id="dialog-title">${title}</h2>
    ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    ${fields}
    <p class="row end"><button type="button" class="button secondary" data-close>Cancel</button><button class="button primary">${submitLabel}</button></p>
  </form></dialog>`;
}

/**
 * A dialog with the options of a slash command or subcommand.
 * @param path names of the subcommand group and subcommand
 */
export function renderCommandForm(command: Command, path: string[], channel: Channel, view: View): Html {
  const { locale } = view.person.user;
  const target = path.reduce<Command | CommandOption>(
    (parent, name) => parent.options?.find((option) => option.name === name) ?? parent,
    command,
  );
  const hidden = { channel: channel.id, command: [command.name, ...path].join(" ") };
  const fields = (target.options ?? []).map((option) => renderOptionField(option, view));
  const title = `/${[localize(command, "name", locale), ...path].join(" ")}`;
  const description = html`<p>${localize(target, "description", locale)}</p>`;
  return renderDialog(title, "slash", hidden, [description, ...fields], "Run");
}

function renderOptionField(option: CommandOption, view: View): Html {
  const { locale } = view.person.user;
  const { name, required = false, autocomplete } = option;
  const field = { name, label: name, hint: localize(option, "description", locale), required };
  if (!autocomplete) return renderField(field, optionControl(option, view));
  const comboboxAttributes = {
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": `l-${name}`,
    "data-suggest": name,
  };
  return html`<div class="field">${renderField(field, ["input", comboboxAttributes])}
    <ul id="l-${name}" role="listbox" tabindex="0" aria-label="${name}" hidden></ul></div>`;
}

function optionControl(option: CommandOption, view: View): Control {
  const { type, choices, min_value: min, max_value: max, min_length: minlength, max_length: maxlength = 6000 } = option;
  const choiceOptions = choices?.map(
    (choice) => html`<option value="${choice.value}">${localize(choice, "name", view.person.user.locale)}</option>`,
  );
  if (choiceOptions?.length) return ["select", {}, choiceOptions];
  switch (type) {
    case OptionType.String:
      return [maxlength > MULTILINE_LENGTH ? "textarea" : "input", { minlength, maxlength }];
    case OptionType.Integer:
    case OptionType.Number:
      return ["input", { type: "number", step: type === OptionType.Number && "any", min, max }];
    case OptionType.Boolean:
      return ["select", {}, html`<option value="true">yes</option><option value="false">no</option>`];
    case OptionType.Attachment:
      return ["input", { type: "file" }];
    default:
      return [
        "select",
        {},
        renderSelectOptions({ type: SELECT_TYPE_BY_OPTION[type] ?? ComponentType.UserSelect }, view),
      ];
  }
}

/**
 * A dialog for a modal that the bot shows (https://discord.com/developers/docs/components/using-modal-components).
 * @param interactionId the interaction to which the bot responded with the modal
 */
export function renderModalForm({ title, components }: Modal, interactionId: string, view: View): Html {
  const fields = components.map((component) => {
    if (component.type === ComponentType.TextDisplay) return renderMarkdown(view, component.content ?? "");
    const input = component.component ?? component.components?.[0];
    const hint = typeof component.description === "string" ? component.description : undefined;
    return input ? renderModalField(input, component.label ?? input.label ?? "", hint, view) : html``;
  });
  return renderDialog(title, "submit", { interaction: interactionId }, fields, "Submit");
}

function renderModalField(input: Component, label: string, hint: string | undefined, view: View): Html {
  const { type, custom_id: name = "", style, value = "", placeholder, max_values, options } = input;
  const { min_length: minlength, max_length: maxlength, required = true, default: checked } = input;
  const field = { name, label, hint, required: Boolean(required) };
  const multiple = Number(max_values ?? 1) > 1;
  const textAttributes = { placeholder, minlength, maxlength };
  switch (type) {
    case ComponentType.TextInput:
      return renderField(
        field,
        style === PARAGRAPH_STYLE
          ? ["textarea", { ...textAttributes, rows: 4 }, String(value)]
          : ["input", { ...textAttributes, value }],
      );
    case ComponentType.FileUpload:
      return renderField(field, ["input", { type: "file", multiple }]);
    case ComponentType.Checkbox:
      return renderField({ ...field, required: false }, ["input", { type: "checkbox", value: "true", checked }]);
    case ComponentType.RadioGroup:
      return renderChoices(field, "radio", options as Choice[]);
    case ComponentType.CheckboxGroup:
      return renderChoices(field, "checkbox", options as Choice[]);
    default:
      return renderField(field, ["select", { multiple }, renderSelectOptions(input, view)]);
  }
}

type Choice = { label: string; value: string; default?: boolean };

const renderChoices = ({ name, label }: Field, inputType: string, choices: Choice[] = []): Html =>
  html`<fieldset class="field"><legend>${label}</legend>${choices.map(
    ({ label: choiceLabel, value, default: isChecked }) =>
      html`<label><input type="${inputType}" name="f-${name}" value="${value}"${isChecked ? html` checked` : ""}> ${choiceLabel}</label>`,
  )}</fieldset>`;

/** A dialog to edit the content of one of the person's messages. */
export function renderEditForm(messageId: string, content: string): Html {
  const field = { name: "content", label: "Message", hint: undefined, required: true };
  const control: Control = ["textarea", { rows: 4 }, content];
  return renderDialog("Edit the message", "edit", { message: messageId }, [renderField(field, control)], "Save");
}
