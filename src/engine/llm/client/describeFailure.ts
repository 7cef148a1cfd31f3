import { ModelHttpError } from "./modelErrors.ts";
import { serverProblem } from "./serverProblem.ts";

/** The `detail` of a `model_unavailable` error: a clause that refers to the model as "it". */
export function describeFailure(failure: unknown, model: string): string {
  if (!(failure instanceof ModelHttpError))
    return failure instanceof Error && !(failure instanceof DOMException) ? failure.message : "it can't be reached";
  const { status } = failure;
  const problem = serverProblem(failure);
  switch (problem.kind) {
    case "quota":
      return `its account has no credit left (${status})`;
    case "key":
      return `the AI server rejects the key (${status}); check OPENAI_API_KEY`;
    case "model":
      return `the AI server does not know the model "${model}" (${status}); check PITH_MODEL`;
    case "address":
      return `nothing answers at this address (${status}); OPENAI_BASE_URL should be the address that ends in /v1, and PITH_MODEL a model that it has`;
    case "rate":
      return `it takes no more requests now: rate limit (${status})${waitWords(problem.delayMs)}`;
    case "loading":
      return `it is still loading (${status}); try again in a minute`;
    case "output_limit":
      return `it allows fewer tokens of answer than the least that is needed (${status})`;
    case "invalid_output":
      return `its answer is not of the asked form (${status})`;
    default:
      return `error ${status} from the AI server`;
  }
}

/** Whether a failed request for the list of models means that the server has none. */
export const hasNoList = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof ModelHttpError && serverProblem(error.cause).kind === "address";

function waitWords(delayMs: number | null): string {
  if (delayMs === null) return "";
  const minutes = Math.ceil(delayMs / 60_000);
  return minutes >= 120 ? `; again in ${Math.ceil(minutes / 60)} hours` : `; again in ${minutes} min`;
}
