import { buttonsOf } from "../../../playground/discord/index.ts";
import {
  createFile,
  createText,
  type EntryPoint,
  NO_EVENTS,
  NO_OTHER_MEMBERS,
  NO_SETTINGS,
  NO_THREADS,
  QUESTION,
  type TestCase,
} from "./testCase.ts";

type Post = Parameters<TestCase["user"]["post"]>[1];
const postMessage = (post: (testCase: TestCase) => Post) => (testCase: TestCase) =>
  testCase.messageOutcome(testCase.user.post(testCase.channel, post(testCase)));

const MENTION = {
  restriction: "refusedRole",
  server: "card, thread | not here",
  dm: `card | ${NO_OTHER_MEMBERS}`,
  userInstall: NO_EVENTS,
} as const;
const IN_THREAD = {
  restriction: "refusedRole",
  server: "answer | not here",
  dm: NO_THREADS,
  userInstall: NO_EVENTS,
} as const;
const AUTOMATIC = {
  restriction: "refusedRole",
  dm: NO_SETTINGS,
  userInstall: NO_EVENTS,
  withoutIntent: { server: "nothing | nothing" },
} as const;

/** Sets the mode of the channel, and posts a file long enough for every mode. */
async function postInMode(testCase: TestCase, mode: string, author = testCase.user) {
  await testCase.harness.setMode(testCase.channel.id, mode);
  const years = Array.from(
    { length: 30 },
    (_, i) =>
      `In year ${1900 + i} the council counted ${i * 700} readers and ${i} new shelves in its old town library.`,
  );
  const text = [createText(), ...years].join("\n\n");
  return author.post(testCase.channel, { files: [createFile("long.txt", text)] });
}

/**
 * Messages and reactions. Without the Message Content intent, Discord sends the bot content only in direct messages and
 * in messages that mention it.
 */
export const MESSAGES: EntryPoint[] = [
  {
    name: "mention with a file",
    ...MENTION,
    run: postMessage(({ mention }) => ({ content: mention, files: [createFile()] })),
  },
  {
    name: "mention with a link",
    ...MENTION,
    run: postMessage((testCase) => ({ content: `${testCase.mention} look: ${testCase.addPage()}` })),
  },
  {
    name: "mention with a text",
    ...MENTION,
    run: postMessage(({ mention }) => ({ content: `${mention} ${createText()}` })),
  },
  {
    name: "mention with nothing to read",
    ...MENTION,
    server: "nothing given | nothing given",
    dm: `nothing given | ${NO_OTHER_MEMBERS}`,
    run: postMessage(({ mention }) => ({ content: mention })),
  },
  {
    name: "mention in reply to a file",
    ...MENTION,
    withoutIntent: { server: "cannot read it | cannot read it" },
    run(testCase) {
      const replyTo = testCase.poster.post(testCase.channel, { files: [createFile()] });
      return testCase.messageOutcome(testCase.user.post(testCase.channel, { content: testCase.mention, replyTo }));
    },
  },
  {
    name: "mention in reply to a card, with a question",
    restriction: "refusedRole",
    server: "answer | not here",
    dm: `answer | ${NO_OTHER_MEMBERS}`,
    userInstall: NO_EVENTS,
    async run(testCase) {
      const card = await testCase.createCard();
      return testCase.messageOutcome(
        testCase.user.post(testCase.channel, {
          content: `${testCase.mention} ${QUESTION}`,
          replyTo: card,
          ping: false,
        }),
      );
    },
  },
  {
    name: "reply to a card with the ping on, with a question",
    restriction: "refusedRole",
    server: "answer | not here",
    dm: `answer | ${NO_OTHER_MEMBERS}`,
    userInstall: NO_EVENTS,
    async run(testCase) {
      const card = await testCase.createCard();
      return testCase.messageOutcome(testCase.user.post(testCase.channel, { content: QUESTION, replyTo: card }));
    },
  },
  {
    name: "a forwarded file",
    restriction: "refusedRole",
    server: "nothing | nothing",
    dm: `card | ${NO_OTHER_MEMBERS}`,
    userInstall: NO_EVENTS,
    run(testCase) {
      const posted = testCase.user.post(testCase.channel, { files: [createFile()] });
      return testCase.messageOutcome(testCase.user.forward(posted, testCase.channel));
    },
  },
  {
    name: "a file alone",
    restriction: "refusedRole",
    server: "nothing | nothing",
    dm: `card | ${NO_OTHER_MEMBERS}`,
    userInstall: NO_EVENTS,
    run: postMessage(() => ({ files: [createFile()] })),
  },
  {
    name: "a link alone",
    restriction: "refusedRole",
    server: "nothing | nothing",
    dm: `card | ${NO_OTHER_MEMBERS}`,
    userInstall: NO_EVENTS,
    run: postMessage((testCase) => ({ content: testCase.addPage() })),
  },
  {
    name: "a text alone",
    restriction: "refusedRole",
    server: "nothing | nothing",
    dm: `card | ${NO_OTHER_MEMBERS}`,
    userInstall: NO_EVENTS,
    run: postMessage(() => ({ content: createText() })),
  },
  {
    name: "a question alone",
    restriction: "refusedRole",
    server: "nothing | nothing",
    dm: `answer | ${NO_OTHER_MEMBERS}`,
    userInstall: NO_EVENTS,
    async run(testCase) {
      await testCase.createDocument();
      return testCase.messageOutcome(testCase.user.post(testCase.channel, { content: QUESTION }));
    },
  },
  {
    name: "in a thread: mention",
    ...IN_THREAD,
    async run(testCase) {
      const { thread } = await testCase.createThread();
      return testCase.messageOutcome(testCase.user.post(thread, { content: `${testCase.mention} ${QUESTION}` }));
    },
  },
  {
    name: "in a thread: reply with the ping on",
    ...IN_THREAD,
    async run(testCase) {
      const { thread, opening } = await testCase.createThread();
      return testCase.messageOutcome(testCase.user.post(thread, { content: QUESTION, replyTo: opening }));
    },
  },
  {
    name: "in a thread: reply with the ping off",
    ...IN_THREAD,
    withoutIntent: { server: "mention me | mention me" },
    async run(testCase) {
      const { thread, opening } = await testCase.createThread();
      return testCase.messageOutcome(testCase.user.post(thread, { content: QUESTION, replyTo: opening, ping: false }));
    },
  },
  {
    name: "in a thread: message without a mention",
    ...IN_THREAD,
    withoutIntent: { server: "nothing | nothing" },
    async run(testCase) {
      const { thread } = await testCase.createThread();
      return testCase.messageOutcome(testCase.user.post(thread, { content: QUESTION }));
    },
  },
  {
    name: "in a thread: mention with another file",
    ...IN_THREAD,
    server: "card | not here",
    async run(testCase) {
      const { thread } = await testCase.createThread();
      return testCase.messageOutcome(testCase.user.post(thread, { content: testCase.mention, files: [createFile()] }));
    },
  },
  {
    name: "in a thread: Ask button",
    ...IN_THREAD,
    server: "form → answer | form → private not here",
    async run(testCase) {
      const { opening } = await testCase.createThread();
      return testCase.modalOutcome(() => testCase.user.press(opening, "Ask"), { question: QUESTION });
    },
  },
  {
    name: "in a thread: /ask",
    ...IN_THREAD,
    server: "answer | private not here",
    async run(testCase) {
      const { thread } = await testCase.createThread();
      return testCase.interactionOutcome(() => testCase.user.slash(thread, "ask", { question: QUESTION }));
    },
  },
  {
    name: "channel in mode off",
    ...AUTOMATIC,
    server: "nothing | nothing",
    run: async (testCase) => testCase.messageOutcome(await postInMode(testCase, "off")),
  },
  {
    name: "channel in mode offer",
    ...AUTOMATIC,
    server: "offer → card, thread | offer → private not here",
    async run(testCase) {
      const posted = await postInMode(testCase, "offer", testCase.poster);
      const first = await testCase.messageOutcome(posted);
      if (first !== "offer") return first;
      const isReplaced = (message: Parameters<typeof buttonsOf>[0]): boolean =>
        !buttonsOf(message)[0]?.label?.startsWith("Summarise");
      return `${first} → ${await testCase.interactionOutcome(() => testCase.user.press(testCase.replyTo(posted)!, "Summarise"), isReplaced)}`;
    },
  },
  {
    name: "channel in mode react",
    ...AUTOMATIC,
    server: "reaction → card, thread | reaction → nothing",
    async run(testCase) {
      const posted = await postInMode(testCase, "react", testCase.poster);
      const first = await testCase.messageOutcome(posted);
      if (first !== "reaction") return first;
      testCase.user.addReaction(posted, "📰");
      return `${first} → ${await testCase.replyOutcome(posted)}`;
    },
  },
  {
    name: "channel in mode auto",
    ...AUTOMATIC,
    server: "card, thread | nothing",
    run: async (testCase) => testCase.messageOutcome(await postInMode(testCase, "auto")),
  },
];
