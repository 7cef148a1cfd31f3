import { buttonsOf } from "../../../playground/discord/index.ts";
import { ALONE, file, fresh, NO_SETTINGS, NO_THREADS, QUESTION, type Scene, UNREAD, type Way } from "./scene.ts";

type Post = Parameters<Scene["who"]["post"]>[1];
const posts = (post: (scene: Scene) => Post) => (scene: Scene) =>
  scene.heard(scene.who.post(scene.channel, post(scene)));

const SPOKEN = { lacks: "role", server: "card, thread | not here", dm: `card | ${ALONE}`, app: UNREAD } as const;
const IN_THREAD = { lacks: "role", server: "answer | not here", dm: NO_THREADS, app: UNREAD } as const;
const AUTOMATIC = { lacks: "role", dm: NO_SETTINGS, app: UNREAD, withheld: { server: "nothing | nothing" } } as const;

/** Somebody posts a file that is long enough for any mode. */
async function inChannel(scene: Scene, mode: string, by = scene.who) {
  await scene.house.setMode(scene.channel.id, mode);
  const years = Array.from(
    { length: 30 },
    (_, i) =>
      `In year ${1900 + i} the council counted ${i * 700} readers and ${i} new shelves in its old town library.`,
  );
  const text = [fresh(), ...years].join("\n\n");
  return by.post(scene.channel, { files: [file("long.txt", text)] });
}

/** What people do with messages alone. Without the Message Content intent the bot reads what is addressed to it. */
export const MESSAGES: Way[] = [
  { way: "mention with a file", ...SPOKEN, does: posts(({ mention }) => ({ content: mention, files: [file()] })) },
  {
    way: "mention with a link",
    ...SPOKEN,
    does: posts((scene) => ({ content: `${scene.mention} look: ${scene.page()}` })),
  },
  { way: "mention with a text", ...SPOKEN, does: posts(({ mention }) => ({ content: `${mention} ${fresh()}` })) },
  {
    way: "mention with nothing to read",
    ...SPOKEN,
    server: "nothing given | nothing given",
    dm: `nothing given | ${ALONE}`,
    does: posts(({ mention }) => ({ content: mention })),
  },
  {
    way: "mention in reply to a file",
    ...SPOKEN,
    withheld: { server: "cannot read it | cannot read it" },
    does(scene) {
      const replyTo = scene.poster.post(scene.channel, { files: [file()] });
      return scene.heard(scene.who.post(scene.channel, { content: scene.mention, replyTo }));
    },
  },
  {
    way: "mention in reply to a card, with a question",
    lacks: "role",
    server: "answer | not here",
    dm: `answer | ${ALONE}`,
    app: UNREAD,
    async does(scene) {
      const card = await scene.cardOf();
      return scene.heard(
        scene.who.post(scene.channel, { content: `${scene.mention} ${QUESTION}`, replyTo: card, ping: false }),
      );
    },
  },
  {
    way: "reply to a card with its ping on, with a question",
    lacks: "role",
    server: "answer | not here",
    dm: `answer | ${ALONE}`,
    app: UNREAD,
    async does(scene) {
      const card = await scene.cardOf();
      return scene.heard(scene.who.post(scene.channel, { content: QUESTION, replyTo: card }));
    },
  },
  {
    way: "a forwarded file",
    lacks: "role",
    server: "nothing | nothing",
    dm: `card | ${ALONE}`,
    app: UNREAD,
    does(scene) {
      const posted = scene.who.post(scene.channel, { files: [file()] });
      return scene.heard(scene.who.forward(posted, scene.channel));
    },
  },
  {
    way: "a file alone",
    lacks: "role",
    server: "nothing | nothing",
    dm: `card | ${ALONE}`,
    app: UNREAD,
    does: posts(() => ({ files: [file()] })),
  },
  {
    way: "a link alone",
    lacks: "role",
    server: "nothing | nothing",
    dm: `card | ${ALONE}`,
    app: UNREAD,
    does: posts((scene) => ({ content: scene.page() })),
  },
  {
    way: "a text alone",
    lacks: "role",
    server: "nothing | nothing",
    dm: `card | ${ALONE}`,
    app: UNREAD,
    does: posts(() => ({ content: fresh() })),
  },
  {
    way: "a question alone",
    lacks: "role",
    server: "nothing | nothing",
    dm: `answer | ${ALONE}`,
    app: UNREAD,
    async does(scene) {
      await scene.document();
      return scene.heard(scene.who.post(scene.channel, { content: QUESTION }));
    },
  },
  {
    way: "in a thread: mention",
    ...IN_THREAD,
    async does(scene) {
      const { thread } = await scene.thread();
      return scene.heard(scene.who.post(thread, { content: `${scene.mention} ${QUESTION}` }));
    },
  },
  {
    way: "in a thread: reply with its ping on",
    ...IN_THREAD,
    async does(scene) {
      const { thread, opening } = await scene.thread();
      return scene.heard(scene.who.post(thread, { content: QUESTION, replyTo: opening }));
    },
  },
  {
    way: "in a thread: reply with its ping off",
    ...IN_THREAD,
    withheld: { server: "mention me | mention me" },
    async does(scene) {
      const { thread, opening } = await scene.thread();
      return scene.heard(scene.who.post(thread, { content: QUESTION, replyTo: opening, ping: false }));
    },
  },
  {
    way: "in a thread: plain words",
    ...IN_THREAD,
    withheld: { server: "nothing | nothing" },
    async does(scene) {
      const { thread } = await scene.thread();
      return scene.heard(scene.who.post(thread, { content: QUESTION }));
    },
  },
  {
    way: "in a thread: mention with another file",
    ...IN_THREAD,
    server: "card | not here",
    async does(scene) {
      const { thread } = await scene.thread();
      return scene.heard(scene.who.post(thread, { content: scene.mention, files: [file()] }));
    },
  },
  {
    way: "in a thread: Ask",
    ...IN_THREAD,
    server: "form → answer | form → private not here",
    async does(scene) {
      const { opening } = await scene.thread();
      return scene.filled(() => scene.who.press(opening, "Ask"), { question: QUESTION });
    },
  },
  {
    way: "in a thread: /ask",
    ...IN_THREAD,
    server: "answer | private not here",
    async does(scene) {
      const { thread } = await scene.thread();
      return scene.told(() => scene.who.slash(thread, "ask", { question: QUESTION }));
    },
  },
  {
    way: "automatic channel, off",
    ...AUTOMATIC,
    server: "nothing | nothing",
    does: async (scene) => scene.heard(await inChannel(scene, "off")),
  },
  {
    way: "automatic channel, offer",
    ...AUTOMATIC,
    server: "offer → card, thread | offer → private not here",
    async does(scene) {
      const posted = await inChannel(scene, "offer", scene.poster);
      const first = await scene.heard(posted);
      if (first !== "offer") return first;
      const isTaken = (message: Parameters<typeof buttonsOf>[0]): boolean =>
        !buttonsOf(message)[0]?.label?.startsWith("Summarise");
      return `${first} → ${await scene.told(() => scene.who.press(scene.reply(posted)!, "Summarise"), isTaken)}`;
    },
  },
  {
    way: "automatic channel, react",
    ...AUTOMATIC,
    server: "reaction → card, thread | reaction → nothing",
    async does(scene) {
      const posted = await inChannel(scene, "react", scene.poster);
      const first = await scene.heard(posted);
      if (first !== "reaction") return first;
      scene.who.react(posted, "📰");
      return `${first} → ${await scene.answered(posted)}`;
    },
  },
  {
    way: "automatic channel, auto",
    ...AUTOMATIC,
    server: "card, thread | nothing",
    does: async (scene) => scene.heard(await inChannel(scene, "auto")),
  },
];
