import { parseArgs } from 'node:util';

import { LEAST_DAYS, sweepRemnants } from '@assay/office/evidence/sweep-remnants';

import { openInstallationAtRest } from '../installation.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';

/** `assay evidence sweep`: what lies among the files of applicants and belongs to nobody. Exit 0: done; 2: usage. */
export async function evidence(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: 'string', default: '.assay' },
      days: { type: 'string', default: '30' },
      remove: { type: 'boolean', default: false },
      format: { type: 'string', default: 'table' },
    },
  });
  const [verb, ...more] = positionals;
  if (verb !== 'sweep' || more.length > 0) throw new UsageError('say sweep');
  const days = /^\d{1,4}$/.test(values.days) ? Number(values.days) : 0;
  if (days < LEAST_DAYS)
    throw new UsageError(`--days ${values.days}: a number of days, ${String(LEAST_DAYS)} or more`);
  const progress = (line: string) => {
    io.error(io.style.dim(`${line} …`));
  };
  const installation = await openInstallationAtRest({ data: values.data, progress });
  try {
    const { remove } = values;
    const found = await sweepRemnants(installation.office, { days, remove });
    const { blobs, begun, bytes } = found;
    io.out(
      values.format === 'json'
        ? JSON.stringify(found)
        : `${remove ? 'Removed' : 'Found'} ${String(blobs)} files that nothing names and ${String(begun)} beginnings of uploads, older than ${String(days)} days: ${String(bytes)} bytes.${remove || blobs + begun === 0 ? '' : ' --remove takes them away.'}`,
    );
    return 0;
  } finally {
    await installation.close();
  }
}
