/** A deliberate fault in a guard: `find`, which stands in the file once, becomes `become`; one of `tests` must notice. */
export type Mutation = { what: string; file: string; find: string; become: string; tests: string[]; only?: string };

const address = { file: "src/intake/address.ts", tests: ["test/intake/address.test.ts", "test/intake/fetch.test.ts"] };
const connect = { file: "src/intake/connect.ts", tests: ["test/intake/fetch.test.ts"] };
// These start a bot for each test: those on SQLite are enough, since who may see what is decided before any store.
const access = { file: "src/discord/policy/documentAccess.ts", only: "SQLite|attacks" };
const rights = { ...access, tests: ["test/e2e/rights.test.ts"] };
const attacks = { ...access, tests: ["test/e2e/attacks.test.ts"] };
const checks = {
  file: "src/verify/claims/checks.ts",
  tests: ["test/verify/verify.test.ts", "test/verify/reworded.test.ts"],
};
const judge = { file: "src/verify/claims/claimVerifier.ts", tests: ["test/verify/verify.test.ts"] };

/** What the guards must not lose, one at a time: the address guard, the rights check, and the verifier. */
export const MUTATIONS: Mutation[] = [
  {
    ...address,
    what: "a literal private address is let through",
    find: "if (isIP(host) && !isAllowedAddress(host, allowed)) throw",
    become: "if (isIP(host) && !isIP(host)) throw",
  },
  {
    ...address,
    what: "credentials in an address are let through",
    find: "if (url.username || url.password) throw",
    become: "if (url.username && url.port === '1') throw",
  },
  { ...address, what: "the port of Redis is let through", find: " 6379,", become: "" },
  {
    ...address,
    what: "an IPv4 address in IPv6 clothes counts as public",
    find: "if (ip.isIPv4MappedAddress()) return carried(12);",
    become: "if (ip.isIPv4MappedAddress()) return true;",
  },
  {
    ...address,
    what: "the IPv4 address in a 6to4 one is read at the wrong place",
    find: "return carried(2);",
    become: "return carried(4);",
  },
  {
    ...address,
    what: "the oldest form of an IPv4 address in an IPv6 one counts as public",
    find: '  "::/96",\n',
    become: "",
  },
  {
    ...connect,
    what: "one public answer of a name is enough",
    find: "addresses.every((address)",
    become: "addresses.some((address)",
  },
  {
    ...connect,
    what: "the socket goes to the name, which may have turned since it was checked",
    find: "hostname: address, host: address, servername",
    become: "servername",
  },
  {
    ...access,
    tests: ["test/e2e/rights.test.ts"],
    what: "what was posted privately is read by anybody",
    find: "if (posting.private && posting.asker !== asker.user) return false;",
    become: "",
  },
  {
    ...attacks,
    what: "what was posted in one server is read in another",
    find: "if (posting.guild !== asker.guild) return false;",
    become: "",
  },
  {
    ...attacks,
    what: "seeing the channel is not asked for",
    find: "[PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]",
    become: "[PermissionFlagsBits.ReadMessageHistory]",
  },
  {
    ...rights,
    what: "reading the history of the channel is not asked for",
    find: "[PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]",
    become: "[PermissionFlagsBits.ViewChannel]",
  },
  {
    ...attacks,
    what: "a private thread is read by who is not in it",
    find: "return inside || permissions?.has(PermissionFlagsBits.ManageThreads) ? permissions : null;",
    become: "return inside || permissions ? permissions : null;",
  },
  {
    ...attacks,
    what: "a message that was deleted still stands for what it held",
    find: "if (!holds) return true;",
    become: "if (!holds || holds) return true;",
  },
  {
    ...rights,
    what: "a public question is answered from what was posted privately",
    find: `    for (const posting of await this.#candidates(named, asker)) {
      if (posting.private && seen === "all") continue;`,
    become: "    for (const posting of await this.#candidates(named, asker)) {",
  },
  {
    ...rights,
    what: "everybody moderates every channel",
    find: "?.has(PermissionFlagsBits.ManageMessages) ?? false",
    become: "?.has(PermissionFlagsBits.ViewChannel) ?? false",
  },
  {
    ...checks,
    what: "another number than the quote's is let through",
    find: "claimed.firm ? !holds(claimed) : isContradicted(claimed, given)",
    become: "claimed.firm ? false && holds(claimed) : isContradicted(claimed, given)",
  },
  {
    ...checks,
    what: "another name than the quote's is let through",
    find: '      reasons.push("name_differs");\n    if (polarityDiffers',
    become: "      reasons.push();\n    if (polarityDiffers",
  },
  {
    ...checks,
    what: "what the quote denies is let through",
    find: 'reasons.push("negation_differs")',
    become: "reasons.push()",
  },
  {
    ...checks,
    what: "another speaker than the quote's is let through",
    find: 'reasons.push("speaker_differs")',
    become: "reasons.push()",
  },
  {
    ...checks,
    what: "a quote about something else is let through",
    find: 'if (!covers(claim, coverage, evidence, origin)) reasons.push("little_in_common");',
    become: "void covers;",
  },
  {
    ...judge,
    what: "a claim is verified although a check failed",
    find: "if (reasons.length) return unverified(score, reasons);\n    return {",
    become: "return {",
  },
  {
    ...judge,
    what: "a quote that is cut from the text loses its first letter",
    find: "text: text.slice(start, end), start",
    become: "text: text.slice(start + 1, end), start",
  },
  {
    file: "src/verify/claims/answer.ts",
    tests: ["test/verify/verify.test.ts", "test/pith.test.ts"],
    what: "a sentence of an answer stands whatever its quotes say",
    find: "return checkStatement(statement, evidence, first.language, translated).length === 0;",
    become: "return checkStatement(statement, evidence, first.language, translated).length >= 0;",
  },
  {
    file: "src/verify/comparison/comparison.ts",
    tests: ["test/verify/comparison.test.ts"],
    what: "a difference is held against either document, whichever says it",
    find: "const second = other.hold(draft.second.text, draft.second.quotes);",
    become:
      "const second = one.hold(draft.second.text, draft.second.quotes) ?? other.hold(draft.second.text, draft.second.quotes);",
  },
];
