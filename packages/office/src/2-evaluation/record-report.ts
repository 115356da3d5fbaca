import { recordTestReport, type NotReceivable } from '@assay/conformity/2-evaluation/report';
import type { CannotRead } from '@assay/formats/read-document';
import type { Reader } from '@assay/records/open';
import { recognitionsOf, type Recognition } from '@assay/records/recognition';
import type { BodyId, EditionRef } from '@assay/vocabulary/ids';
import type { Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import { readReport, type Handed, type Inconsistent } from '../handed.ts';
import { keep, keptDossier } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';

type Refusals = NotReceivable | ActRefusal | CannotRead | Inconsistent;

/** Takes a laboratory's report into the case and keeps it word for word. */
export async function recordReport(
  office: Office,
  command: CaseCommand & { readonly report: Handed },
): Promise<Result<Done, Refusals>> {
  const { bytes } = command.report;
  const read = readReport(office.library, command.report);
  if (!read.ok) return read;
  const report = read.value.document;
  const digest = digestOf(bytes);
  return actOnCase(office, command, { act: 'recordTestReport', report: digest }, async (state, act, tx) => {
    if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
    const recognition = await recognitionOf(tx, report.laboratory.body, state.scheme);
    const dossier = await keptDossier(tx, administratorOf(office), state.dossier);
    const decided = recordTestReport(state, { ...act, report, digest, dossier, recognition });
    if (decided.ok)
      await keep(tx, administratorOf(office), {
        kind: 'test-report',
        mediaType: 'application/yaml',
        bytes,
        at: act.at,
      });
    return decided;
  });
}

/** What was said of a body under the scheme of an edition. */
async function recognitionOf(reader: Reader, body: BodyId, edition: EditionRef): Promise<Recognition> {
  const scheme = edition.slice(0, edition.indexOf('@'));
  const said = (await recognitionsOf(reader, [body])).find((one) => one.scheme === scheme);
  return said ?? { body, scheme, history: [] };
}
