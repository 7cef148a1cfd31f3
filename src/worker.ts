import { once } from "node:events";
import { createRest, fetchApplication } from "./discord/index.ts";
import { PithError } from "./model/index.ts";
import { createWorkerRuntime, type ServiceContext } from "./workerRuntime.ts";

/**
 * `pith worker`: runs jobs of the bots on the same Postgres, without a gateway connection, until `signal` is aborted.
 * @throws PithError `bad_config`
 */
export async function runWorker(context: ServiceContext): Promise<void> {
  const { config, app, signal, log, output } = context;
  if (!/^postgres/.test(config.storeUrl)) {
    throw new PithError("bad_config", "STORE_URL must be postgres://… for a worker: other stores are of one process");
  }
  const rest = createRest(config);
  app.warm();
  const runtime = await createWorkerRuntime(context, rest, (await fetchApplication(rest.api)).bot);
  try {
    const closeHealth = await runtime.serveHealth(() => null);
    log.info("at work");
    output.out("The worker is at work. Ctrl-C stops it.\n");
    if (!signal.aborted) await once(signal, "abort");
    closeHealth();
  } finally {
    await runtime.close();
  }
}
