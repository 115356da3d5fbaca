import { parseEntry } from '@assay/attestation/log/entry';
import { publicRecord } from '@assay/conformity/6-register/public-record';
import { caseOf } from '@assay/conformity/case';
import { labelOf } from '@assay/conformity/label';
import { readStream } from '@assay/records/case-file';
import { publishedSize, setPublished } from '@assay/records/checkpoint';
import { markGranted, readLabel, type Slot } from '@assay/records/label';
import { leavesBetween } from '@assay/records/log';
import { holdLock, type Tx } from '@assay/records/open';
import { putRegisterEntry } from '@assay/records/register';
import type { LabelId } from '@assay/vocabulary/ids';
import type { LabelRecord } from '@assay/vocabulary/label-record';

import { keptDossier, keptReport } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf, textsOf } from '../scheme-of.ts';
import { isWitnessed } from './is-witnessed.ts';
import { offlineCode } from './offline-code.ts';
import { credentialPath } from './publish-log.ts';

/**
 * Trust layer section 7, the rest of step 7: only now the applicant and the public see what the entries below `size`
 * did to their labels. The files are written before the transaction ends, so a crash repeats them.
 */
export async function publishLabels(office: Office, size: number): Promise<void> {
  const administrator = administratorOf(office);
  const log = { administrator, log: office.log.origin };
  await office.records.write(async (tx) => {
    await holdLock(tx, 'publish', administrator);
    const from = await publishedSize(tx, log);
    if (from >= size) return;
    await markGranted(tx, { administrator, before: size });
    for (const label of await touched(office, tx, from, size)) await show(office, tx, label);
    await setPublished(tx, { ...log, size });
  });
}

/** Shows a public label anew after a step that the log is not told of; a label on its way there is left to the log. */
export async function showAgain(office: Office, tx: Tx, id: LabelId): Promise<void> {
  const administrator = administratorOf(office);
  await holdLock(tx, 'publish', administrator);
  const label = await readLabel(tx, { administrator, id });
  if (label?.state === 'granted') await show(office, tx, id);
}

async function show(office: Office, tx: Tx, label: LabelId): Promise<void> {
  const { record, slot } = await recordOf(office, tx, label);
  await putRegisterEntry(tx, { administrator: administratorOf(office), record });
  const code = await offlineCode({ record, slot, host: office.host, signer: office.signers.qr });
  await put(office, offlineCodePath(label, 'svg'), code.svg);
  await put(office, offlineCodePath(label, 'txt'), `${code.text}\n`);
  await put(office, recordPath(label), JSON.stringify(record));
}

async function put(office: Office, path: string, text: string): Promise<void> {
  await office.publicFolder.replace(path, new TextEncoder().encode(text));
}

/** Where the record of a label lies below the public root. */
export function recordPath(label: LabelId): string {
  return `L/${label}/record.json`;
}

/** Where the offline code of a label lies: as a drawing to print, and as the text that a reader reads in it. */
export function offlineCodePath(label: LabelId, form: 'svg' | 'txt'): string {
  return `L/${label}/offline-code.${form}`;
}

async function touched(office: Office, tx: Tx, from: number, to: number): Promise<readonly LabelId[]> {
  const leaves = await leavesBetween(tx, {
    administrator: administratorOf(office),
    log: office.log.origin,
    from,
    to,
  });
  const labels = leaves.flatMap(({ entry }) => {
    const read = parseEntry(entry);
    return read.ok && 'labelId' in read.value ? [read.value.labelId] : [];
  });
  return [...new Set(labels)];
}

/** States what was decided: expiry is nobody's act, so it is told by the clock of whoever reads. */
async function recordOf(
  office: Office,
  tx: Tx,
  id: LabelId,
): Promise<{ readonly record: LabelRecord; readonly slot: Slot }> {
  const administrator = administratorOf(office);
  const label = await readLabel(tx, { administrator, id });
  if (!label?.signed || label.leaf === null) throw new Error(`${id} is in the log and not among the labels`);
  const history = await readStream(tx, { administrator, stream: id });
  const decided = labelOf(history);
  if (decided.state === 'none') throw new Error(`${id} is in the log and was never issued`);
  const file = caseOf(await readStream(tx, { administrator, stream: label.case }));
  if (file.stage === 'none') throw new Error(`${id} has no case`);
  const scheme = schemeOf(office, file.scheme);
  const reports = await Promise.all(file.reports.map((digest) => keptReport(tx, administrator, digest)));
  const report = reports.findLast(({ laboratory }) => laboratory.party !== 'first');
  const record = publicRecord({
    history,
    dossier: await keptDossier(tx, administrator, file.dossier),
    scheme,
    texts: textsOf(office, scheme),
    programme: office.programme,
    laboratory: report ? { body: report.laboratory.body, name: report.laboratory.name } : null,
    witnessed: await isWitnessed(office),
    evidence: {
      origin: office.log.origin,
      index: label.leaf,
      credential: `/${credentialPath(label.signed.vcHash)}`,
    },
    now: office.clock(),
  });
  return { record: { ...record, state: decided.state, stateSince: decided.since }, slot: label.slot };
}
