import type { Cdn } from "../cdn.ts";
import { channelJson, partialMemberJson, roleJson, userJson } from "../rest/json.ts";
import type { DiscordState } from "../state/discordState.ts";
import {
  type Channel,
  type Command,
  type CommandOption,
  ComponentType,
  type FileUpload,
  type Json,
  OptionType,
} from "../state/model.ts";

/** An option value. Users, channels and roles are given by id. */
type OptionValue = string | number | boolean | FileUpload;
export type SlashOptions = Record<string, OptionValue>;

/** Command option types, by the select menu type that accepts the same kind of entity. */
const OPTION_TYPE_BY_SELECT: Record<number, number> = {
  [ComponentType.UserSelect]: OptionType.User,
  [ComponentType.RoleSelect]: OptionType.Role,
  [ComponentType.MentionableSelect]: OptionType.Mentionable,
  [ComponentType.ChannelSelect]: OptionType.Channel,
};

const isFile = (value: OptionValue): value is FileUpload => typeof value === "object";

/**
 * The options declared by a command or, with a path, by its subcommand.
 * @throws Error if there is no such subcommand
 */
export function declaredOptions(command: Command, { group, subcommand }: SubcommandPath): CommandOption[] {
  return [group, subcommand]
    .filter((name) => name !== undefined)
    .reduce<CommandOption[]>((options, name) => {
      const subcommandOption = options.find((option) => option.name === name);
      if (!subcommandOption) throw new Error(`/${command.name} has no subcommand ${name}`);
      return subcommandOption.options ?? [];
    }, command.options ?? []);
}

export type SubcommandPath = { group?: string; subcommand?: string };

/** Wraps options in the subcommand group and subcommand they belong to. */
export function nestOptions({ group, subcommand }: SubcommandPath, options: Json[]): Json[] {
  const inner = subcommand ? [{ type: OptionType.Subcommand, name: subcommand, options }] : options;
  return group ? [{ type: OptionType.SubcommandGroup, name: group, options: inner }] : inner;
}

/**
 * Converts option values to the options and resolved data of an interaction.
 * @param declared the declared options; null skips validation
 * @throws Error for options that Discord's client would reject: unknown, missing or invalid ones
 */
export function resolveOptions(
  state: DiscordState,
  cdn: Cdn,
  channel: Channel,
  declared: CommandOption[] | null,
  values: SlashOptions,
): { options: Json[]; resolved: Json } {
  const missingOption = declared?.find(({ name, required }) => required && values[name] === undefined);
  if (missingOption) throw new Error(`option ${missingOption.name} is required`);
  const resolved: Record<string, Record<string, object>> = {};
  const resolve = (kind: string, id: string, json: object): void => {
    resolved[kind] = { ...resolved[kind], [id]: json };
  };
  const options = Object.entries(values).map(([name, value]) => {
    const option = declared?.find((candidate) => candidate.name === name);
    if (declared && !option) throw new Error(`there is no option ${name}`);
    const type = option?.type ?? inferOptionType(value);
    if (option) requireValidOption(option, value);
    if (isFile(value)) {
      const file = cdn.add(state.nextId(), channel.id, value, { ephemeral: true });
      resolve("attachments", file.id, cdn.attachmentJson(file));
      return { name, type, value: file.id };
    }
    for (const [kind, id, json] of resolveEntities(state, channel, type, String(value))) resolve(kind, id, json);
    return { name, type, value };
  });
  return { options, resolved };
}

function inferOptionType(value: OptionValue): number {
  if (isFile(value)) return OptionType.Attachment;
  if (typeof value === "boolean") return OptionType.Boolean;
  if (typeof value === "string") return OptionType.String;
  return Number.isInteger(value) ? OptionType.Integer : OptionType.Number;
}

function requireValidOption(option: CommandOption, value: OptionValue): void {
  const {
    type,
    name,
    choices,
    min_length = 0,
    max_length = 6000,
    min_value = -Infinity,
    max_value = Infinity,
  } = option;
  const isValid =
    type === OptionType.Attachment
      ? isFile(value)
      : type === OptionType.Boolean
        ? typeof value === "boolean"
        : type === OptionType.Integer || type === OptionType.Number
          ? typeof value === "number" && value >= min_value && value <= max_value
          : typeof value === "string" && value.length >= min_length && value.length <= max_length;
  if (!isValid)
    throw new Error(
      `option ${name} does not take ${isFile(value) ? "a file" : `${typeof value} ${value}`.slice(0, 80)}`,
    );
  if (choices?.length && !choices.some((choice) => choice.value === value)) {
    throw new Error(`option ${name} has no choice ${String(value)}`);
  }
}

/** The resolved data for an id: user and member, channel, or role, by option type. Empty if the id does not exist. */
function resolveEntities(
  state: DiscordState,
  channel: Channel,
  type: number,
  id: string,
): [kind: string, id: string, json: object][] {
  const guild = channel.guild_id ? state.guilds.get(channel.guild_id) : undefined;
  const entities: [string, string, object][] = [];
  const user = type === OptionType.User || type === OptionType.Mentionable ? state.users.get(id) : undefined;
  if (user) entities.push(["users", id, userJson(user)]);
  const member = user && guild?.members.get(id);
  if (member) entities.push(["members", id, { ...partialMemberJson(member), permissions: "0" }]);
  const namedChannel = type === OptionType.Channel ? state.channels.get(id) : undefined;
  if (namedChannel) entities.push(["channels", id, { ...channelJson(state, namedChannel), permissions: "0" }]);
  const role = type === OptionType.Role || type === OptionType.Mentionable ? guild?.roles.get(id) : undefined;
  if (role) entities.push(["roles", id, roleJson(role)]);
  return entities;
}

/**
 * The resolved data for the values selected in a select menu.
 * @throws Error if an id in a user, role, mentionable or channel select does not exist
 */
export function resolveSelection(state: DiscordState, channel: Channel, selectType: number, ids: string[]): Json {
  const resolved: Record<string, Record<string, object>> = {};
  for (const id of ids) {
    const entities = resolveEntities(state, channel, OPTION_TYPE_BY_SELECT[selectType] ?? OptionType.String, id);
    if (selectType in OPTION_TYPE_BY_SELECT && entities.length === 0) throw new Error(`there is no ${id} to choose`);
    for (const [kind, , json] of entities) resolved[kind] = { ...resolved[kind], [id]: json };
  }
  return resolved;
}
