import { once } from "node:events";
import { createRest, fetchApplication } from "./discord/index.ts";
import { PithError } from "./model/index.ts";
import { createWorkerRuntime, type ServiceContext } from "./workerRuntime.ts";

/**
 * `pith worker`: runs jobs for the bots that share its Postgres database, until `signal` is aborted. It has no gateway
 * connection.
 * @throws PithError `bad_config` if a setting is invalid, STORE_URL is not Postgres, or Discord rejects the token
 */
export async function runWorker(context: ServiceContext): Promise<void> {
  const { config, app, signal, log, output } = context;
  if (!/^postgres/.test(config.storeUrl)) {
    throw new PithError(
      "bad_config",
      "STORE_URL must be postgres://… for a worker: other stores can't be shared between processes",
    );
  }
  const rest = createRest(config);
  app.warm();
  const runtime = await createWorkerRuntime(context, rest, (await fetchApplication(rest.api)).bot);
  try {
    const closeHealth = await runtime.serveHealth(() => null);
    log.info("ready");
    output.out("The worker is at work. Ctrl-C stops it.\n");
    if (!signal.aborted) await once(signal, "abort");
    closeHealth();
  } finally {
    await runtime.close();
  }
}
