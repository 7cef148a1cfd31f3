import type { FormError } from "../state/errors.ts";
import { type Command, type CommandOption, CommandType, OptionType } from "../state/model.ts";

/**
 * Limits documented by Discord but missing from its OpenAPI schemas
 * (https://discord.com/developers/docs/interactions/application-commands).
 */
const MAX_COMMANDS_BY_TYPE: Record<number, number> = {
  [CommandType.ChatInput]: 100,
  [CommandType.User]: 15,
  [CommandType.Message]: 15,
};
const MAX_COMMAND_TEXT = 8000;
const SUBCOMMAND_TYPES: readonly number[] = [OptionType.Subcommand, OptionType.SubcommandGroup];
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

type CommandPayload = Pick<Command, "name" | "options"> & { type?: number; description?: string };

/** Validates one command against the limits above. Returns an empty array if the command is valid. */
export function validateCommand(command: CommandPayload): FormError[] {
  const { name, description = "", type = CommandType.ChatInput, options = [] } = command;
  const errors: FormError[] = [];
  const addError = (path: (string | number)[], code: string, message: string): number =>
    errors.push({ path, code, message });
  if (type === CommandType.ChatInput) {
    if (!isValidName(name)) addError(["name"], "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    if (!description) addError(["description"], "BASE_TYPE_REQUIRED", "This field is required");
  } else {
    if (description) addError(["description"], "APPLICATION_COMMAND_DESCRIPTION_FORBIDDEN", "A menu command has none");
    if (options.length) addError(["options"], "APPLICATION_COMMAND_OPTIONS_FORBIDDEN", "A menu command has none");
  }
  if (textLength(command) > MAX_COMMAND_TEXT) {
    addError([], "APPLICATION_COMMAND_TOO_LARGE", `Command exceeds maximum size (${MAX_COMMAND_TEXT})`);
  }
  return [...errors, ...validateOptions(options, ["options"])];
}

/**
 * Checks that one scope has at most the allowed number of commands of each type, and that names are unique within a
 * type.
 */
export function validateCommandSet(commands: CommandPayload[]): FormError[] {
  const errors: FormError[] = [];
  for (const [type, maximum] of Object.entries(MAX_COMMANDS_BY_TYPE)) {
    const sameType = commands.filter((command) => (command.type ?? CommandType.ChatInput) === Number(type));
    if (sameType.length > maximum) {
      errors.push({
        path: [],
        code: "APPLICATION_COMMANDS_TOO_MANY",
        message: `Over ${maximum} commands of type ${type}`,
      });
    }
    sameType.forEach(({ name }, index) => {
      if (sameType.findIndex((other) => other.name === name) < index) {
        errors.push({
          path: [],
          code: "APPLICATION_COMMANDS_DUPLICATE_NAME",
          message: `The name ${name} is used twice`,
        });
      }
    });
  }
  return errors;
}

const isValidName = (name: string): boolean => NAME.test(name) && name === name.toLowerCase();

function validateOptions(options: CommandOption[], path: (string | number)[]): FormError[] {
  return options.flatMap((option, index) => {
    const optionPath = [...path, index];
    const errors: FormError[] = [];
    const preceding = options.slice(0, index);
    if (!isValidName(option.name)) {
      errors.push({
        path: [...optionPath, "name"],
        code: "APPLICATION_COMMAND_INVALID_NAME",
        message: "Name is invalid",
      });
    }
    if (preceding.some(({ name }) => name === option.name)) {
      errors.push({
        path: optionPath,
        code: "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
        message: "Name is used twice",
      });
    }
    if (option.required && preceding.some(({ required }) => !required)) {
      errors.push({
        path: optionPath,
        code: "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        message: "Required options must be placed before non-required options",
      });
    }
    if (option.autocomplete && option.choices?.length) {
      errors.push({ path: optionPath, code: "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", message: "Not both" });
    }
    const nestedOptions = SUBCOMMAND_TYPES.includes(option.type) ? (option.options ?? []) : [];
    return [...errors, ...validateOptions(nestedOptions, [...optionPath, "options"])];
  });
}

/** Total length of the names, descriptions and choices of a command and its options, in UTF-16 code units. */
function textLength({ name, description = "", options = [] }: CommandPayload): number {
  const choicesLength = (option: CommandOption): number =>
    (option.choices ?? []).reduce((total, choice) => total + choice.name.length + String(choice.value).length, 0);
  return options.reduce(
    (total, option) => total + textLength(option) + choicesLength(option),
    name.length + description.length,
  );
}
