import { textOf } from "../../../playground/discord/index.ts";
import { ALONE, file, fresh, NO_SETTINGS, QUESTION, type Scene, type Way } from "./scene.ts";

const summarise = (options: (scene: Scene) => Parameters<Scene["who"]["slash"]>[2]) => (scene: Scene) =>
  scene.told(() => scene.who.slash(scene.channel, "summarise", options(scene)));
const pith = (subcommand: string) => (scene: Scene) =>
  scene.told(() => scene.who.slash(scene.channel, "pith", {}, { subcommand }));
const forget = (subcommand: string) => (scene: Scene) =>
  scene.told(() => scene.who.slash(scene.channel, "forget", {}, { subcommand }));
const menu = (name: string, post: (scene: Scene) => Parameters<Scene["who"]["post"]>[1]) => (scene: Scene) => {
  const posted = scene.poster.post(scene.channel, post(scene));
  return scene.told(() => scene.who.menu(name, posted));
};

const CARD = {
  lacks: "role",
  server: "card, thread | private not here",
  dm: `card | ${ALONE}`,
  app: "card | private card",
} as const;
const ANSWER = {
  lacks: "sight",
  server: "answer | private no document",
  dm: "answer | private no document",
  app: "answer | private answer",
} as const;

/** What people do with commands and with the menu of a message. Discord gives the bot what it needs for them itself. */
export const COMMANDS: Way[] = [
  { way: "/summarise url", ...CARD, does: summarise((scene) => ({ url: scene.page() })) },
  { way: "/summarise file", ...CARD, does: summarise(() => ({ file: file() })) },
  { way: "/summarise text", ...CARD, does: summarise(() => ({ text: fresh() })) },
  {
    way: "/summarise url and file",
    ...CARD,
    server: "overview | private not here",
    app: "private one at a time | private one at a time",
    does: summarise((scene) => ({ url: scene.page(), file: file() })),
  },
  {
    way: "/summarise text, private",
    ...CARD,
    server: "private card | private not here",
    dm: `private card | ${ALONE}`,
    app: "private card | private card",
    does: summarise(() => ({ text: fresh(), private: true })),
  },
  {
    way: "/summarise, with a text in its form",
    ...CARD,
    server: "form → card, thread | form → private not here",
    dm: `form → card | ${ALONE}`,
    app: "form → card | form → private card",
    does: (scene) => scene.filled(() => scene.who.slash(scene.channel, "summarise"), { text: fresh() }),
  },
  {
    way: "/summarise, with a file in its form",
    ...CARD,
    server: "form → card, thread | form → private not here",
    dm: `form → card | ${ALONE}`,
    app: "form → card | form → private card",
    does: (scene) => scene.filled(() => scene.who.slash(scene.channel, "summarise"), { files: [file()] }),
  },
  {
    way: "/ask, about the newest here",
    ...ANSWER,
    async does(scene) {
      await scene.document();
      return scene.told(() => scene.who.slash(scene.channel, "ask", { question: QUESTION }));
    },
  },
  {
    way: "/ask document",
    ...ANSWER,
    async does(scene) {
      const { id: document } = await scene.document();
      return scene.told(() => scene.who.slash(scene.channel, "ask", { question: QUESTION, document }));
    },
  },
  {
    way: "/ask, private",
    ...ANSWER,
    server: "private answer | private no document",
    dm: "private answer | private no document",
    app: "private answer | private answer",
    async does(scene) {
      const { id: document } = await scene.document();
      return scene.told(() => scene.who.slash(scene.channel, "ask", { question: QUESTION, document, private: true }));
    },
  },
  {
    way: "/compare, two documents",
    ...ANSWER,
    server: "comparison | private no document",
    dm: "comparison | private no document",
    app: "comparison | private comparison",
    async does(scene) {
      const [{ id: a }, { id: b }] = [await scene.document(), await scene.document()];
      return scene.told(() => scene.who.slash(scene.channel, "compare", { a, b }));
    },
  },
  {
    way: "/compare, two addresses",
    lacks: "role",
    server: "comparison | private not here",
    dm: `comparison | ${ALONE}`,
    app: "comparison | private comparison",
    does: (scene) => scene.told(() => scene.who.slash(scene.channel, "compare", { a: scene.page(), b: scene.page() })),
  },
  {
    way: "/forget document",
    lacks: "charge",
    server: "private forgotten | private not allowed",
    dm: "private forgotten | private no document",
    app: "private not allowed | private not allowed",
    async does(scene) {
      const { id: document } = await scene.document();
      return scene.told(() => scene.who.slash(scene.channel, "forget", { document }, { subcommand: "document" }));
    },
  },
  {
    way: "/forget mine",
    lacks: "charge",
    server: "private asks first → private forgotten | private asks first → private forgotten",
    dm: `private asks first → private forgotten | ${ALONE}`,
    app: "private asks first → private forgotten | private asks first → private forgotten",
    async does(scene) {
      const { who, channel } = scene;
      await scene.document(who);
      const asked = who.slash(channel, "forget", {}, { subcommand: "mine" });
      const first = await scene.told(() => asked);
      const isDone = (message: Parameters<typeof textOf>[0]): boolean => textOf(message).includes("Forgotten");
      return `${first} → ${await scene.told(() => who.press(asked.original!, "Forget it all"), isDone)}`;
    },
  },
  {
    way: "/forget channel",
    lacks: "charge",
    server: "private asks first | private not allowed",
    dm: `private asks first | ${ALONE}`,
    app: "private not allowed | private not allowed",
    async does(scene) {
      await scene.document();
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
      await scene.document();
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
    dm: `private usage | ${ALONE}`,
    app: "private usage | private usage",
    does: pith("usage"),
  },
  {
    way: "/pith help",
    lacks: "role",
    server: "private help | private help",
    dm: `private help | ${ALONE}`,
    app: "private help | private help",
    does: pith("help"),
  },
  {
    way: "/pith export",
    lacks: "role",
    server: "private export | private export",
    dm: `private export | ${ALONE}`,
    app: "private export | private export",
    does: pith("export"),
  },
  { way: "Apps ▸ Summarise, on a file", ...CARD, does: menu("Summarise", () => ({ files: [file()] })) },
  { way: "Apps ▸ Summarise, on a link", ...CARD, does: menu("Summarise", (scene) => ({ content: scene.page() })) },
  { way: "Apps ▸ Summarise, on a text", ...CARD, does: menu("Summarise", () => ({ content: fresh() })) },
  {
    way: "Apps ▸ Summarise privately",
    ...CARD,
    server: "private card | private not here",
    dm: `private card | ${ALONE}`,
    app: "private card | private card",
    does: menu("Summarise privately", () => ({ files: [file()] })),
  },
  {
    way: "Apps ▸ Ask about this, on a card",
    ...ANSWER,
    lacks: "role",
    server: "form → answer | form → private not here",
    dm: `form → answer | ${ALONE}`,
    app: "form → private answer | form → private answer",
    async does(scene) {
      const card = await scene.cardOf();
      return scene.filled(() => scene.who.menu("Ask about this", card), { question: QUESTION });
    },
  },
  {
    way: "Apps ▸ Ask about this, on a message that nobody had digested",
    lacks: "role",
    server: "form → answer | form → private not here",
    dm: `form → answer | ${ALONE}`,
    app: "form → private answer | form → private answer",
    does(scene) {
      const posted = scene.poster.post(scene.channel, { files: [file()] });
      return scene.filled(() => scene.who.menu("Ask about this", posted), { question: QUESTION });
    },
  },
  {
    way: "Ask, on a card",
    ...ANSWER,
    lacks: "role",
    server: "form → answer | form → private not here",
    dm: `form → answer | ${ALONE}`,
    app: "form → private answer | form → private answer",
    async does(scene) {
      const { card } = await scene.document();
      return scene.filled(() => scene.who.press(card, "Ask"), { question: QUESTION });
    },
  },
];
