import type { Violation } from "../state/errors.ts";
import type { Command, CommandOption } from "../state/model.ts";

/** Limits of application commands that Discord's schemas lack (https://discord.com/developers/docs/interactions/application-commands). */
const COUNTS: Record<number, number> = { 1: 100, 2: 15, 3: 15 };
const ALL_TEXT = 8000;
const CHAT_INPUT = 1;
const SUBCOMMANDS = [1, 2];
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

type Given = Pick<Command, "name" | "options"> & { type?: number; description?: string };

/** What Discord would refuse in one command. */
export function commandViolations(command: Given): Violation[] {
  const { name, description = "", type = CHAT_INPUT, options = [] } = command;
  const found: Violation[] = [];
  const add = (path: (string | number)[], code: string, message: string): number => found.push({ path, code, message });
  if (type === CHAT_INPUT) {
    if (!isName(name)) add(["name"], "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    if (!description) add(["description"], "BASE_TYPE_REQUIRED", "This field is required");
  } else {
    if (description) add(["description"], "APPLICATION_COMMAND_DESCRIPTION_FORBIDDEN", "A menu command has none");
    if (options.length) add(["options"], "APPLICATION_COMMAND_OPTIONS_FORBIDDEN", "A menu command has none");
  }
  if (sizeOf(command) > ALL_TEXT) {
    add([], "APPLICATION_COMMAND_TOO_LARGE", `Command exceeds maximum size (${ALL_TEXT})`);
  }
  return [...found, ...optionViolations(options, ["options"])];
}

/** What Discord would refuse in all commands of one place together. */
export function setViolations(commands: Given[]): Violation[] {
  const found: Violation[] = [];
  for (const [type, most] of Object.entries(COUNTS)) {
    const ofType = commands.filter((command) => (command.type ?? CHAT_INPUT) === Number(type));
    if (ofType.length > most) {
      found.push({ path: [], code: "APPLICATION_COMMANDS_TOO_MANY", message: `Over ${most} commands of type ${type}` });
    }
    ofType.forEach(({ name }, index) => {
      if (ofType.findIndex((other) => other.name === name) < index) {
        found.push({
          path: [],
          code: "APPLICATION_COMMANDS_DUPLICATE_NAME",
          message: `The name ${name} is used twice`,
        });
      }
    });
  }
  return found;
}

const isName = (name: string): boolean => NAME.test(name) && name === name.toLowerCase();

function optionViolations(options: CommandOption[], path: (string | number)[]): Violation[] {
  return options.flatMap((option, index) => {
    const at = [...path, index];
    const found: Violation[] = [];
    const before = options.slice(0, index);
    if (!isName(option.name)) {
      found.push({ path: [...at, "name"], code: "APPLICATION_COMMAND_INVALID_NAME", message: "Name is invalid" });
    }
    if (before.some(({ name }) => name === option.name)) {
      found.push({ path: at, code: "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message: "Name is used twice" });
    }
    if (option.required && before.some(({ required }) => !required)) {
      found.push({
        path: at,
        code: "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        message: "Required options must be placed before non-required options",
      });
    }
    if (option.autocomplete && option.choices?.length) {
      found.push({ path: at, code: "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", message: "Not both" });
    }
    const inner = SUBCOMMANDS.includes(option.type) ? (option.options ?? []) : [];
    return [...found, ...optionViolations(inner, [...at, "options"])];
  });
}

/** Characters of names, descriptions and values together. */
function sizeOf({ name, description = "", options = [] }: Given): number {
  const choices = (option: CommandOption): number =>
    (option.choices ?? []).reduce((sum, choice) => sum + choice.name.length + String(choice.value).length, 0);
  return options.reduce((sum, option) => sum + sizeOf(option) + choices(option), name.length + description.length);
}
