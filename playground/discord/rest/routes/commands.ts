import { invalidForm, refuse, type Violation } from "../../state/errors.ts";
import type { Command } from "../../state/model.ts";
import { commandViolations, setViolations } from "../commandLimits.ts";
import { type Call, done, ok, type Reply, type Route } from "../route.ts";

const CHAT_INPUT = 1;
const GUILD_INSTALL = 0;

/** Application commands, global ones and those of a guild (https://discord.com/developers/docs/interactions/application-commands). */
export const commandRoutes: Route[] = [
  "/applications/:id/commands",
  "/applications/:id/guilds/:guild/commands",
].flatMap((path): Route[] => [
  { method: "GET", path, run: (call) => ok(commandsOf(call)) },
  { method: "PUT", path, schema: "ApplicationCommandUpdateRequestSchema", asChecked: numeric, run: replaceAll },
  { method: "POST", path, schema: "ApplicationCommandCreateRequestSchema", asChecked: numeric, run: add },
  { method: "GET", path: `${path}/:command`, run: (call) => ok(commandOf(call)) },
  {
    method: "PATCH",
    path: `${path}/:command`,
    schema: "ApplicationCommandPatchRequestPartialSchema",
    asChecked: numeric,
    run: change,
  },
  { method: "DELETE", path: `${path}/:command`, run: remove },
]);

type Given = Pick<Command, "name" | "options"> & Partial<Command>;

/** Permissions come as text, as the documents say, where the schema has a number. */
function numeric(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(numeric);
  const { default_member_permissions: permissions, ...rest } = (body ?? {}) as Given;
  return permissions == null ? rest : { ...rest, default_member_permissions: Number(permissions) };
}

/** Whether a command stands where the path says: everywhere, or in that guild. */
function isOfPath({ params }: Call, { guild_id }: Command): boolean {
  return guild_id === (params.guild as string | undefined);
}

const commandsOf = (call: Call): Command[] => call.world.commands.filter((command) => isOfPath(call, command));

function commandOf(call: Call): Command {
  demandOwn(call);
  const command = commandsOf(call).find(({ id }) => id === call.params.command);
  if (!command) throw refuse.unknownCommand();
  return command;
}

function demandOwn({ world, params }: Call): void {
  if (params.id !== world.application) throw refuse.missingAccess();
  if (params.guild && !world.guilds.has(params.guild)) throw refuse.missingAccess();
}

/** A command as it is kept; one of the same name and type keeps its id. */
function kept(call: Call, given: Given): Command {
  const { world, params } = call;
  const type = given.type ?? CHAT_INPUT;
  const before = commandsOf(call).find((command) => command.name === given.name && command.type === type);
  const permissions = given.default_member_permissions;
  return {
    ...{ dm_permission: true, nsfw: false, contexts: null, integration_types: [GUILD_INSTALL] },
    ...{ name_localizations: null, description_localizations: null },
    ...given,
    ...{ type, description: given.description ?? "", id: before?.id ?? world.id() },
    ...{ application_id: world.application, version: world.id(), ...(params.guild && { guild_id: params.guild }) },
    default_member_permissions: permissions == null ? null : String(permissions),
  } as Command;
}

function demandValid(violations: Violation[]): void {
  if (violations.length) throw invalidForm(violations);
}

function replaceAll(call: Call): Reply {
  demandOwn(call);
  const given = call.body as Given[];
  const within = given.flatMap((command, index) =>
    commandViolations(command).map(({ path, ...rest }) => ({ path: [index, ...path], ...rest })),
  );
  demandValid([...within, ...setViolations(given)]);
  const fresh = given.map((command) => kept(call, command));
  call.world.commands = [...call.world.commands.filter((command) => !isOfPath(call, command)), ...fresh];
  return ok(fresh);
}

function add(call: Call): Reply {
  demandOwn(call);
  const command = kept(call, call.body as Given);
  const others = commandsOf(call).filter(({ id }) => id !== command.id);
  demandValid([...commandViolations(call.body as Given), ...setViolations([...others, command])]);
  const isNew = commandsOf(call).length === others.length;
  call.world.commands = [...call.world.commands.filter(({ id }) => id !== command.id), command];
  return { status: isNew ? 201 : 200, body: command };
}

function change(call: Call): Reply {
  const old = commandOf(call);
  const command = { ...old, ...(call.body as Partial<Command>), version: call.world.id() };
  demandValid(commandViolations(command));
  call.world.commands = call.world.commands.map((other) => (other === old ? command : other));
  return ok(command);
}

function remove(call: Call): Reply {
  const command = commandOf(call);
  call.world.commands = call.world.commands.filter((other) => other !== command);
  return done;
}
