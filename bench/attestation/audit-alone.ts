/** Audits the log in a folder in a process of its own, credentials aside, and tells what it took. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { openAudit } from '@assay/attestation/audit/open-audit';
import { readLog } from '@assay/attestation/audit/read-log';
import { parseCheckpoint } from '@assay/attestation/log/checkpoint';
import { parseNote } from '@assay/attestation/log/note';
import { tilePath } from '@assay/attestation/log/tile';
import type { TrustAnchors } from '@assay/attestation/trust';
import { NOW } from '@assay/attestation/test/sandbox-label';

import { processorTime } from '../judging/measure.ts';
import { sha256 } from './audited-log.ts';

const [folder = ''] = process.argv.slice(2);
const anchors = parseAnchors(readFileSync(join(folder, 'trust.json'), 'utf8'));
const [administrator] = anchors.administrators;
const note = parseNote(readFileSync(join(folder, 'checkpoint'), 'utf8'));
const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
if (!administrator || !checkpoint.ok) throw new Error('this is no log of the bench');

const begun = processorTime();
const audit = openAudit({ anchors, administrator, now: NOW, hash: sha256 });
let offences = 0;
const reading = readLog({ hash: sha256, tile: (tile) => readFile(join(folder, tilePath(tile))) });
const wrong = await reading.to(checkpoint.value, (bytes) => {
  offences += audit.take(bytes).offences.length;
  return undefined;
});
for (const list of audit.lists())
  offences += (
    await audit.statusList(list, await readFile(join(folder, 'status', list.purpose, String(list.list))))
  ).length;
const whole = audit.whole();
const taken = processorTime() - begun;
console.log(
  JSON.stringify({
    offences: offences + wrong.length + whole.offences.length,
    entries: checkpoint.value.size,
    labels: whole.labels,
    microseconds: taken,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);

/** Written by the bench. */
function parseAnchors(text: string): TrustAnchors {
  return JSON.parse(text) as TrustAnchors;
}
