import { labelArtwork, printGuide } from '@assay/office/6-register/label-artwork';
import { publicFile, publicRecordOf } from '@assay/office/6-register/public-desk';
import { searchLabels } from '@assay/office/6-register/search-labels';
import { storyOf } from '@assay/office/rehearsal/story';
import type { PublicDesk } from '@assay/portal/desk';
import type { OfficeDesk } from '@assay/portal/http/office-desk';
import type { Portal } from '@assay/portal/http/open-door';
import { openPortal } from '@assay/portal/open-portal';

import type { Installation } from './installation.ts';
import { keepCurrent } from './keep-current.ts';
import { keepWorking } from './keep-working.ts';
import type { Io } from './terminal/io.ts';
import { UsageError } from './usage.ts';

/** The portal over an installation, listening on this machine. */
export async function openServing(
  installation: Installation,
  port: number,
  io: Io,
): Promise<Portal & { readonly address: string }> {
  const surprise = (error: unknown, route: string) => {
    io.error(`${route}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  const portal = await openPortal(deskOf(installation), { surprise }, { desk: officeDeskOf(installation) });
  const address = await listening(portal, port);
  const stop = keepCurrent(installation.office, (error) => {
    io.error(`keeping the lists current: ${told(error)}`);
  });
  const worker = await keepWorking(installation, (error) => {
    io.error(`doing what was left for later: ${told(error)}`);
  }).catch(async (error: unknown) => {
    stop();
    await portal.close();
    throw error;
  });
  if (!worker.sendsMail)
    io.error(io.style.dim('Mail is kept here and sent nowhere: ASSAY_SMTP_URL names a server for it.'));
  const close = async () => {
    stop();
    await portal.close();
    await worker.stop();
  };
  return { ...portal, address, close };
}

function told(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Lets a door listen on this machine; its address. */
export function listening(portal: Pick<Portal, 'listen'>, port: number): Promise<string> {
  return portal.listen(port, '127.0.0.1').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new UsageError(`port ${String(port)} is taken by another program: choose another with --port`);
    throw error;
  });
}

/** What the portal may ask of the office. */
function deskOf({ office, words, home }: Installation): PublicDesk {
  const { title, sandbox, administrator } = office.programme;
  return {
    programme: { title, sandbox, administrator, origin: office.origin },
    search: async (query) => {
      const { labels, ...next } = await searchLabels(office, query);
      return {
        ...next,
        labels: labels.map(
          ({ labelId, product, state, supportEnd, level, scheme, validUntil, sandbox: rehearsed }) => ({
            labelId,
            product: product.name,
            brand: product.brand,
            manufacturer: product.manufacturer,
            state,
            supportEnd,
            level: { symbol: level.symbol, name: level.name },
            scheme: scheme.name,
            validUntil,
            sandbox: rehearsed,
          }),
        ),
      };
    },
    record: (id) => publicRecordOf(office, id),
    file: (path) => publicFile(office, path),
    artwork: (id, asked) => labelArtwork({ ...office, home }, id, asked),
    printGuide: (id, language) => printGuide({ ...office, home }, id, language),
    story: () => storyOf(office, words),
    say: (reason) => words.reason(reason),
    ready: () =>
      searchLabels(office, { text: '', limit: 1 }).then(
        () => true,
        () => false,
      ),
    now: () => office.clock(),
  };
}

/** What the desks may ask of it. */
function officeDeskOf({ office, words, home }: Installation): OfficeDesk {
  return { office, words, home };
}

/** Resolves when the operator asks to stop. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
}
