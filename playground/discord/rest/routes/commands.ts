import { apiErrors, type FormError, invalidFormBody } from "../../state/errors.ts";
import { type Command, CommandType } from "../../state/model.ts";
import { validateCommand, validateCommandSet } from "../commandLimits.ts";
import { noContent, ok, type Route, type RouteContext, type RouteResponse } from "../route.ts";

const GUILD_INSTALL = 0;

/** Routes for global and guild commands (https://discord.com/developers/docs/interactions/application-commands). */
export const commandRoutes: Route[] = [
  "/applications/:id/commands",
  "/applications/:id/guilds/:guild/commands",
].flatMap((path): Route[] => [
  { method: "GET", path, handler: (context) => ok(commandsInScope(context)) },
  {
    method: "PUT",
    path,
    schema: "ApplicationCommandUpdateRequestSchema",
    normalizeBody: withNumericPermissions,
    handler: overwriteCommands,
  },
  {
    method: "POST",
    path,
    schema: "ApplicationCommandCreateRequestSchema",
    normalizeBody: withNumericPermissions,
    handler: createCommand,
  },
  { method: "GET", path: `${path}/:command`, handler: (context) => ok(requireCommand(context)) },
  {
    method: "PATCH",
    path: `${path}/:command`,
    schema: "ApplicationCommandPatchRequestPartialSchema",
    normalizeBody: withNumericPermissions,
    handler: updateCommand,
  },
  { method: "DELETE", path: `${path}/:command`, handler: deleteCommand },
]);

type CommandPayload = Pick<Command, "name" | "options"> & Partial<Command>;

/**
 * Converts `default_member_permissions` to a number. Discord documents a string, but its schema requires a number.
 */
function withNumericPermissions(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withNumericPermissions);
  const { default_member_permissions: permissions, ...rest } = (body ?? {}) as CommandPayload;
  return permissions == null ? rest : { ...rest, default_member_permissions: Number(permissions) };
}

/**
 * Whether a command belongs to the scope of the request path: the guild named in the path, or global if no guild is
 * named.
 */
function isInScope({ params }: RouteContext, { guild_id }: Command): boolean {
  return guild_id === (params.guild as string | undefined);
}

const commandsInScope = (context: RouteContext): Command[] =>
  context.state.commands.filter((command) => isInScope(context, command));

function requireCommand(context: RouteContext): Command {
  requireOwnApplication(context);
  const command = commandsInScope(context).find(({ id }) => id === context.params.command);
  if (!command) throw apiErrors.unknownCommand();
  return command;
}

function requireOwnApplication({ state, params }: RouteContext): void {
  if (params.id !== state.applicationId) throw apiErrors.missingAccess();
  if (params.guild && !state.guilds.has(params.guild)) throw apiErrors.missingAccess();
}

/** The command object to store for a payload. It keeps the id of an existing command with the same name and type. */
function storedCommand(context: RouteContext, payload: CommandPayload): Command {
  const { state, params } = context;
  const type = payload.type ?? CommandType.ChatInput;
  const existing = commandsInScope(context).find((command) => command.name === payload.name && command.type === type);
  const permissions = payload.default_member_permissions;
  return {
    dm_permission: true,
    nsfw: false,
    contexts: null,
    integration_types: [GUILD_INSTALL],
    name_localizations: null,
    description_localizations: null,
    ...payload,
    type,
    description: payload.description ?? "",
    id: existing?.id ?? state.nextId(),
    application_id: state.applicationId,
    version: state.nextId(),
    ...(params.guild && { guild_id: params.guild }),
    default_member_permissions: permissions == null ? null : String(permissions),
  } as Command;
}

function requireNoErrors(errors: FormError[]): void {
  if (errors.length) throw invalidFormBody(errors);
}

function overwriteCommands(context: RouteContext): RouteResponse {
  requireOwnApplication(context);
  const payload = context.body as CommandPayload[];
  const commandErrors = payload.flatMap((command, index) =>
    validateCommand(command).map(({ path, ...rest }) => ({ path: [index, ...path], ...rest })),
  );
  requireNoErrors([...commandErrors, ...validateCommandSet(payload)]);
  const created = payload.map((command) => storedCommand(context, command));
  context.state.commands = [...context.state.commands.filter((command) => !isInScope(context, command)), ...created];
  return ok(created);
}

function createCommand(context: RouteContext): RouteResponse {
  requireOwnApplication(context);
  const command = storedCommand(context, context.body as CommandPayload);
  const others = commandsInScope(context).filter(({ id }) => id !== command.id);
  requireNoErrors([...validateCommand(context.body as CommandPayload), ...validateCommandSet([...others, command])]);
  const isNew = commandsInScope(context).length === others.length;
  context.state.commands = [...context.state.commands.filter(({ id }) => id !== command.id), command];
  return { status: isNew ? 201 : 200, body: command };
}

function updateCommand(context: RouteContext): RouteResponse {
  const old = requireCommand(context);
  const command = { ...old, ...(context.body as Partial<Command>), version: context.state.nextId() };
  requireNoErrors(validateCommand(command));
  context.state.commands = context.state.commands.map((other) => (other === old ? command : other));
  return ok(command);
}

function deleteCommand(context: RouteContext): RouteResponse {
  const command = requireCommand(context);
  context.state.commands = context.state.commands.filter((other) => other !== command);
  return noContent;
}
