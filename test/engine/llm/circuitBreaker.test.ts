import { describe, expect, test } from "vitest";
import { CircuitBreaker } from "../../../src/engine/llm/client/circuitBreaker.ts";

describe("CircuitBreaker", () => {
  test("opens after five consecutive failures, lets one probe through, and closes when it succeeds", () => {
    let now = 1000;
    const breaker = new CircuitBreaker(() => now);
    for (let i = 0; i < 5; i++) {
      breaker.acquire();
      breaker.recordFailure(null);
    }
    expect(() => breaker.acquire()).toThrow(/next try in 15 s/);
    now += 15_000;
    breaker.acquire();
    expect(() => breaker.acquire()).toThrow(/trying again/);
    breaker.recordFailure(null);
    expect(() => breaker.acquire()).toThrow(/next try in 30 s/);
    now += 30_000;
    breaker.acquire();
    breaker.release(); // The user stopped the probe, so the next call becomes the probe.
    breaker.acquire();
    breaker.recordSuccess();
    breaker.acquire();
    breaker.acquire();
  });

  test("opens for the duration of the server's Retry-After, but for at most a minute", () => {
    let now = 1000;
    const breaker = new CircuitBreaker(() => now);
    breaker.recordFailure(3_600_000);
    now += 60_000;
    breaker.acquire();
  });
});
