import { parseArgs } from 'node:util';

import { takeTrustList } from '@assay/office/0-programme/publish-trust-list';
import { finishIssuance } from '@assay/office/5-label/finish-issuance';

import { openInstallationAtRest } from '../installation.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { listSummary } from '../terminal/trust-list-views.ts';
import { UsageError } from '../usage.ts';
import { readText } from '../verify/files.ts';
import { notAccepted } from '../verify/not-accepted.ts';
import { rootsFrom } from '../verify/trust-list-files.ts';

/**
 * `assay trust publish LIST`: takes a signed list as any client would, has the log name its hash, and shows it at
 * `/.well-known/cyber-label/trust-list.json`. The first list needs `--roots`; each later one must follow the one held.
 */
export async function publishTrustList(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { roots: { type: 'string' }, data: { type: 'string', default: '.assay' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('name one list');
  const roots = values.roots === undefined ? undefined : await rootsFrom(values.roots);
  const text = await readText(file);
  const progress = (line: string) => {
    io.error(io.style.dim(`${line} …`));
  };
  const installation = await openInstallationAtRest({ data: values.data, progress });
  const { office } = installation;
  try {
    const taken = await takeTrustList(office, text, roots);
    if (!taken.ok) {
      const { refusal } = taken;
      if (refusal.code === 'roots-missing')
        throw new UsageError('--roots FILE: the first list that is published here needs the root keys');
      const why =
        refusal.code === 'trust-list-without-us'
          ? `the list does not name ${refusal.did}`
          : notAccepted(refusal);
      io.out(`${io.style.bold(io.style.bad('NOT PUBLISHED'))}  ${why}`);
      return 1;
    }
    const { held } = await finishIssuance(office);
    io.out(listSummary(taken.value.list, io));
    io.out(
      held
        ? 'Too few witnesses have cosigned the log: the list is shown when they have.'
        : `Published  ${office.origin}/.well-known/cyber-label/trust-list.json`,
    );
    return 0;
  } finally {
    await installation.close();
  }
}
