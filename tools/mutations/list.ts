/**
 * A deliberate fault: `find`, which must occur exactly once in `file`, is replaced with `replacement`. At least one of
 * `tests` must then fail.
 */
export type Mutation = {
  description: string;
  file: string;
  find: string;
  replacement: string;
  tests: string[];
};

const address = {
  file: "src/intake/ssrfGuard.ts",
  tests: ["test/intake/ssrfGuard.test.ts", "test/intake/fetcher.test.ts"],
};
const connect = { file: "src/intake/guardedAgent.ts", tests: ["test/intake/fetcher.test.ts"] };
const access = { file: "src/discord/policy/documentAccess.ts" };
const rights = { ...access, tests: ["test/e2e/rights.test.ts"] };
const attacks = { ...access, tests: ["test/e2e/attacks.test.ts"] };
const checks = {
  file: "src/verify/claims/checks.ts",
  tests: ["test/verify/verify.test.ts", "test/verify/reworded.test.ts"],
};
const claimVerifier = { file: "src/verify/claims/claimVerifier.ts", tests: ["test/verify/verify.test.ts"] };

/** Mutations of the SSRF guard, the permission checks for documents, and the verification of engine output. */
export const MUTATIONS: Mutation[] = [
  {
    ...address,
    description: "The SSRF guard accepts a literal private IP address",
    find: "if (isIP(host) && !isAllowedAddress(host, allowed)) throw",
    replacement: "if (isIP(host) && !isIP(host)) throw",
  },
  {
    ...address,
    description: "The SSRF guard accepts credentials in a URL",
    find: "if (url.username || url.password) throw",
    replacement: "if (url.username && url.port === '1') throw",
  },
  { ...address, description: "The SSRF guard accepts the port of Redis", find: " 6379,", replacement: "" },
  {
    ...address,
    description: "Every IPv4-mapped IPv6 address counts as public",
    find: "if (ip.isIPv4MappedAddress()) return isEmbeddedPublic(12);",
    replacement: "if (ip.isIPv4MappedAddress()) return true;",
  },
  {
    ...address,
    description: "The IPv4 address in a 6to4 address is read at the wrong offset",
    find: "return isEmbeddedPublic(2);",
    replacement: "return isEmbeddedPublic(4);",
  },
  {
    ...address,
    description: "An IPv4-compatible IPv6 address (::/96) counts as public",
    find: '  "::/96",\n',
    replacement: "",
  },
  {
    ...connect,
    description: "A hostname is accepted if one of its addresses is public",
    find: "addresses.every((address)",
    replacement: "addresses.some((address)",
  },
  {
    ...connect,
    description: "The socket connects to the hostname, which may resolve differently after the check",
    find: "hostname: address, host: address, servername",
    replacement: "servername",
  },
  {
    ...rights,
    description: "Everybody can read a private posting",
    find: "if (posting.private && posting.asker !== requester.user) return false;",
    replacement: "",
  },
  {
    ...attacks,
    description: "Members of another guild can read a posting",
    find: "if (posting.guild !== requester.guild) return false;",
    replacement: "",
  },
  {
    ...attacks,
    description: "View Channel is not required",
    find: "[PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]",
    replacement: "[PermissionFlagsBits.ReadMessageHistory]",
  },
  {
    ...rights,
    description: "Read Message History is not required",
    find: "[PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]",
    replacement: "[PermissionFlagsBits.ViewChannel]",
  },
  {
    ...attacks,
    description: "A private thread can be read without being a member of it",
    find: "return threadMember || permissions?.has(PermissionFlagsBits.ManageThreads) ? permissions : null;",
    replacement: "return threadMember || permissions ? permissions : null;",
  },
  {
    ...attacks,
    description: "A posting can be read although its message is deleted",
    find: "if (!messageId) return true;",
    replacement: "if (!messageId || messageId) return true;",
  },
  {
    ...rights,
    description: "A public question is answered from a private posting",
    find: `    for (const posting of await this.#candidates(reference, requester)) {
      if (posting.private && visibility === "public") continue;`,
    replacement: "    for (const posting of await this.#candidates(reference, requester)) {",
  },
  {
    ...rights,
    description: "Everybody who can view a channel counts as its moderator",
    find: "?.has(PermissionFlagsBits.ManageMessages) ?? false",
    replacement: "?.has(PermissionFlagsBits.ViewChannel) ?? false",
  },
  {
    ...checks,
    description: "A number that differs from the quote is accepted",
    find: "claimed.mustMatch ? !matches(claimed) : isContradicted(claimed, given)",
    replacement: "claimed.mustMatch ? false && matches(claimed) : isContradicted(claimed, given)",
  },
  {
    ...checks,
    description: "A name that differs from the quote is accepted",
    find: 'if (hasNameMismatch(alignment, claim, proof, context, evidence)) reasons.push("name_differs");',
    replacement: "void hasNameMismatch;",
  },
  {
    ...checks,
    description: "A claim that the quote negates is accepted",
    find: 'reasons.push("negation_differs")',
    replacement: "reasons.push()",
  },
  {
    ...checks,
    description: "A speaker who differs from the quote is accepted",
    find: 'reasons.push("speaker_differs")',
    replacement: "reasons.push()",
  },
  {
    ...checks,
    description: "A quote about another subject is accepted",
    find: 'if (!isCovered(claim, coverage, evidence, origin)) reasons.push("little_in_common");',
    replacement: "void isCovered;",
  },
  {
    ...claimVerifier,
    description: "A claim is verified although a check has failed",
    find: "if (reasons.length) return unverified(score, reasons);\n    return {",
    replacement: "return {",
  },
  {
    ...claimVerifier,
    description: "The text of a quote lacks its first character",
    find: "text: text.slice(start, end), start",
    replacement: "text: text.slice(start + 1, end), start",
  },
  {
    file: "src/verify/claims/answer.ts",
    tests: ["test/verify/verify.test.ts", "test/pith.test.ts"],
    description: "A sentence of an answer is kept although its quotes do not support it",
    find: "if (checkParts(statement, requestedLanguage, checks).length) return false;",
    replacement: "if (checkParts(statement, requestedLanguage, checks).length < 0) return false;",
  },
  {
    file: "src/verify/comparison/comparison.ts",
    tests: ["test/verify/comparison.test.ts"],
    description: "Either document can support the second statement of a difference",
    find: "const second = other.findSupport(draft.second.text, draft.second.quotes);",
    replacement:
      "const second = one.findSupport(draft.second.text, draft.second.quotes) ?? other.findSupport(draft.second.text, draft.second.quotes);",
  },
];
