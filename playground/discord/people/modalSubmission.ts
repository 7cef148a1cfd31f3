import type { Cdn } from "../cdn.ts";
import type { DiscordState } from "../state/discordState.ts";
import { type Channel, type Component, ComponentType, type FileUpload, type Json, type Modal } from "../state/model.ts";

/** Values for the inputs of a modal, by custom id. A value is text, a list of selected values, or a list of files. */
export type ModalValues = Record<string, string | string[] | FileUpload[]>;

/**
 * The data of a modal submission.
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure)
 * @throws Error for values that Discord's client would reject
 */
export function modalSubmission(
  state: DiscordState,
  cdn: Cdn,
  channel: Channel,
  modal: Modal,
  values: ModalValues,
): { components: Json[]; resolved: Json } {
  const attachments: Record<string, Json> = {};
  const customIds = new Set<string>();
  const componentJson = (component: Component): Json => {
    const { type, id, custom_id } = component;
    customIds.add(custom_id!);
    const value = values[custom_id!];
    requireValidValue(component, value);
    if (type === ComponentType.TextInput) return { type, id, custom_id, value: value ?? component.value ?? "" };
    if (type !== ComponentType.FileUpload) return { type, id, custom_id, values: value ?? [] };
    const files = ((value ?? []) as FileUpload[]).map((file) =>
      cdn.add(state.nextId(), channel.id, file, { ephemeral: true }),
    );
    for (const file of files) attachments[file.id] = cdn.attachmentJson(file);
    return { type, id, custom_id, values: files.map((file) => file.id) };
  };
  const components = modal.components.map((component, index): Json => {
    const { type, id = index + 1 } = component;
    if (type === ComponentType.Label)
      return { type, id, component: componentJson({ ...component.component!, id: 100 + index }) };
    if (type === ComponentType.ActionRow) return { type, id, components: component.components!.map(componentJson) };
    return { type, id };
  });
  const unknownId = Object.keys(values).find((key) => !customIds.has(key));
  if (unknownId) throw new Error(`the modal has no ${unknownId}; it has ${[...customIds].join(", ")}`);
  return { components, resolved: Object.keys(attachments).length ? { attachments } : {} };
}

function requireValidValue(component: Component, value: ModalValues[string] | undefined): void {
  const { type, custom_id, required = true } = component;
  const isText = type === ComponentType.TextInput;
  const minimum = Number(component[isText ? "min_length" : "min_values"] ?? (required ? 1 : 0));
  const maximum = Number(component[isText ? "max_length" : "max_values"] ?? (isText ? 4000 : 1));
  const size = (value ?? component.value ?? "").toString() === "" ? 0 : ((value ?? component.value) as string).length;
  if (size === 0 && !required) return;
  if (size < minimum || size > maximum) throw new Error(`${custom_id} takes ${minimum} to ${maximum}, not ${size}`);
  if (type !== ComponentType.StringSelect) return;
  const values = ((component.options ?? []) as { value: string }[]).map(({ value }) => value);
  const invalidValue = ((value ?? []) as string[]).find((chosen) => !values.includes(chosen));
  if (invalidValue !== undefined) throw new Error(`${custom_id} has no option ${invalidValue}`);
}
