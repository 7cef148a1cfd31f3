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

/* The words of OpenAI, Azure, Gemini, Mistral, Groq, Cerebras, DeepSeek, Zhipu, OpenRouter, GitHub Models, vLLM, SGLang,
 * llama.cpp, Ollama and LM Studio, as they stand in public reports of errors. */

const REFUSED =
  /content[_ -]?(?:filter|management|policy|moderation|exists risk)|responsible[_ ]?ai|moderat(?:ion|ed)|\bflagged\b|data_inspection|inappropriate content|sensitive (?:content|words?|information)|unsafe content|prohibited[_ ]content|\brecitation\b|safety (?:system|filter|settings|reasons)|violat\w+ (?:our|the|its) (?:content|usage|policy|policies)|敏感|违规/i;
const QUOTA =
  /insufficient[_ ](?:quota|balance|credits?|funds)|out of credits?|(?:credit|account) balance|payment required|exceeded your current quota|billing (?:details|hard limit)|arrearage|in arrears|余额不足|欠费/i;
const CONTEXT =
  /context[_ ]?(?:length|size|window)|maximum context|n_ctx|exceeds? the (?:available )?context|context (?:the )?overflow|(?:prompt|input|request|messages?) (?:is|are|was|were) too (?:long|large|big)|(?:prompt|input)(?: length)? (?:contains|exceeds|exceeded|of) |request too large|reduce (?:the|your) (?:length|message|prompt|input)|too many (?:input |prompt )?tokens|tokens[_ ]limit[_ ]exceeded|input tokens? (?:exceeds?|limit)|string too long|上下文|超长/i;
const LOADING = /\bloading\b|warming up|still starting|initiali[sz]ing|cold start|not (?:yet )?ready/i;
const OUTPUT_LIMIT_NAME = /max_(?:completion_|output_|new_)?tokens|max ?output ?tokens|completion tokens|num_predict/i;
/** The name of the limit is wrong, rather than its size. */
const UNKNOWN_NAME = /unsupported|not supported|unknown|unrecogni[sz]ed|not permitted|unexpected|extra inputs/i;
const NO_MODEL =
  /model[^.]{0,80}?(?:not found|does ?n[o']t exist|not exist|is not (?:a )?valid|not available|not supported by|unavailable)|not a valid model|no such model|(?:unknown|invalid|no) model\b|model_not_found|try pulling|deployment(?:notfound| for this resource does not exist| not found)|模型不存在/i;
const INVALID_OUTPUT = /failed to generate json|json_validate_failed|failed_generation/i;

/** How a window is told, most certain first. */
const WINDOW = [
  /"n_ctx"\s*:\s*(\d{3,8})/i,
  /(\d{3,8})\s*(?:tokens? )?(?:of )?(?:the )?(?:maximum |max )?context/i,
  /(?:context[_ ]?(?:length|size|window)|n_ctx)"?[^\d"]{0,40}?(\d{3,8})/i,
  /\blimit(?:ed)?(?: is| of| to|:)?\s*(\d{3,8})/i,
  /(?:at most|up to|maximum(?: of| is)?|max(?:imum)?(?: number of)?(?: input| prompt)? tokens?(?: is|:)?|max size:?)\s*\(?(\d{3,8})/i,
];
/** How the tokens of the prompt are told. */
const PROMPT_COUNT = [
  /"n_prompt_tokens"\s*:\s*(\d{3,8})/i,
  /\((\d{3,8}) (?:tokens )?in (?:the|your) (?:messages|prompt|input)/i,
  /(?:prompt|input|messages?)(?: length)? (?:contains|has|have|is|of|resulted in)\s*(?:at least )?(\d{3,8}) tokens/i,
  /request \((\d{3,8}) tokens\)/i,
];
const DELAY = [
  /"retry[_-]?(?:delay|after)"\s*:\s*"?(\d+(?:\.\d+)?)\s*(ms|s)?/i,
  /(?:try again|retry|wait)[a-z ]{0,20}?(?:in|after|for) (?:(\d+)m)?(\d+(?:\.\d+)?)\s*(ms|s|sec|minutes?|min|m)?/i,
];

/** Tells what an error of a server means. */
export function serverProblem(error: ModelHttpError): ServerProblem {
  const { status, words, failedGeneration } = error;
  const delayMs = error.retryAfterMs ?? delayIn(words);
  if (failedGeneration !== null || INVALID_OUTPUT.test(words))
    return { kind: "invalid_output", output: failedGeneration ?? "" };
  if (status === 402 || (QUOTA.test(words) && delayMs === null)) return { kind: "quota" };
  if (status >= 400 && status < 500 && status !== 401 && status !== 429 && REFUSED.test(words))
    return { kind: "refused" };
  if ([400, 413, 422, 500].includes(status) && CONTEXT.test(words))
    return { kind: "context", window: numberIn(words, WINDOW), prompt: numberIn(words, PROMPT_COUNT) };
  if ((status === 400 || status === 422) && OUTPUT_LIMIT_NAME.test(words) && !UNKNOWN_NAME.test(words))
    return { kind: "output_limit", most: allowedLimit(words, error.askedTokens) };
  if (status === 401 || status === 403) return { kind: "key" };
  if (status === 413) return { kind: "context", window: null, prompt: null };
  if ([400, 404, 422].includes(status) && NO_MODEL.test(words)) return { kind: "model" };
  if (status === 404 || status === 405) return { kind: "address" };
  if (status === 429) return { kind: "rate", delayMs };
  if (status >= 500 && LOADING.test(words)) return { kind: "loading", delayMs };
  return status >= 500 || status === 408 ? { kind: "outage", delayMs } : { kind: "request" };
}

function numberIn(words: string, patterns: RegExp[]): number | null {
  for (const pattern of patterns) {
    const found = pattern.exec(words)?.[1];
    if (found) return Number(found);
  }
  return null;
}

/** The largest number that is lower than the limit that was asked for: what a server says that it allows. */
function allowedLimit(words: string, asked: number): number | null {
  const numbers = Array.from(words.matchAll(/(?<![\d.])\d{2,7}(?![\d.]*\d)/g), ([number]) => Number(number));
  const lower = numbers.filter((number) => number >= 64 && number < asked);
  return lower.length ? Math.max(...lower) : null;
}

/** The delay that the words of an error ask for, in ms. */
function delayIn(words: string): number | null {
  const json = DELAY[0]!.exec(words);
  if (json) return Number(json[1]) * (json[2] === "ms" ? 1 : 1000);
  const said = DELAY[1]!.exec(words);
  if (!said) return null;
  const [, minutes = "0", amount, unit = "s"] = said;
  const unitMs = unit === "ms" ? 1 : unit.startsWith("m") ? 60_000 : 1000;
  return Number(minutes) * 60_000 + Number(amount) * unitMs;
}
