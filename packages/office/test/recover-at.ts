/** Brings the records at a place forward, as an operator does after a restore; only the terminal is left out. */
import { join } from 'node:path';

import { openRecords, type Records } from '@assay/records/open';
import type { Instant } from '@assay/vocabulary/instant';
import type { Programme } from '@assay/vocabulary/programme';
import { refuse, type Result } from '@assay/vocabulary/result';

import type { Library } from '../src/0-programme/load-library.ts';
import { openOfficeToRecover } from '../src/0-programme/open-office.ts';
import type { Witnessing } from '../src/office.ts';
import { carryOutRecovery } from '../src/recovery/carry-out-recovery.ts';
import type { NotRecovered } from '../src/recovery/not-recovered.ts';
import { planRecovery, type Recovery } from '../src/recovery/plan-recovery.ts';
import { folderSource } from '../src/recovery/recovery-source.ts';
import { seededRandom } from './dice.ts';

export type RecoverAt = {
  readonly url: string;
  readonly folder: string;
  readonly host: string;
  readonly at: Instant;
  /** Folder of public files; our own unless told. */
  readonly from?: string;
  /** Entries in one transaction: few, so that there is something between them. */
  readonly atOnce?: number;
  readonly witnessing?: Witnessing;
  readonly rules: { readonly library: Library; readonly programme: Programme };
  readonly watch?: (records: Records) => Records;
};

type Unopened = { readonly code: 'records-know-no-log' };

export async function recoverAt(asked: RecoverAt): Promise<Result<Recovery, NotRecovered | Unopened>> {
  const { url, folder, host, at, from = join(folder, 'public'), atOnce = 3, witnessing, rules } = asked;
  const opened = openRecords(url);
  try {
    const office = await openOfficeToRecover({
      ...rules,
      records: asked.watch?.(opened) ?? opened,
      ...{ folder, host, clock: () => at, random: seededRandom('recovery') },
      ...(witnessing && { witnessing }),
    });
    if (!office) return refuse({ code: 'records-know-no-log' });
    const recovering = { office, folder, source: folderSource(from, office.log.path) };
    const planned = await planRecovery(recovering);
    if (planned.ok) await carryOutRecovery(recovering, planned.value, atOnce);
    return planned;
  } finally {
    await opened.close();
  }
}

/** Every row of the tables that a recovery can touch, but who holds the log. */
export async function rowsAt({ url }: { readonly url: string }): Promise<unknown> {
  const records = openRecords(url);
  try {
    return await Promise.all(
      TABLES.map(async (table) => {
        const rows = await records.read.selectFrom(table).selectAll().execute();
        return rows.map((row) => JSON.stringify(row)).sort();
      }),
    );
  } finally {
    await records.close();
  }
}

const TABLES = [
  ...(['event', 'label', 'outbox', 'leaf', 'checkpoint', 'published', 'label_status'] as const),
  ...(['status_list', 'register', 'setting'] as const),
];
