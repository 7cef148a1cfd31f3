import { textOf } from "../../../playground/discord/index.ts";
import {
  createFile,
  createText,
  type EntryPoint,
  NO_OTHER_MEMBERS,
  NO_SETTINGS,
  QUESTION,
  type TestCase,
} from "./testCase.ts";

const summarise = (options: (testCase: TestCase) => Parameters<TestCase["user"]["slash"]>[2]) => (testCase: TestCase) =>
  testCase.interactionOutcome(() => testCase.user.slash(testCase.channel, "summarise", options(testCase)));
const pith = (subcommand: string) => (testCase: TestCase) =>
  testCase.interactionOutcome(() => testCase.user.slash(testCase.channel, "pith", {}, { subcommand }));
/** Uses a subcommand of an earlier version that Discord still offers. */
const oldSubcommand = (name: string, subcommand: string) => (testCase: TestCase) => {
  testCase.registerOldSubcommand(name, subcommand);
  return testCase.interactionOutcome(() => testCase.user.slash(testCase.channel, name, {}, { subcommand }));
};
/** Opens the settings panel and presses one of its buttons. */
const settingsButton = (customId: string) => async (testCase: TestCase) => {
  const { user, channel } = testCase;
  const first = await testCase.interactionOutcome(() => user.slash(channel, "settings"));
  if (first === "not offered") return first;
  const panel = await user.slash(channel, "settings").response();
  return `${first} → ${await testCase.interactionOutcome(() => user.press(panel, customId))}`;
};
const messageCommand =
  (name: string, post: (testCase: TestCase) => Parameters<TestCase["user"]["post"]>[1]) => (testCase: TestCase) => {
    const posted = testCase.poster.post(testCase.channel, post(testCase));
    return testCase.interactionOutcome(() => testCase.user.messageCommand(name, posted));
  };

const CARD = {
  restriction: "refusedRole",
  server: "card, thread | private not here",
  dm: `card | ${NO_OTHER_MEMBERS}`,
  userInstall: "card | private card",
} as const;
const ANSWER = {
  restriction: "hiddenChannel",
  server: "answer | private no document",
  dm: "answer | private no document",
  userInstall: "answer | private answer",
} as const;

/**
 * Slash commands, message commands and buttons. Their outcomes do not depend on the Message Content intent, because
 * Discord includes the content of the target message in the interaction.
 */
export const COMMANDS: EntryPoint[] = [
  { name: "/summarise url", ...CARD, run: summarise((testCase) => ({ url: testCase.addPage() })) },
  { name: "/summarise file", ...CARD, run: summarise(() => ({ file: createFile() })) },
  { name: "/summarise text", ...CARD, run: summarise(() => ({ text: createText() })) },
  {
    name: "/summarise url and file",
    ...CARD,
    server: "overview | private not here",
    userInstall: "private one at a time | private one at a time",
    run: summarise((testCase) => ({ url: testCase.addPage(), file: createFile() })),
  },
  {
    name: "/summarise text, private",
    ...CARD,
    server: "private card | private not here",
    dm: `private card | ${NO_OTHER_MEMBERS}`,
    userInstall: "private card | private card",
    run: summarise(() => ({ text: createText(), private: true })),
  },
  {
    name: "/summarise, text in its modal",
    ...CARD,
    server: "form → card, thread | form → private not here",
    dm: `form → card | ${NO_OTHER_MEMBERS}`,
    userInstall: "form → card | form → private card",
    run: (testCase) =>
      testCase.modalOutcome(() => testCase.user.slash(testCase.channel, "summarise"), { text: createText() }),
  },
  {
    name: "/summarise, file in its modal",
    ...CARD,
    server: "form → card, thread | form → private not here",
    dm: `form → card | ${NO_OTHER_MEMBERS}`,
    userInstall: "form → card | form → private card",
    run: (testCase) =>
      testCase.modalOutcome(() => testCase.user.slash(testCase.channel, "summarise"), { files: [createFile()] }),
  },
  {
    name: "/ask without a document",
    ...ANSWER,
    async run(testCase) {
      await testCase.createDocument();
      return testCase.interactionOutcome(() => testCase.user.slash(testCase.channel, "ask", { question: QUESTION }));
    },
  },
  {
    name: "/ask document",
    ...ANSWER,
    async run(testCase) {
      const { id: document } = await testCase.createDocument();
      return testCase.interactionOutcome(() =>
        testCase.user.slash(testCase.channel, "ask", { question: QUESTION, document }),
      );
    },
  },
  {
    name: "/ask, private",
    ...ANSWER,
    server: "private answer | private no document",
    dm: "private answer | private no document",
    userInstall: "private answer | private answer",
    async run(testCase) {
      const { id: document } = await testCase.createDocument();
      return testCase.interactionOutcome(() =>
        testCase.user.slash(testCase.channel, "ask", { question: QUESTION, document, private: true }),
      );
    },
  },
  {
    name: "/compare, two documents",
    ...ANSWER,
    server: "comparison | private no document",
    dm: "comparison | private no document",
    userInstall: "comparison | private comparison",
    async run(testCase) {
      const [{ id: a }, { id: b }] = [await testCase.createDocument(), await testCase.createDocument()];
      return testCase.interactionOutcome(() => testCase.user.slash(testCase.channel, "compare", { a, b }));
    },
  },
  {
    name: "/compare, two URLs",
    restriction: "refusedRole",
    server: "comparison | private not here",
    dm: `comparison | ${NO_OTHER_MEMBERS}`,
    userInstall: "comparison | private comparison",
    run: (testCase) =>
      testCase.interactionOutcome(() =>
        testCase.user.slash(testCase.channel, "compare", { a: testCase.addPage(), b: testCase.addPage() }),
      ),
  },
  {
    name: "/forget document",
    restriction: "notModerator",
    server: "private forgotten | private not allowed",
    dm: "private forgotten | private no document",
    userInstall: "private not allowed | private not allowed",
    async run(testCase) {
      const { id: document } = await testCase.createDocument();
      return testCase.interactionOutcome(() =>
        testCase.user.slash(testCase.channel, "forget", { document }, { subcommand: "document" }),
      );
    },
  },
  {
    name: "/forget mine",
    restriction: "notModerator",
    server: "private asks first → private forgotten | private asks first → private forgotten",
    dm: `private asks first → private forgotten | ${NO_OTHER_MEMBERS}`,
    userInstall: "private asks first → private forgotten | private asks first → private forgotten",
    async run(testCase) {
      const { user, channel } = testCase;
      await testCase.createDocument(user);
      const interaction = user.slash(channel, "forget", {}, { subcommand: "mine" });
      const first = await testCase.interactionOutcome(() => interaction);
      const isForgotten = (message: Parameters<typeof textOf>[0]): boolean => textOf(message).startsWith("Deleted");
      return `${first} → ${await testCase.interactionOutcome(() => user.press(interaction.original!, "Delete all"), isForgotten)}`;
    },
  },
  ...(["channel", "server"] as const).map(
    (scope): EntryPoint => ({
      name: `/forget ${scope} of an earlier version`,
      restriction: "notModerator",
      server: "private moved | private moved",
      dm: `private moved | ${NO_OTHER_MEMBERS}`,
      userInstall: "private moved | private moved",
      run: oldSubcommand("forget", scope),
    }),
  ),
  {
    name: "/pith settings of an earlier version",
    restriction: "notModerator",
    server: "private moved | private moved",
    dm: `private moved | ${NO_OTHER_MEMBERS}`,
    userInstall: "private moved | private moved",
    run: oldSubcommand("pith", "settings"),
  },
  {
    name: "/settings",
    restriction: "notModerator",
    server: "private settings | not offered",
    dm: `not offered | ${NO_OTHER_MEMBERS}`,
    userInstall: "not offered | not offered",
    run: (testCase) => testCase.interactionOutcome(() => testCase.user.slash(testCase.channel, "settings")),
  },
  {
    name: "/settings, which an administrator shows to everyone",
    restriction: "notModerator",
    server: "private settings | private not allowed",
    dm: "private servers only | private servers only",
    userInstall: NO_SETTINGS,
    run: (testCase) =>
      testCase.interactionOutcome(() => testCase.user.slash(testCase.channel, "settings", {}, { force: true })),
  },
  ...(["dataChannel", "dataServer"] as const).map(
    (name): EntryPoint => ({
      name: `/settings ▸ ${name}`,
      restriction: "notModerator",
      server: "private settings → private asks first | not offered",
      dm: `not offered | ${NO_OTHER_MEMBERS}`,
      userInstall: "not offered | not offered",
      async run(testCase) {
        await testCase.createDocument();
        return settingsButton(`v1:set:${name}`)(testCase);
      },
    }),
  ),
  {
    name: "/pith usage",
    restriction: "refusedRole",
    server: "private usage | private usage",
    dm: `private usage | ${NO_OTHER_MEMBERS}`,
    userInstall: "private usage | private usage",
    run: pith("usage"),
  },
  {
    name: "/pith help",
    restriction: "refusedRole",
    server: "private help | private help",
    dm: `private help | ${NO_OTHER_MEMBERS}`,
    userInstall: "private help | private help",
    run: pith("help"),
  },
  {
    name: "/pith export",
    restriction: "refusedRole",
    server: "private export | private export",
    dm: `private export | ${NO_OTHER_MEMBERS}`,
    userInstall: "private export | private export",
    run: pith("export"),
  },
  { name: "Apps ▸ Summarise on a file", ...CARD, run: messageCommand("Summarise", () => ({ files: [createFile()] })) },
  {
    name: "Apps ▸ Summarise on a link",
    ...CARD,
    run: messageCommand("Summarise", (testCase) => ({ content: testCase.addPage() })),
  },
  { name: "Apps ▸ Summarise on a text", ...CARD, run: messageCommand("Summarise", () => ({ content: createText() })) },
  {
    name: "Apps ▸ Summarise privately",
    ...CARD,
    server: "private card | private not here",
    dm: `private card | ${NO_OTHER_MEMBERS}`,
    userInstall: "private card | private card",
    run: messageCommand("Summarise privately", () => ({ files: [createFile()] })),
  },
  {
    name: "Apps ▸ Ask about this on a card",
    ...ANSWER,
    restriction: "refusedRole",
    server: "form → answer | form → private not here",
    dm: `form → answer | ${NO_OTHER_MEMBERS}`,
    userInstall: "form → private answer | form → private answer",
    async run(testCase) {
      const card = await testCase.createCard();
      return testCase.modalOutcome(() => testCase.user.messageCommand("Ask about this", card), { question: QUESTION });
    },
  },
  {
    name: "Apps ▸ Ask about this on a message without a card",
    restriction: "refusedRole",
    server: "form → answer | form → private not here",
    dm: `form → answer | ${NO_OTHER_MEMBERS}`,
    userInstall: "form → private answer | form → private answer",
    run(testCase) {
      const posted = testCase.poster.post(testCase.channel, { files: [createFile()] });
      return testCase.modalOutcome(() => testCase.user.messageCommand("Ask about this", posted), {
        question: QUESTION,
      });
    },
  },
  {
    name: "Ask button of a card",
    ...ANSWER,
    restriction: "refusedRole",
    server: "form → answer | form → private not here",
    dm: `form → answer | ${NO_OTHER_MEMBERS}`,
    userInstall: "form → private answer | form → private answer",
    async run(testCase) {
      const { card } = await testCase.createDocument();
      return testCase.modalOutcome(() => testCase.user.press(card, "Ask"), { question: QUESTION });
    },
  },
];
