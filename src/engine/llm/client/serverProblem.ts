import type { ModelHttpError } from "./modelErrors.ts";

/** What an error of a server means, in whatever words it comes. */
export type ServerProblem =
  /** The prompt, or the prompt and the answer, exceed the window of `window` tokens; `prompt` is what it counted. */
  | { kind: "context"; window: number | null; prompt: number | null }
  /** The limit on the answer is higher than the server allows; `most` is what it allows. */
  | { kind: "output_limit"; most: number | null }
  /** A content filter refused the text or the answer. */
  | { kind: "refused" }
  /** The account has no money or credit left. */
  | { kind: "quota" }
  | { kind: "rate"; delayMs: number | null }
  /** The server is loading the model. */
  | { kind: "loading"; delayMs: number | null }
  | { kind: "key" }
  /** The server does not have the model. */
  | { kind: "model" }
  /** Nothing serves chat completions at this address. */
  | { kind: "address" }
  /** The server could not make the model's output valid JSON; `output` is what the model wrote. */
  | { kind: "invalid_output"; output: string }
  /** The server failed, which may pass. */
  | { kind: "outage"; delayMs: number | null }
  /** It refuses the request for another reason. */
  | { kind: "request" };

/* The words of OpenAI, Azure, Gemini, Mistral, Groq, Cerebras, DeepSeek, Zhipu, Moonshot, DashScope, SiliconFlow,
 * OpenRouter, Together, Fireworks, xAI, Cohere, GitHub Models, NVIDIA, Cloudflare, Hugging Face, vLLM, SGLang, llama.cpp,
 * Ollama, LM Studio, TabbyAPI and LiteLLM, as they stand in public reports of errors, and German ones. Every gap in a
 * pattern is bounded, so that no error takes long to read. */

/** One pattern of several alternatives, of any case. */
const anyOf = (...alternatives: string[]): RegExp => new RegExp(alternatives.join("|"), "iu");

const REFUSED = anyOf(
  "content[_ -]?(?:filter|management|policy|moderation|exists risk)",
  "responsible[_ ]?ai|moderat(?:ion|ed)|\\bflagged\\b|data_?inspection|safety[_ ](?:system|filter|settings|reasons|check)",
  "inappropriate content|unsafe content|prohibited[_ ]content|\\brecitation\\b|considered high risk|sensitive_?content",
  "sensitive (?:content|words?|information)",
  "violat\\w+ (?:our |the |its )?(?:content|usage|policy|policies)|inhaltsfilter|inhaltsrichtlinie|敏感|违规",
);
const QUOTA = anyOf(
  "insufficient[_ ](?:\\w{1,12}[_ ])?(?:quota|balance|credits?|funds)|balance is (?:insufficient|too low)",
  "out of credits?|(?:credit|account) balance|credit limit|credits? (?:expired|exhausted)|included credits",
  "(?:purchase|buy|add) more credits|payment required|exceeded (?:your )?current quota|billing (?:details|hard limit)",
  "spending limit|budget has been exceeded|budget_exceeded|free (?:tier|quota|allocation)[^.]{0,40}(?:exhausted|used up)",
  "(?:exhausted|used up)[^.]{0,40}free (?:tier|quota|allocation)|arrearage|in arrears|余额不足|额度不足|欠费|请充值",
  "guthaben[^.]{0,40}(?:aufgebraucht|erschöpft|nicht aus)|(?:kein|zu wenig) guthaben",
);
const CONTEXT = anyOf(
  "context[_ ]?(?:length|size|window|limit)|maximum context|n_ctx|exceeds? the (?:available )?context",
  "context (?:the )?overflow|(?:prompt|input|request|messages?) (?:is|are|was|were) too (?:long|large|big)",
  "(?:prompt|input)(?: length)? (?:contains|exceeds|exceeded|of )|request too large|request body too large",
  "reduce (?:the|your) (?:length|message|prompt|input)|too many (?:input |prompt )?tokens(?! processed|, please wait)",
  "tokens[_ ]limit[_ ](?:exceeded|reached)|model (?:token|max(?:imum)?) (?:limit|length)|maximum model length",
  "max_(?:seq|model)_len|input tokens? (?:exceeds?|limit|count)|input length|`inputs`|max(?:imum)? (?:input|prompt|message)",
  "(?:messages|content|input|prompt)[^:]{0,20}: string too long|kontext(?:länge|fenster|größe)|上下文|超长",
  "\\btoken limit\\b|tokens too long|token count|输入[^。]{0,10}(?:过长|超)",
);
const LOADING =
  /\bloading\b|warming up|still starting|initiali[sz]ing|cold start|not (?:yet )?ready|wird (?:gerade )?geladen/i;
/** A model that could not be loaded, or is to be loaded by hand, will not be there in a minute. */
const LOADING_FAILED = /fail(?:ed|ure)|could not|unable to|cannot/i;
const OUTPUT_LIMIT_NAME =
  /max_(?:completion_|output_|new_)?tokens|max ?output ?tokens|completion tokens|num_predict|maximum tokens you requested/i;
/** The name of the limit is wrong, rather than its size. */
const UNKNOWN_NAME = /unsupported|not supported|unknown|unrecogni[sz]ed|not permitted|unexpected|extra inputs/i;
/** An error about the limit on the answer alone, which may name the window as well. */
const LIMIT_RANGE = /max_(?:completion_)?tokens\W{0,3}(?:must be (?:less|at most|<)|value)|range of max_tokens/i;
/** An error about the sum of prompt and answer. */
const NAMES_PROMPT = /\binputs?\b|\bprompt\b|\bmessages\b/i;
/** What the rest of the account would still pay for. */
const AFFORDED = /can only afford (\d{1,8})/i;
const NO_MODEL = anyOf(
  "model\\w*\\b(?:(?!\",|\\.\\s).){0,80}?(?:not found|does ?n[o']t exist|not exist|is not (?:a )?valid|not available|not supported by|unavailable|decommissioned|has not been loaded)",
  "not a valid model|no such model|(?:unknown|invalid|no) model\\b|model_not_(?:found|available)|try pulling",
  "no models? (?:is |are )?(?:currently )?loaded|(?:not found the|unable to access|could not find(?: real)?|access to) model",
  "deployment(?:notfound| for this resource does not exist| not found)|no endpoints found for|repository not found",
  "function '[^']{1,80}': not found|模型不存在|无可用渠道|modell(?:(?!\",|\\.\\s).){0,80}?(?:nicht gefunden|existiert nicht|unbekannt)",
);
const KEY = anyOf(
  "api[ _-]?key (?:is )?(?:not valid|invalid)|(?:invalid|incorrect|wrong) (?:api|access)[ _-]?(?:key|token)",
  "api_key_invalid|无效的令牌|ungültiger (?:api-?)?schlüssel",
);
const NO_ADDRESS = /unexpected endpoint|invalid url \(|cannot post|route not found|no route/i;
const RATE = /rate[_ -]?limit|too many requests|throttl|请求过于频繁|速率限制|zu viele anfragen/i;
/** A failure of the server that it reports as one of the request. */
const FAILED =
  /has crashed|degraded function|try again later|temporarily|overloaded|service unavailable|internal error/i;
const INVALID_OUTPUT = /failed to generate json|json_validate_failed|failed_generation/i;

/** How a window is told, most certain first. */
const WINDOW = [
  /"n_ctx"\s*:\s*(\d{3,8})/i,
  /\d\s*\+\s*\d{1,8}\s*>\s*(\d{3,8})/,
  /(\d{3,8})\s*(?:tokens? )?(?:of )?(?:the )?(?:maximum |max )?context/i,
  /(?:context[_ ]?(?:length|size|window|limit)|n_ctx|kontext\w{0,10})"?[^\d"]{0,40}?(\d{3,8})/iu,
  /max_(?:seq|model)_len\w{0,5}\W{0,4}(?:is |of )?\(?(\d{3,8})/i,
  /range of input length should be \[\d+,\s*(\d{3,8})\]/i,
  /(?:must be <=|must have less than|cannot exceed|tokens? >)\s*(\d{3,8})/i,
  /\blimit(?:ed)?(?: is| of| to|:)?\s*(\d{3,8})/i,
  /(?:max(?:imum)?|model) (?:(?:model|input|prompt|sequence|allowed|max) )?(?:length|limit|size|tokens)[^\d"]{0,30}?(\d{3,8})/i,
  /(?:at most|up to|maximum(?: of| is)?|max(?:imum)?(?: number of)?(?: input| prompt)? tokens?(?: is| allowed|:)?)\s*\(?(\d{3,8})/i,
];
/** How the tokens of the prompt are told. */
const PROMPT_COUNT = [
  /"n_prompt_tokens"\s*:\s*(\d{1,8})/i,
  /\((\d{1,8}) (?:tokens )?(?:in (?:the|your) (?:messages|prompt|input)|of text input)/i,
  /(?:prompt|input|messages?|request)(?: length)? (?:contains|has|have|is|of|resulted in)\s*(?:at least |over |about )?(\d{1,8}) (?:input )?tokens/i,
  /(?:request|input|prompt|tokens|count|input length|prompt_tokens) \((?:length )?(\d{3,8})(?: tokens)?\)/i,
  /(\d{1,8}) (?:`inputs`|input) tokens|(\d{1,8}) tokens from the input/i,
  /must have less than \d{1,8} tokens\. given:? (\d{1,8})/i,
  /(?:in your prompt|too long:|keep the first|prompt length|received|context limit:|token count of|got[ =]) ?(\d{1,8})/i,
  /\((\d{1,8}) in your prompt/i,
];
const DELAY_FIELD = /"(?:retry[_-]?(?:delay|after)|estimated_time)"\s*:\s*"?(\d+(?:\.\d+)?)\s*(ms|s)?/i;
const DELAY_WORDS = [
  /(?:try again|retry|wait)[a-z ]{0,20}?(?:in|after|for) (?:(\d+)h)?(?:(\d+)m)?(\d+(?:\.\d+)?)\s*(ms|s|sec|minutes?|min|m)?/i,
  /(?:try again|retry|wait|in)()() (\d+(?:\.\d+)?)\s*(ms|s(?:ec(?:onds?)?)?|minutes?|sekunden|minuten)\b/i,
  /()()(\d+)\s*秒钟?(?:后|之后|再|重试)/,
];

/** Tells what an error of a server means. */
export function serverProblem(error: ModelHttpError): ServerProblem {
  const { status, failedGeneration } = error;
  const words = plainWords(error.words);
  const delayMs = error.retryAfterMs ?? delayIn(words);
  if (failedGeneration !== null || INVALID_OUTPUT.test(words))
    return { kind: "invalid_output", output: failedGeneration ?? "" };
  const afforded = AFFORDED.exec(words)?.[1];
  if (afforded) return { kind: "output_limit", most: Number(afforded) };
  if (status === 402 || (QUOTA.test(words) && delayMs === null)) return { kind: "quota" };
  if (status >= 400 && status < 500 && status !== 401 && status !== 429 && REFUSED.test(words))
    return { kind: "refused" };
  return (
    sizeProblem(error, words) ??
    accessProblem(status, words) ??
    passingProblem(status, words, delayMs) ?? { kind: "request" }
  );
}

/** A problem with the size of the prompt or the answer. */
function sizeProblem({ status, askedTokens }: ModelHttpError, words: string): ServerProblem | null {
  const mayBeSize = [400, 413, 422, 500].includes(status) || (status === 429 && /request too large/i.test(words));
  if (!mayBeSize) return null;
  const isLimit = OUTPUT_LIMIT_NAME.test(words) && !UNKNOWN_NAME.test(words);
  const isLimitAlone = isLimit && LIMIT_RANGE.test(words) && !NAMES_PROMPT.test(words);
  if (CONTEXT.test(words) && !isLimitAlone)
    return { kind: "context", window: numberIn(words, WINDOW), prompt: numberIn(words, PROMPT_COUNT) };
  if (isLimit && (status === 400 || status === 422))
    return { kind: "output_limit", most: allowedLimit(words, askedTokens) };
  return status === 413 ? { kind: "context", window: null, prompt: null } : null;
}

/** A problem with the key, the model or the address. */
function accessProblem(status: number, words: string): ServerProblem | null {
  if (status === 401 || (status === 400 && KEY.test(words))) return { kind: "key" };
  if ([400, 403, 404, 422, 503].includes(status) && NO_MODEL.test(words)) return { kind: "model" };
  if (status === 404 || status === 405 || NO_ADDRESS.test(words)) return { kind: "address" };
  return status === 403 && !RATE.test(words) ? { kind: "key" } : null;
}

/** A problem that may pass by itself. */
function passingProblem(status: number, words: string, delayMs: number | null): ServerProblem | null {
  if (status === 429 || status === 498 || RATE.test(words)) return { kind: "rate", delayMs };
  const isLoading = LOADING.test(words) && !LOADING_FAILED.test(words);
  if (isLoading && (status >= 500 || status === 409 || status === 425)) return { kind: "loading", delayMs };
  return status >= 500 || status === 408 || FAILED.test(words) ? { kind: "outage", delayMs } : null;
}

/** The words without the escapes of JSON within JSON, and their numbers without separators of thousands. */
const plainWords = (words: string): string =>
  words
    .replace(/\\{1,8}n/g, " ")
    .replaceAll("\\", "")
    .replace(/(?<![\d,[])\d{1,3}(?:,\d{3}){1,3}(?![\d,\]])/g, (number) => number.replaceAll(",", ""));

function numberIn(words: string, patterns: RegExp[]): number | null {
  for (const pattern of patterns) {
    const found = pattern.exec(words)?.slice(1).find(Boolean);
    if (found) return Number(found);
  }
  return null;
}

/** The largest number that is lower than the limit that was asked for: what a server says that it allows. */
function allowedLimit(words: string, asked: number): number | null {
  const numbers = Array.from(
    words.matchAll(/(?<![\d.])(\d{2,7})(?![\d.]*\d)( \(exclusive)?/g),
    ([, number, exclusive]) => (exclusive ? Number(number) - 1 : Number(number)),
  );
  const lower = numbers.filter((number) => number >= 64 && number < asked);
  return lower.length ? Math.max(...lower) : null;
}

/** The delay that the words of an error ask for, in ms. */
function delayIn(words: string): number | null {
  const field = DELAY_FIELD.exec(words);
  if (field) return Number(field[1]) * (field[2] === "ms" ? 1 : 1000);
  for (const pattern of DELAY_WORDS) {
    const said = pattern.exec(words);
    if (!said) continue;
    const [, hours, minutes, amount, unit = "s"] = said;
    const unitMs = unit === "ms" ? 1 : unit.toLowerCase().startsWith("m") ? 60_000 : 1000;
    return Number(hours || 0) * 3_600_000 + Number(minutes || 0) * 60_000 + Number(amount) * unitMs;
  }
  return null;
}
