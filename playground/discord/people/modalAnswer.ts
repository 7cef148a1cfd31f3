import type { Cdn } from "../cdn.ts";
import type { World } from "../state/discordState.ts";
import type { Channel, Component, FileUpload, Json, Modal } from "../state/model.ts";

const TYPE = { row: 1, stringSelect: 3, textInput: 4, label: 18, upload: 19 };

/** What a person fills into a modal, by custom id: text, chosen values, or files. */
export type Filled = Record<string, string | string[] | FileUpload[]>;

/**
 * A modal's components as a submission carries them
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure).
 * @throws Error for what Discord's own client does not let a person send
 */
export function submitted(
  world: World,
  cdn: Cdn,
  channel: Channel,
  modal: Modal,
  filled: Filled,
): { components: Json[]; resolved: Json } {
  const attachments: Record<string, Json> = {};
  const known = new Set<string>();
  const answered = (component: Component): Json => {
    const { type, id, custom_id } = component;
    known.add(custom_id!);
    const given = filled[custom_id!];
    demandFitting(component, given);
    if (type === TYPE.textInput) return { type, id, custom_id, value: given ?? component.value ?? "" };
    if (type !== TYPE.upload) return { type, id, custom_id, values: given ?? [] };
    const files = ((given ?? []) as FileUpload[]).map((file) =>
      cdn.add(world.id(), channel.id, file, { ephemeral: true }),
    );
    for (const file of files) attachments[file.id] = cdn.json(file);
    return { type, id, custom_id, values: files.map((file) => file.id) };
  };
  const components = modal.components.map((component, index): Json => {
    const { type, id = index + 1 } = component;
    if (type === TYPE.label) return { type, id, component: answered({ ...component.component!, id: 100 + index }) };
    if (type === TYPE.row) return { type, id, components: component.components!.map(answered) };
    return { type, id };
  });
  const stray = Object.keys(filled).find((key) => !known.has(key));
  if (stray) throw new Error(`the modal has no ${stray}; it has ${[...known].join(", ")}`);
  return { components, resolved: Object.keys(attachments).length ? { attachments } : {} };
}

function demandFitting(component: Component, given: Filled[string] | undefined): void {
  const { type, custom_id, required = true } = component;
  const isText = type === TYPE.textInput;
  const least = Number(component[isText ? "min_length" : "min_values"] ?? (required ? 1 : 0));
  const most = Number(component[isText ? "max_length" : "max_values"] ?? (isText ? 4000 : 1));
  const size = (given ?? component.value ?? "").toString() === "" ? 0 : ((given ?? component.value) as string).length;
  if (size === 0 && !required) return;
  if (size < least || size > most) throw new Error(`${custom_id} takes ${least} to ${most}, not ${size}`);
  if (type !== TYPE.stringSelect) return;
  const values = ((component.options ?? []) as { value: string }[]).map(({ value }) => value);
  const stray = ((given ?? []) as string[]).find((value) => !values.includes(value));
  if (stray !== undefined) throw new Error(`${custom_id} has no option ${stray}`);
}
