import { parseArgs } from 'node:util';

import { openInstallation } from '../installation.ts';
import { openServingRebuilt } from '../serving-rebuilt.ts';
import { openServing, untilStopped } from '../serving.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { showWaysIn } from '../ways-in.ts';
import { DEFAULT_PORT, parsePort } from './walk.ts';

/** `assay serve`: the register of what is there, or one that was rebuilt, until Ctrl-C. */
export async function serve(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      data: { type: 'string', default: '.assay' },
      programme: { type: 'string' },
      rebuilt: { type: 'string' },
    },
  });
  const port = parsePort(values.port);
  if (values.rebuilt !== undefined) return serveRebuilt(values.rebuilt, port, io);
  const progress = (line: string) => {
    io.error(io.style.dim(`${line} …`));
  };
  const { data, programme } = values;
  const installation = await openInstallation({ data, port, fresh: false, programme, progress });
  // From here on a signal ends it in order, also while it still begins: a worker may have mail in hand.
  const stopped = untilStopped();
  try {
    const serving = await openServing(installation, port, io);
    io.out(`Register  ${installation.office.origin}/  (listening on ${serving.address})`);
    await showWaysIn(installation, io);
    await stopped;
    await serving.close();
    return 0;
  } finally {
    await installation.close();
  }
}

async function serveRebuilt(folder: string, port: number, io: Io): Promise<ExitCode> {
  const serving = await openServingRebuilt(folder, port, io);
  io.out(`Register  ${serving.origin}/  (rebuilt, listening on ${serving.address})`);
  await untilStopped();
  await serving.close();
  return 0;
}
