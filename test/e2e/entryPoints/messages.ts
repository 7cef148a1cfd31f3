import { buttonsOf } from "../../../playground/discord/index.ts";
import { NO_OTHER_MEMBERS, createFile, createText, NO_SETTINGS, NO_THREADS, QUESTION, type TestCase, NO_EVENTS, type EntryPoint } from "./testCase.ts";

type Post = Parameters<TestCase["user"]["post"]>[1];
const posts = (post: (scene: TestCase) => Post) => (scene: TestCase) =>
  scene.messageOutcome(scene.user.post(scene.channel, post(scene)));

const SPOKEN = { lacks: "role", server: "card, thread | not here", dm: `card | ${NO_OTHER_MEMBERS}`, app: NO_EVENTS } as const;
const IN_THREAD = { lacks: "role", server: "answer | not here", dm: NO_THREADS, app: NO_EVENTS } as const;
const AUTOMATIC = { lacks: "role", dm: NO_SETTINGS, app: NO_EVENTS, withheld: { server: "nothing | nothing" } } as const;

/** Somebody posts a file that is long enough for any mode. */
async function inChannel(scene: TestCase, mode: string, by = scene.user) {
  await scene.harness.setMode(scene.channel.id, mode);
  const years = Array.from(
    { length: 30 },
    (_, i) =>
      `In year ${1900 + i} the council counted ${i * 700} readers and ${i} new shelves in its old town library.`,
  );
  const text = [createText(), ...years].join("\n\n");
  return by.post(scene.channel, { files: [createFile("long.txt", text)] });
}

/** What people do with messages alone. Without the Message Content intent the bot reads what is addressed to it. */
export const MESSAGES: EntryPoint[] = [
  { way: "mention with a file", ...SPOKEN, does: posts(({ mention }) => ({ content: mention, files: [createFile()] })) },
  {
    way: "mention with a link",
    ...SPOKEN,
    does: posts((scene) => ({ content: `${scene.mention} look: ${scene.addPage()}` })),
  },
  { way: "mention with a text", ...SPOKEN, does: posts(({ mention }) => ({ content: `${mention} ${createText()}` })) },
  {
    way: "mention with nothing to read",
    ...SPOKEN,
    server: "nothing given | nothing given",
    dm: `nothing given | ${NO_OTHER_MEMBERS}`,
    does: posts(({ mention }) => ({ content: mention })),
  },
  {
    way: "mention in reply to a file",
    ...SPOKEN,
    withheld: { server: "cannot read it | cannot read it" },
    does(scene) {
      const replyTo = scene.poster.post(scene.channel, { files: [createFile()] });
      return scene.messageOutcome(scene.user.post(scene.channel, { content: scene.mention, replyTo }));
    },
  },
  {
    way: "mention in reply to a card, with a question",
    lacks: "role",
    server: "answer | not here",
    dm: `answer | ${NO_OTHER_MEMBERS}`,
    app: NO_EVENTS,
    async does(scene) {
      const card = await scene.createCard();
      return scene.messageOutcome(
        scene.user.post(scene.channel, { content: `${scene.mention} ${QUESTION}`, replyTo: card, ping: false }),
      );
    },
  },
  {
    way: "reply to a card with its ping on, with a question",
    lacks: "role",
    server: "answer | not here",
    dm: `answer | ${NO_OTHER_MEMBERS}`,
    app: NO_EVENTS,
    async does(scene) {
      const card = await scene.createCard();
      return scene.messageOutcome(scene.user.post(scene.channel, { content: QUESTION, replyTo: card }));
    },
  },
  {
    way: "a forwarded file",
    lacks: "role",
    server: "nothing | nothing",
    dm: `card | ${NO_OTHER_MEMBERS}`,
    app: NO_EVENTS,
    does(scene) {
      const posted = scene.user.post(scene.channel, { files: [createFile()] });
      return scene.messageOutcome(scene.user.forward(posted, scene.channel));
    },
  },
  {
    way: "a file alone",
    lacks: "role",
    server: "nothing | nothing",
    dm: `card | ${NO_OTHER_MEMBERS}`,
    app: NO_EVENTS,
    does: posts(() => ({ files: [createFile()] })),
  },
  {
    way: "a link alone",
    lacks: "role",
    server: "nothing | nothing",
    dm: `card | ${NO_OTHER_MEMBERS}`,
    app: NO_EVENTS,
    does: posts((scene) => ({ content: scene.addPage() })),
  },
  {
    way: "a text alone",
    lacks: "role",
    server: "nothing | nothing",
    dm: `card | ${NO_OTHER_MEMBERS}`,
    app: NO_EVENTS,
    does: posts(() => ({ content: createText() })),
  },
  {
    way: "a question alone",
    lacks: "role",
    server: "nothing | nothing",
    dm: `answer | ${NO_OTHER_MEMBERS}`,
    app: NO_EVENTS,
    async does(scene) {
      await scene.createDocument();
      return scene.messageOutcome(scene.user.post(scene.channel, { content: QUESTION }));
    },
  },
  {
    way: "in a thread: mention",
    ...IN_THREAD,
    async does(scene) {
      const { thread } = await scene.createThread();
      return scene.messageOutcome(scene.user.post(thread, { content: `${scene.mention} ${QUESTION}` }));
    },
  },
  {
    way: "in a thread: reply with its ping on",
    ...IN_THREAD,
    async does(scene) {
      const { thread, opening } = await scene.createThread();
      return scene.messageOutcome(scene.user.post(thread, { content: QUESTION, replyTo: opening }));
    },
  },
  {
    way: "in a thread: reply with its ping off",
    ...IN_THREAD,
    withheld: { server: "mention me | mention me" },
    async does(scene) {
      const { thread, opening } = await scene.createThread();
      return scene.messageOutcome(scene.user.post(thread, { content: QUESTION, replyTo: opening, ping: false }));
    },
  },
  {
    way: "in a thread: plain words",
    ...IN_THREAD,
    withheld: { server: "nothing | nothing" },
    async does(scene) {
      const { thread } = await scene.createThread();
      return scene.messageOutcome(scene.user.post(thread, { content: QUESTION }));
    },
  },
  {
    way: "in a thread: mention with another file",
    ...IN_THREAD,
    server: "card | not here",
    async does(scene) {
      const { thread } = await scene.createThread();
      return scene.messageOutcome(scene.user.post(thread, { content: scene.mention, files: [createFile()] }));
    },
  },
  {
    way: "in a thread: Ask",
    ...IN_THREAD,
    server: "form → answer | form → private not here",
    async does(scene) {
      const { opening } = await scene.createThread();
      return scene.modalOutcome(() => scene.user.press(opening, "Ask"), { question: QUESTION });
    },
  },
  {
    way: "in a thread: /ask",
    ...IN_THREAD,
    server: "answer | private not here",
    async does(scene) {
      const { thread } = await scene.createThread();
      return scene.outcomeOf(() => scene.user.slash(thread, "ask", { question: QUESTION }));
    },
  },
  {
    way: "automatic channel, off",
    ...AUTOMATIC,
    server: "nothing | nothing",
    does: async (scene) => scene.messageOutcome(await inChannel(scene, "off")),
  },
  {
    way: "automatic channel, offer",
    ...AUTOMATIC,
    server: "offer → card, thread | offer → private not here",
    async does(scene) {
      const posted = await inChannel(scene, "offer", scene.poster);
      const first = await scene.messageOutcome(posted);
      if (first !== "offer") return first;
      const isTaken = (message: Parameters<typeof buttonsOf>[0]): boolean =>
        !buttonsOf(message)[0]?.label?.startsWith("Summarise");
      return `${first} → ${await scene.outcomeOf(() => scene.user.press(scene.reply(posted)!, "Summarise"), isTaken)}`;
    },
  },
  {
    way: "automatic channel, react",
    ...AUTOMATIC,
    server: "reaction → card, thread | reaction → nothing",
    async does(scene) {
      const posted = await inChannel(scene, "react", scene.poster);
      const first = await scene.messageOutcome(posted);
      if (first !== "reaction") return first;
      scene.user.addReaction(posted, "📰");
      return `${first} → ${await scene.replyOutcome(posted)}`;
    },
  },
  {
    way: "automatic channel, auto",
    ...AUTOMATIC,
    server: "card, thread | nothing",
    does: async (scene) => scene.messageOutcome(await inChannel(scene, "auto")),
  },
];
