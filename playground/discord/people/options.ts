import type { Cdn } from "../cdn.ts";
import { channelJson, partialMemberJson, roleJson, userJson } from "../rest/json.ts";
import type { World } from "../state/discordState.ts";
import type { Channel, Command, CommandOption, FileUpload, Json } from "../state/model.ts";

/** What a person gives for an option: text, a number, yes or no, a file, or the id of a user, channel or role. */
type OptionValue = string | number | boolean | FileUpload;
export type SlashOptions = Record<string, OptionValue>;

/** Application command option types (https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type). */
const TYPE = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  file: 11,
};

/** What the selects of components choose among, as options of commands do. */
const SELECTS: Record<number, number> = { 5: TYPE.user, 6: TYPE.role, 7: TYPE.mentionable, 8: TYPE.channel };

const isFile = (value: OptionValue): value is FileUpload => typeof value === "object";

/** The options that a command really takes: its own, or those of a subcommand. @throws Error for a subcommand it has not */
export function optionsOf(command: Command, { group, subcommand }: Place): CommandOption[] {
  return [group, subcommand]
    .filter((name) => name !== undefined)
    .reduce<CommandOption[]>((options, name) => {
      const found = options.find((option) => option.name === name);
      if (!found) throw new Error(`/${command.name} has no subcommand ${name}`);
      return found.options ?? [];
    }, command.options ?? []);
}

export type Place = { group?: string; subcommand?: string };

/** Options as an interaction carries them, within the subcommand that they belong to. */
export function placed({ group, subcommand }: Place, options: Json[]): Json[] {
  const inner = subcommand ? [{ type: TYPE.subcommand, name: subcommand, options }] : options;
  return group ? [{ type: TYPE.group, name: group, options: inner }] : inner;
}

/**
 * Given options, typed as the command declares them, with what they name beside them.
 * @throws Error for what Discord's own client does not let a person send: unknown, missing or unfitting options
 */
export function typed(
  world: World,
  cdn: Cdn,
  channel: Channel,
  declared: CommandOption[] | null,
  given: SlashOptions,
): { options: Json[]; resolved: Json } {
  const missing = declared?.find(({ name, required }) => required && given[name] === undefined);
  if (missing) throw new Error(`option ${missing.name} is required`);
  const resolved: Record<string, Record<string, object>> = {};
  const resolve = (kind: string, id: string, json: object): void => {
    resolved[kind] = { ...resolved[kind], [id]: json };
  };
  const options = Object.entries(given).map(([name, value]) => {
    const option = declared?.find((candidate) => candidate.name === name);
    if (declared && !option) throw new Error(`there is no option ${name}`);
    const type = option?.type ?? typeOf(value);
    if (option) demandFitting(option, value);
    if (isFile(value)) {
      const file = cdn.add(world.id(), channel.id, value, { ephemeral: true });
      resolve("attachments", file.id, cdn.json(file));
      return { name, type, value: file.id };
    }
    for (const [kind, id, json] of namedBy(world, channel, type, String(value))) resolve(kind, id, json);
    return { name, type, value };
  });
  return { options, resolved };
}

function typeOf(value: OptionValue): number {
  if (isFile(value)) return TYPE.file;
  if (typeof value === "boolean") return TYPE.boolean;
  if (typeof value === "string") return TYPE.string;
  return Number.isInteger(value) ? TYPE.integer : TYPE.number;
}

function demandFitting(option: CommandOption, value: OptionValue): void {
  const {
    type,
    name,
    choices,
    min_length = 0,
    max_length = 6000,
    min_value = -Infinity,
    max_value = Infinity,
  } = option;
  const fits =
    type === TYPE.file
      ? isFile(value)
      : type === TYPE.boolean
        ? typeof value === "boolean"
        : type === TYPE.integer || type === TYPE.number
          ? typeof value === "number" && value >= min_value && value <= max_value
          : typeof value === "string" && value.length >= min_length && value.length <= max_length;
  if (!fits)
    throw new Error(
      `option ${name} does not take ${isFile(value) ? "a file" : `${typeof value} ${value}`.slice(0, 80)}`,
    );
  if (choices?.length && !choices.some((choice) => choice.value === value)) {
    throw new Error(`option ${name} has no choice ${String(value)}`);
  }
}

/** Users, members, channels and roles that an id stands for, as an interaction resolves them. */
function namedBy(world: World, channel: Channel, type: number, id: string): [kind: string, id: string, json: object][] {
  const guild = channel.guild_id ? world.guilds.get(channel.guild_id) : undefined;
  const found: [string, string, object][] = [];
  const user = type === TYPE.user || type === TYPE.mentionable ? world.users.get(id) : undefined;
  if (user) found.push(["users", id, userJson(user)]);
  const member = user && guild?.members.get(id);
  if (member) found.push(["members", id, { ...partialMemberJson(member), permissions: "0" }]);
  const named = type === TYPE.channel ? world.channels.get(id) : undefined;
  if (named) found.push(["channels", id, { ...channelJson(world, named), permissions: "0" }]);
  const role = type === TYPE.role || type === TYPE.mentionable ? guild?.roles.get(id) : undefined;
  if (role) found.push(["roles", id, roleJson(role)]);
  return found;
}

/** What the ids chosen in a select stand for. @throws Error for one that stands for nothing */
export function chosen(world: World, channel: Channel, select: number, ids: string[]): Json {
  const resolved: Record<string, Record<string, object>> = {};
  for (const id of ids) {
    const found = namedBy(world, channel, SELECTS[select] ?? TYPE.string, id);
    if (select in SELECTS && found.length === 0) throw new Error(`there is no ${id} to choose`);
    for (const [kind, , json] of found) resolved[kind] = { ...resolved[kind], [id]: json };
  }
  return resolved;
}
