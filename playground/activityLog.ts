import { EventEmitter } from "node:events";
import type { Answer, Comparison, Digest, Document, Run } from "../src/model/index.ts";

/** One piece of the bot's work: how long each stage took, and what came of it. */
export type Piece = {
  id: number;
  what: "read" | "digest" | "answer" | "compare";
  name: string;
  stages: { stage: string; ms: number }[];
  ms: number | null;
  /** Facts in words; empty while it goes on. */
  outcome: string;
  document: Document | null;
};

type Result = Document | Digest | Answer | Comparison;

/** So much is remembered; nobody scrolls back further. */
const KEPT = 30;

/** What the bot was seen to do, newest first, for whoever is curious. */
export class Ledger extends EventEmitter<{ changed: []; done: [Piece] }> {
  readonly pieces: Piece[] = [];
  readonly documents: Document[] = [];
  readonly results: (Digest | Answer)[] = [];
  /** Of the cache of the bot that runs now. */
  counts = { hits: 0, misses: 0, failures: 0 };
  #last = 0;

  /** Lets work go on under its eyes. @param tell facts about what came of it */
  async follow<T extends Result>(
    what: Piece["what"],
    name: string,
    run: Run,
    work: (run: Run) => Promise<T>,
    tell: (result: T) => string,
  ): Promise<T> {
    const piece: Piece = { id: ++this.#last, what, name, stages: [], ms: null, outcome: "", document: null };
    keep(this.pieces, piece);
    const start = performance.now();
    const sum = (): number => piece.stages.reduce((all, { ms }) => all + ms, 0);
    const close = (): void => {
      const open = piece.stages.at(-1);
      if (open) open.ms = performance.now() - start - (sum() - open.ms);
    };
    const report: Run["report"] = (progress) => {
      run.report(progress);
      if (piece.stages.at(-1)?.stage === progress.stage) return;
      if (piece.stages.length) close();
      piece.stages.push({ stage: progress.stage, ms: 0 });
      this.emit("changed");
    };
    try {
      const result = await work({ signal: run.signal, report });
      this.#keep(piece, result);
      piece.outcome = tell(result);
      return result;
    } catch (thrown) {
      piece.outcome = `failed: ${(thrown as { code?: string }).code ?? "internal"}`;
      throw thrown;
    } finally {
      close();
      piece.ms = performance.now() - start;
      this.emit("changed");
      this.emit("done", piece);
    }
  }

  #keep(piece: Piece, result: Result): void {
    if (!("blocks" in result)) {
      if (!("agree" in result)) keep(this.results, result);
      return;
    }
    piece.document = result;
    const at = this.documents.findIndex(({ id }) => id === result.id);
    if (at >= 0) this.documents.splice(at, 1);
    keep(this.documents, result);
  }
}

function keep<T>(list: T[], one: T): void {
  list.unshift(one);
  if (list.length > KEPT) list.pop();
}
