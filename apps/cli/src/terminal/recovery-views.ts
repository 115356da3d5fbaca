import type { EntryType } from '@assay/attestation/log/entry';
import type { NotRecovered } from '@assay/office/recovery/not-recovered';
import type { Recovery } from '@assay/office/recovery/plan-recovery';

/** Ids that are listed by name; of more it is told how many. */
const NAMED = 20;

/** What a recovery does, and what it cannot bring back. */
export function recoveryTable(
  recovery: Recovery,
  { origin, from }: { readonly origin: string; readonly from: string },
): string {
  const { entries, labels, keysMissing } = recovery;
  const ids = (of: typeof labels) => of.map(({ label }) => label);
  const whole = labels.filter((one) => one.from !== 'credential');
  const bare = labels.filter((one) => one.from === 'credential');
  const caseless = labels.filter(({ caseFile }) => !caseFile);
  const gone = missingLists(recovery);
  const rows: readonly (readonly [string, string])[] = [
    ['Log', origin],
    ['From', from],
    ['Records', `${String(recovery.from)} entries`],
    ['Copy', `${String(recovery.size)} entries, signed by our key; the records are its beginning`],
    ['To recover', entries.length === 0 ? 'nothing: no entry is missing' : countsOf(entries)],
    ...listed('Labels', whole, 'recovered whole', ids(whole)),
    ...listed('', bare, 'recovered from the credential alone: the page says less than it did', ids(bare)),
    ...listed('Case files', caseless, 'labels whose case file the backup lacks', ids(caseless)),
    ...listed('Keys', keysMissing, 'without a private half here: restore or revoke', keysMissing),
    ...listed('Trust list', gone, 'not at hand: publish it again with assay trust publish', gone),
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, text]) => `${name.padEnd(width)}${text}`).join('\n');
}

/** The same for a program. `done` is false where it was only shown. */
export function recoveryJson(recovery: Recovery, done: boolean): object {
  const { from, size, entries, labels, keysMissing } = recovery;
  return {
    done,
    ...{ from, size, entries: byType(entries), labels, keysMissing },
    trustListsMissing: missingLists(recovery),
  };
}

/** Why a copy is not believed, and where. */
export function notRecovered({ code, at }: NotRecovered): string {
  const why = WHY[code] ?? 'The copy does not hold together';
  return `${why} (${code}: ${at}).`;
}

const WHY: Readonly<Partial<Record<NotRecovered['code'], string>>> = {
  'no-checkpoint': 'There is no checkpoint of this log',
  'checkpoint-of-another-log': 'This is the checkpoint of another log',
  'log-signature': 'No key of this installation has signed the checkpoint',
  'copy-too-old': 'Somebody has seen a longer log than this copy: name a newer one with --from',
  'another-history':
    'The records begin otherwise than the copy, so one of them is not the history of this log: call in whoever audits it',
  'signed-by-revoked-key': 'The checkpoint is signed by a key alone that the log itself calls revoked',
  'entry-not-ours': 'An entry is none that this office sends to its log',
  'key-differs': 'The log speaks of a key otherwise than the key book',
  'label-differs': 'The log speaks of a label otherwise than the records',
  'credential-differs': 'A credential is missing, or is not what its entry names',
};

function listed(
  name: string,
  all: readonly unknown[],
  what: string,
  ids: readonly string[],
): readonly (readonly [string, string])[] {
  if (all.length === 0) return [];
  const more = ids.length > NAMED ? `, and ${String(ids.length - NAMED)} more` : '';
  return [[name, `${String(all.length)} ${what}: ${ids.slice(0, NAMED).join(', ')}${more}`]];
}

function missingLists({ trustLists }: Recovery): readonly string[] {
  const newest = [...trustLists].at(-1);
  return newest && newest[1] === undefined ? [newest[0]] : [];
}

function byType(entries: Recovery['entries']): Readonly<Partial<Record<EntryType, number>>> {
  const counts: Partial<Record<EntryType, number>> = {};
  for (const { entry } of entries) counts[entry.type] = (counts[entry.type] ?? 0) + 1;
  return counts;
}

function countsOf(entries: Recovery['entries']): string {
  const counts = Object.entries(byType(entries)).map(([type, count]) => `${String(count)} ${type}`);
  return `${String(entries.length)} ${entries.length === 1 ? 'entry' : 'entries'}: ${counts.join(', ')}`;
}
