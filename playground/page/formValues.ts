import type { Command, CommandOption, Component, FileUpload, Modal } from "../discord/index.ts";

/** The files that a form's field holds; an empty field is sent as a file without a name. */
export async function files(form: FormData, name: string): Promise<FileUpload[]> {
  const given = form.getAll(name).filter((value): value is File => typeof value !== "string" && value.name !== "");
  return Promise.all(
    given.map(async (file) => ({ name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}

type Value = string | number | boolean | FileUpload;

/** What was filled in for a command's options, typed as they are declared; what was left empty is left out. */
export async function optionsFrom(
  form: FormData,
  command: Command,
  path: string[],
  withFiles = true,
): Promise<Record<string, Value>> {
  const target = path.reduce<Command | CommandOption>(
    (one, name) => one.options?.find((option) => option.name === name) ?? one,
    command,
  );
  const filled: [string, Value][] = [];
  for (const { name, type } of target.options ?? []) {
    const [file] = type === 11 && withFiles ? await files(form, `f-${name}`) : [];
    const given = form.get(`f-${name}`);
    const typed = typeof given === "string" ? given : "";
    if (file) filled.push([name, file]);
    else if (typed.trim() !== "") filled.push([name, typedValue(type, typed)]);
  }
  return Object.fromEntries(filled);
}

function typedValue(type: number, typed: string): Value {
  if (type === 5) return typed === "true";
  return type === 4 || type === 10 ? Number(typed) : typed;
}

/** What was filled into a modal, by custom id, as the person at Discord's client hands it over. */
export async function fieldsOf(
  form: FormData,
  { components }: Modal,
): Promise<Record<string, string | string[] | FileUpload[]>> {
  const inside = components.flatMap((one): Component[] => [
    ...(one.component ? [one.component] : []),
    ...(one.components ?? []),
  ]);
  const filled: [string, string | string[] | FileUpload[]][] = [];
  for (const { type, custom_id = "" } of inside.filter(({ custom_id }) => custom_id)) {
    const key = `f-${custom_id}`;
    if (type === 4) filled.push([custom_id, String(form.get(key) ?? "").replaceAll("\r\n", "\n")]);
    else if (type === 19) filled.push([custom_id, await files(form, key)]);
    else filled.push([custom_id, form.getAll(key).map(String).filter(Boolean)]);
  }
  return Object.fromEntries(filled);
}
