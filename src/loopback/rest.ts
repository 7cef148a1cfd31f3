import { refusals } from "./limits.ts";
import type { Interaction, Message, MessageBody, World } from "./world.ts";

export type Reply = { status: number; body?: unknown };
type Handler = (world: World, found: string[], body: unknown, host: string) => Reply;

const EPHEMERAL = 1 << 6;
const DEFERRED = 5;
const SHOWN = 4;

const notFound: Reply = { status: 404, body: { code: 10_062, message: "Unknown interaction" } };
const done: Reply = { status: 204 };
const messageBody = (world: World, { id, channel, body, ephemeral }: Message) => ({
  id,
  channel_id: channel,
  content: body.content ?? "",
  components: body.components ?? [],
  flags: (body.flags ?? 0) | (ephemeral ? EPHEMERAL : 0),
  author: user(world),
  attachments: [],
  embeds: [],
  mentions: [],
  mention_roles: [],
  mention_everyone: false,
  pinned: false,
  tts: false,
  type: 20,
  timestamp: new Date(0).toISOString(),
  edited_timestamp: null,
  application_id: world.application,
});
export const user = (world: World) => ({
  id: world.bot,
  username: "pith",
  discriminator: "0",
  global_name: "Pith",
  avatar: null,
  bot: true,
});

/** Routes of Discord's REST API v10 by method and path; a number in a path is an id, `…` a token. */
const ROUTES: [method: string, path: RegExp, handler: Handler][] = [
  [
    "GET",
    /^\/gateway\/bot$/,
    (_world, _found, _body, host) => ({
      status: 200,
      body: {
        url: `ws://${host}`,
        shards: 1,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 },
      },
    }),
  ],
  ["GET", /^\/users\/@me$/, (world) => ({ status: 200, body: user(world) })],
  [
    "GET",
    /^\/(?:applications\/@me|oauth2\/applications\/@me)$/,
    (world) => ({ status: 200, body: { id: world.application, name: "Pith", flags: 0 } }),
  ],
  ["GET", /^\/applications\/(\d+)(?:\/guilds\/\d+)?\/commands$/, (world) => ({ status: 200, body: world.commands })],
  ["PUT", /^\/applications\/(\d+)(?:\/guilds\/\d+)?\/commands$/, putCommands],
  ["POST", /^\/interactions\/(\d+)\/([^/]+)\/callback$/, answerInteraction],
  ["PATCH", /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/, editOriginal],
];

/** What the loopback Discord answers to one request. `path` is without /api/v10 and query. */
export function answer(world: World, method: string, path: string, body: unknown, host: string): Reply {
  for (const [wanted, pattern, handler] of ROUTES) {
    const found = wanted === method ? pattern.exec(path) : null;
    if (found) return handler(world, found.slice(1), body, host);
  }
  world.breach(`${method} ${path} is no route of the loopback Discord`);
  return { status: 404, body: { code: 0, message: "404: Not Found" } };
}

function putCommands(world: World, _: string[], body: unknown): Reply {
  const commands = body as { name: string; description?: string }[];
  for (const { name, description } of commands) {
    if (!/^[-_\p{Ll}\p{N}]{1,32}$/u.test(name)) world.breach(`command name ${name}`);
    if (!description || description.length > 100) world.breach(`description of ${name}`);
  }
  world.commands = commands;
  return {
    status: 200,
    body: commands.map((command) => ({
      ...command,
      id: world.id(),
      application_id: world.application,
      version: world.id(),
    })),
  };
}

function answerInteraction(world: World, [id, token]: string[], body: unknown): Reply {
  const interaction = world.interactions.get(token ?? "");
  if (!interaction || interaction.id !== id) return notFound;
  if (interaction.answered)
    return { status: 400, body: { code: 40_060, message: "Interaction has already been acknowledged." } };
  const { type, data = {} } = body as { type: number; data?: MessageBody };
  interaction.answered = true;
  interaction.ephemeral = ((data.flags ?? 0) & EPHEMERAL) !== 0;
  if (type === SHOWN) return showMessage(world, interaction, data) ?? done;
  if (type !== DEFERRED) world.breach(`interaction answered with type ${type}`);
  return done;
}

function editOriginal(world: World, [token]: string[], body: unknown): Reply {
  const interaction = world.interactions.get(token ?? "");
  if (!interaction?.answered) return notFound;
  return (
    showMessage(world, interaction, body as MessageBody) ?? {
      status: 200,
      body: messageBody(world, interaction.message!),
    }
  );
}

/** Sets an interaction's message; gives the refusal when Discord would not take it. */
function showMessage(world: World, interaction: Interaction, body: MessageBody): Reply | null {
  const faults = refusals(body);
  for (const fault of faults) world.breach(fault);
  if (faults.length)
    return {
      status: 400,
      body: {
        code: 50_035,
        message: "Invalid Form Body",
        errors: { _errors: faults.map((message) => ({ code: "BASE", message })) },
      },
    };
  if (body.allowed_mentions?.parse?.length !== 0) world.breach("a message without allowed_mentions that are none");
  const { ephemeral } = interaction;
  const { id, edits } = interaction.message ?? { id: world.id(), edits: -1 };
  interaction.message = { id, channel: world.channel, ephemeral, body, edits: edits + 1 };
  world.emit("edited", interaction.message);
  return null;
}
