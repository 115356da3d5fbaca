import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { carryOutRecovery } from '@assay/office/recovery/carry-out-recovery';
import { planRecovery, type Recovery } from '@assay/office/recovery/plan-recovery';

import { linesFrom } from '../interview/lines.ts';
import { openInstallationToRecover } from '../installation.ts';
import { recoverySource } from '../recover/recovery-host.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { notRecovered, recoveryJson, recoveryTable } from '../terminal/recovery-views.ts';
import { UsageError } from '../usage.ts';
import { Unreachable } from '../verify/fetch-limited.ts';
import { parseFormat } from './check.ts';

/**
 * `assay recover`: brings records that were restored from a backup forward to what the public log says (trust layer,
 * section 7). Exit 0: they are whole; 1: the copy proves nothing, or the operator said no; 2: it could not be read.
 */
export async function recover(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: '.assay' },
      from: { type: 'string' },
      format: { type: 'string', default: 'table' },
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
    },
  });
  const asked: Asked = { from: values.from, format: parseFormat(values.format), yes: values.yes };
  const progress = (line: string) => {
    io.error(io.style.dim(`${line} …`));
  };
  const installation = await openInstallationToRecover({ data: values.data, progress });
  try {
    return await recovered(installation, { ...asked, dryRun: values['dry-run'] }, io);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    io.error(`assay recover: ${error.message}`);
    return 2;
  } finally {
    await installation.close();
  }
}

type Asked = { readonly from: string | undefined; readonly format: 'table' | 'json'; readonly yes: boolean };
type To = Awaited<ReturnType<typeof openInstallationToRecover>>;

async function recovered(
  { office, folder }: To,
  { from = join(folder, 'public'), format, yes, dryRun }: Asked & { readonly dryRun: boolean },
  io: Io,
): Promise<ExitCode> {
  const recovering = { office, folder, source: await recoverySource(from, office.log) };
  const planned = await planRecovery(recovering);
  if (!planned.ok) {
    io.error(`assay recover: ${notRecovered(planned.refusal)} Nothing was written.`);
    return 1;
  }
  const recovery = planned.value;
  const tell = (done: boolean) => {
    if (format === 'json') io.out(JSON.stringify(recoveryJson(recovery, done), null, 2));
  };
  if (format === 'table') io.out(recoveryTable(recovery, { origin: office.log.origin, from }));
  if (dryRun) {
    tell(false);
    return 0;
  }
  if (!yes && isMore(recovery) && !(await agreed())) {
    io.error('assay recover: nothing was written.');
    return 1;
  }
  await carryOutRecovery(recovering, recovery);
  tell(true);
  if (format === 'table') io.out('\nThe records are whole. assay serve shows what they say.');
  return 0;
}

function isMore({ entries }: Recovery): boolean {
  return entries.length > 0;
}

/** The records are changed for good, so somebody says so. */
async function agreed(): Promise<boolean> {
  const lines = linesFrom(process.stdin, process.stderr);
  const answer = await lines.next('\nReplay this into the records? Type yes: ');
  lines.close();
  if (answer === undefined)
    throw new UsageError('--yes: nobody is there to be asked; --dry-run shows what would be done');
  return answer.trim().toLowerCase() === 'yes';
}
