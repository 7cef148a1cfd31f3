/** The beginning of a body that is JSON, or one object of JSON a line, whatever its type says. */
const JSON_BODY = /^\ufeff?\s*\{/;
/** Lines by which some servers keep a connection alive. They say nothing. */
const KEEP_ALIVE = /^data:[ \t]*(?:ping|pong|heartbeat|keep-?alive)?[ \t]*\r?$/i;
/** How llama.cpp sends an error within a stream. */
const ERROR_LINE = /^error:[ \t]*(\{.*\})\s*$/;

/**
 * Turns the body of a response, in pieces, into server-sent events: JSON into one event, each line of JSON into one, and
 * lines that servers use besides the standard (https://html.spec.whatwg.org/multipage/server-sent-events.html) into
 * events or empty ones.
 */
export function toServerSentEvents(): TransformStream<string, string> {
  let rest = "";
  let isJson: boolean | null = null;
  return new TransformStream({
    transform(piece, controller) {
      rest += piece;
      if (isJson === null && rest.trim()) isJson = JSON_BODY.test(rest);
      if (isJson !== false) return;
      const end = rest.lastIndexOf("\n") + 1;
      controller.enqueue(rest.slice(0, end).split("\n").map(standardLine).join("\n"));
      rest = rest.slice(end);
    },
    flush(controller) {
      controller.enqueue(isJson ? jsonEvents(rest) : `${standardLine(rest)}\n\n`);
    },
  });
}

function standardLine(line: string): string {
  if (KEEP_ALIVE.test(line)) return "data: {}";
  const error = ERROR_LINE.exec(line)?.[1];
  return error === undefined ? line : `data: {"error":${error}}`;
}

/** The events of a body of JSON: one if it is whole, otherwise one for each line that is. */
function jsonEvents(body: string): string {
  const whole = body.replace("\ufeff", "");
  const values = isJsonText(whole) ? [JSON.stringify(JSON.parse(whole))] : whole.split("\n").filter(isJsonText);
  return values.map((value) => `data: ${value}\n\n`).join("");
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
