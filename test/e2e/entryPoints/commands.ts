import { textOf } from "../../../playground/discord/index.ts";
import { NO_OTHER_MEMBERS, createFile, createText, NO_SETTINGS, QUESTION, type TestCase, type EntryPoint } from "./testCase.ts";

const summarise = (options: (scene: TestCase) => Parameters<TestCase["user"]["slash"]>[2]) => (scene: TestCase) =>
  scene.outcomeOf(() => scene.user.slash(scene.channel, "summarise", options(scene)));
const pith = (subcommand: string) => (scene: TestCase) =>
  scene.outcomeOf(() => scene.user.slash(scene.channel, "pith", {}, { subcommand }));
const forget = (subcommand: string) => (scene: TestCase) =>
  scene.outcomeOf(() => scene.user.slash(scene.channel, "forget", {}, { subcommand }));
const menu = (name: string, post: (scene: TestCase) => Parameters<TestCase["user"]["post"]>[1]) => (scene: TestCase) => {
  const posted = scene.poster.post(scene.channel, post(scene));
  return scene.outcomeOf(() => scene.user.messageCommand(name, posted));
};

const CARD = {
  lacks: "role",
  server: "card, thread | private not here",
  dm: `card | ${NO_OTHER_MEMBERS}`,
  app: "card | private card",
} as const;
const ANSWER = {
  lacks: "sight",
  server: "answer | private no document",
  dm: "answer | private no document",
  app: "answer | private answer",
} as const;

/** What people do with commands and with the menu of a message. Discord gives the bot what it needs for them itself. */
export const COMMANDS: EntryPoint[] = [
  { way: "/summarise url", ...CARD, does: summarise((scene) => ({ url: scene.addPage() })) },
  { way: "/summarise file", ...CARD, does: summarise(() => ({ file: createFile() })) },
  { way: "/summarise text", ...CARD, does: summarise(() => ({ text: createText() })) },
  {
    way: "/summarise url and file",
    ...CARD,
    server: "overview | private not here",
    app: "private one at a time | private one at a time",
    does: summarise((scene) => ({ url: scene.addPage(), file: createFile() })),
  },
  {
    way: "/summarise text, private",
    ...CARD,
    server: "private card | private not here",
    dm: `private card | ${NO_OTHER_MEMBERS}`,
    app: "private card | private card",
    does: summarise(() => ({ text: createText(), private: true })),
  },
  {
    way: "/summarise, with a text in its form",
    ...CARD,
    server: "form → card, thread | form → private not here",
    dm: `form → card | ${NO_OTHER_MEMBERS}`,
    app: "form → card | form → private card",
    does: (scene) => scene.modalOutcome(() => scene.user.slash(scene.channel, "summarise"), { text: createText() }),
  },
  {
    way: "/summarise, with a file in its form",
    ...CARD,
    server: "form → card, thread | form → private not here",
    dm: `form → card | ${NO_OTHER_MEMBERS}`,
    app: "form → card | form → private card",
    does: (scene) => scene.modalOutcome(() => scene.user.slash(scene.channel, "summarise"), { files: [createFile()] }),
  },
  {
    way: "/ask, about the newest here",
    ...ANSWER,
    async does(scene) {
      await scene.createDocument();
      return scene.outcomeOf(() => scene.user.slash(scene.channel, "ask", { question: QUESTION }));
    },
  },
  {
    way: "/ask document",
    ...ANSWER,
    async does(scene) {
      const { id: document } = await scene.createDocument();
      return scene.outcomeOf(() => scene.user.slash(scene.channel, "ask", { question: QUESTION, document }));
    },
  },
  {
    way: "/ask, private",
    ...ANSWER,
    server: "private answer | private no document",
    dm: "private answer | private no document",
    app: "private answer | private answer",
    async does(scene) {
      const { id: document } = await scene.createDocument();
      return scene.outcomeOf(() => scene.user.slash(scene.channel, "ask", { question: QUESTION, document, private: true }));
    },
  },
  {
    way: "/compare, two documents",
    ...ANSWER,
    server: "comparison | private no document",
    dm: "comparison | private no document",
    app: "comparison | private comparison",
    async does(scene) {
      const [{ id: a }, { id: b }] = [await scene.createDocument(), await scene.createDocument()];
      return scene.outcomeOf(() => scene.user.slash(scene.channel, "compare", { a, b }));
    },
  },
  {
    way: "/compare, two addresses",
    lacks: "role",
    server: "comparison | private not here",
    dm: `comparison | ${NO_OTHER_MEMBERS}`,
    app: "comparison | private comparison",
    does: (scene) => scene.outcomeOf(() => scene.user.slash(scene.channel, "compare", { a: scene.addPage(), b: scene.addPage() })),
  },
  {
    way: "/forget document",
    lacks: "charge",
    server: "private forgotten | private not allowed",
    dm: "private forgotten | private no document",
    app: "private not allowed | private not allowed",
    async does(scene) {
      const { id: document } = await scene.createDocument();
      return scene.outcomeOf(() => scene.user.slash(scene.channel, "forget", { document }, { subcommand: "document" }));
    },
  },
  {
    way: "/forget mine",
    lacks: "charge",
    server: "private asks first → private forgotten | private asks first → private forgotten",
    dm: `private asks first → private forgotten | ${NO_OTHER_MEMBERS}`,
    app: "private asks first → private forgotten | private asks first → private forgotten",
    async does(scene) {
      const { user, channel } = scene;
      await scene.createDocument(user);
      const asked = user.slash(channel, "forget", {}, { subcommand: "mine" });
      const first = await scene.outcomeOf(() => asked);
      const isDone = (message: Parameters<typeof textOf>[0]): boolean => textOf(message).includes("Forgotten");
      return `${first} → ${await scene.outcomeOf(() => user.press(asked.original!, "Forget it all"), isDone)}`;
    },
  },
  {
    way: "/forget channel",
    lacks: "charge",
    server: "private asks first | private not allowed",
    dm: `private asks first | ${NO_OTHER_MEMBERS}`,
    app: "private not allowed | private not allowed",
    async does(scene) {
      await scene.createDocument();
      return forget("channel")(scene);
    },
  },
  {
    way: "/forget server",
    lacks: "charge",
    server: "private asks first | private not allowed",
    dm: "private not allowed | private not allowed",
    app: "private asks first | private not allowed",
    async does(scene) {
      await scene.createDocument();
      return forget("server")(scene);
    },
  },
  {
    way: "/pith settings",
    lacks: "charge",
    server: "private settings | private not allowed",
    dm: "private servers only | private servers only",
    app: NO_SETTINGS,
    does: pith("settings"),
  },
  {
    way: "/pith usage",
    lacks: "role",
    server: "private usage | private usage",
    dm: `private usage | ${NO_OTHER_MEMBERS}`,
    app: "private usage | private usage",
    does: pith("usage"),
  },
  {
    way: "/pith help",
    lacks: "role",
    server: "private help | private help",
    dm: `private help | ${NO_OTHER_MEMBERS}`,
    app: "private help | private help",
    does: pith("help"),
  },
  {
    way: "/pith export",
    lacks: "role",
    server: "private export | private export",
    dm: `private export | ${NO_OTHER_MEMBERS}`,
    app: "private export | private export",
    does: pith("export"),
  },
  { way: "Apps ▸ Summarise, on a file", ...CARD, does: menu("Summarise", () => ({ files: [createFile()] })) },
  { way: "Apps ▸ Summarise, on a link", ...CARD, does: menu("Summarise", (scene) => ({ content: scene.addPage() })) },
  { way: "Apps ▸ Summarise, on a text", ...CARD, does: menu("Summarise", () => ({ content: createText() })) },
  {
    way: "Apps ▸ Summarise privately",
    ...CARD,
    server: "private card | private not here",
    dm: `private card | ${NO_OTHER_MEMBERS}`,
    app: "private card | private card",
    does: menu("Summarise privately", () => ({ files: [createFile()] })),
  },
  {
    way: "Apps ▸ Ask about this, on a card",
    ...ANSWER,
    lacks: "role",
    server: "form → answer | form → private not here",
    dm: `form → answer | ${NO_OTHER_MEMBERS}`,
    app: "form → private answer | form → private answer",
    async does(scene) {
      const card = await scene.createCard();
      return scene.modalOutcome(() => scene.user.messageCommand("Ask about this", card), { question: QUESTION });
    },
  },
  {
    way: "Apps ▸ Ask about this, on a message that nobody had digested",
    lacks: "role",
    server: "form → answer | form → private not here",
    dm: `form → answer | ${NO_OTHER_MEMBERS}`,
    app: "form → private answer | form → private answer",
    does(scene) {
      const posted = scene.poster.post(scene.channel, { files: [createFile()] });
      return scene.modalOutcome(() => scene.user.messageCommand("Ask about this", posted), { question: QUESTION });
    },
  },
  {
    way: "Ask, on a card",
    ...ANSWER,
    lacks: "role",
    server: "form → answer | form → private not here",
    dm: `form → answer | ${NO_OTHER_MEMBERS}`,
    app: "form → private answer | form → private answer",
    async does(scene) {
      const { card } = await scene.createDocument();
      return scene.modalOutcome(() => scene.user.press(card, "Ask"), { question: QUESTION });
    },
  },
];
