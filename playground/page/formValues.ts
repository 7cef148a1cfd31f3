import {
  type Command,
  type CommandOption,
  type Component,
  ComponentType,
  type FileUpload,
  type Modal,
  OptionType,
} from "../discord/index.ts";

/** The files of a form field. Leaves out the nameless file that browsers send for an empty file input. */
export async function filesOf(form: FormData, name: string): Promise<FileUpload[]> {
  const files = form.getAll(name).filter((value): value is File => typeof value !== "string" && value.name !== "");
  return Promise.all(
    files.map(async (file) => ({ name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}

type OptionValue = string | number | boolean | FileUpload;

/**
 * The option values of a submitted command form, converted to the declared option types. Empty fields are left out.
 * @param path names of the subcommand group and subcommand
 * @param withFiles whether to include attachments, which autocomplete does not need
 */
export async function commandOptions(
  form: FormData,
  command: Command,
  path: string[],
  withFiles = true,
): Promise<Record<string, OptionValue>> {
  const target = path.reduce<Command | CommandOption>(
    (parent, name) => parent.options?.find((option) => option.name === name) ?? parent,
    command,
  );
  const entries: [string, OptionValue][] = [];
  for (const { name, type } of target.options ?? []) {
    const [file] = type === OptionType.Attachment && withFiles ? await filesOf(form, `f-${name}`) : [];
    const value = form.get(`f-${name}`);
    const text = typeof value === "string" ? value : "";
    if (file) entries.push([name, file]);
    else if (text.trim() !== "") entries.push([name, parseValue(type, text)]);
  }
  return Object.fromEntries(entries);
}

function parseValue(type: number, text: string): OptionValue {
  if (type === OptionType.Boolean) return text === "true";
  return type === OptionType.Integer || type === OptionType.Number ? Number(text) : text;
}

/** The values of a submitted modal form, by custom id, in the format that `Person.submit` expects. */
export async function modalValues(
  form: FormData,
  { components }: Modal,
): Promise<Record<string, string | string[] | FileUpload[]>> {
  const inputs = components.flatMap((row): Component[] => [
    ...(row.component ? [row.component] : []),
    ...(row.components ?? []),
  ]);
  const entries: [string, string | string[] | FileUpload[]][] = [];
  for (const { type, custom_id = "" } of inputs.filter(({ custom_id }) => custom_id)) {
    const key = `f-${custom_id}`;
    if (type === ComponentType.TextInput)
      entries.push([custom_id, String(form.get(key) ?? "").replaceAll("\r\n", "\n")]);
    else if (type === ComponentType.FileUpload) entries.push([custom_id, await filesOf(form, key)]);
    else entries.push([custom_id, form.getAll(key).map(String).filter(Boolean)]);
  }
  return Object.fromEntries(entries);
}
