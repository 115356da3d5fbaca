import { publicRecord } from '@assay/conformity/6-register/public-record';
import { asLogged, isStatus } from '@assay/conformity/6-register/as-logged';
import { labelOf } from '@assay/conformity/label';
import { readStreams } from '@assay/records/case-file';
import { publishedSize, setPublished } from '@assay/records/checkpoint';
import { labelsTouched, markGranted, readLabel, type TouchedLabel } from '@assay/records/label';
import { holdLock, type Tx } from '@assay/records/open';
import { putRegisterEntries } from '@assay/records/register';
import type { LabelEvent } from '@assay/vocabulary/case-event';
import type { LabelId } from '@assay/vocabulary/ids';
import type { LabelFacts, LabelRecord } from '@assay/vocabulary/label-record';

import { administratorOf, type Office } from '../office.ts';
import { isWitnessed } from './is-witnessed.ts';
import { newestStatus } from './logged-status.ts';
import { checkpointSize, credentialPath } from './publish-log.ts';

/** Labels shown in one go. */
const PAGE = 512;

/**
 * Trust layer section 7, the rest of step 7: only now the applicant and the public see what the entries below the
 * published checkpoint did to their labels. The files are written before the transaction ends, so a crash repeats them.
 * It belongs to no turn: one at a time in all processes, while the log may grow.
 */
export async function showLabels(office: Office): Promise<void> {
  const administrator = administratorOf(office);
  const log = { administrator, log: office.log.origin };
  const size = (await checkpointSize(office)) ?? 0;
  if ((await publishedSize(office.records.read, log)) >= size) return;
  await office.records.write(async (tx) => {
    await holdLock(tx, 'publish', administrator);
    await markGranted(tx, { administrator, before: size });
    const witnessed = await isWitnessed(office);
    let from = await publishedSize(tx, log);
    for (let full = true; full;) {
      const page = { administrator, from, before: size, limit: PAGE };
      const labels = await labelsTouched(tx, page);
      if (labels.length > 0) await show(office, tx, { labels, witnessed });
      from = (labels.at(-1)?.lastLeaf ?? size) + 1;
      full = labels.length === PAGE;
    }
    await setPublished(tx, { ...log, size });
  });
}

/**
 * Shows a public label anew after a step that the log is not told of; a label whose newest entry is on its way to the
 * public is shown with that.
 */
export async function showAgain(office: Office, tx: Tx, id: LabelId): Promise<void> {
  const administrator = administratorOf(office);
  await holdLock(tx, 'publish', administrator);
  const label = await readLabel(tx, { administrator, id });
  if (label?.state !== 'granted' || label.lastLeaf === null) return;
  if (label.lastLeaf >= ((await checkpointSize(office)) ?? 0)) return;
  await show(office, tx, { labels: [label], witnessed: await isWitnessed(office) });
}

/** Where the record of a label lies below the public root. */
export function recordPath(label: LabelId): string {
  return `L/${label}.json`;
}

type Shown = { readonly labels: readonly TouchedLabel[]; readonly witnessed: boolean };

async function show(office: Office, tx: Tx, { labels, witnessed }: Shown): Promise<void> {
  const administrator = administratorOf(office);
  const streams = await readStreams(tx, { administrator, streams: labels.map(({ id }) => id) });
  const records: LabelRecord[] = [];
  for (const label of labels) {
    const history = await publicHistory(office, tx, label, streams.get(label.id) ?? []);
    records.push(recordOf(office, label, { history, witnessed }));
  }
  const files = records.map((record) => ({
    path: recordPath(record.labelId),
    bytes: new TextEncoder().encode(JSON.stringify(record)),
  }));
  await Promise.all([
    putRegisterEntries(tx, { administrator, records }),
    office.publicFolder.replaceAll(files),
  ]);
}

/**
 * What the newest entry of a label lets the public know of it: a state that was decided since is shown when its own entry
 * is public. Few labels have ever changed their state; of them the entry is read.
 */
async function publicHistory(
  { programme, log }: Office,
  tx: Tx,
  { lastLeaf }: TouchedLabel,
  history: readonly LabelEvent[],
): Promise<readonly LabelEvent[]> {
  if (lastLeaf === null || !history.some(isStatus)) return history;
  const origin = { administrator: administratorOf({ programme }), log: log.origin };
  return asLogged(history, await newestStatus(tx, origin, lastLeaf));
}

type Known = { readonly history: readonly LabelEvent[]; readonly witnessed: boolean };

/** States what was decided: expiry is nobody's act, so it is told by the clock of whoever reads. */
function recordOf(office: Office, label: TouchedLabel, { history, witnessed }: Known): LabelRecord {
  const { id, signed, leaf, facts } = label;
  if (!signed || leaf === null) throw new Error(`${id} is in the log and not among the labels`);
  const decided = labelOf(history);
  if (decided.state === 'none') throw new Error(`${id} is in the log and was never issued`);
  const record = publicRecord({
    facts: parseFacts(facts),
    history,
    witnessed,
    evidence: {
      origin: office.log.origin,
      index: leaf,
      credential: `/${credentialPath(signed.vcHash)}`,
    },
    offlineCode: signed.offlineCode,
    now: office.clock(),
  });
  return { ...record, state: decided.state, stateSince: decided.since };
}

/** Frozen by us when the label was asked for. */
function parseFacts(facts: string): LabelFacts {
  return JSON.parse(facts) as LabelFacts;
}
