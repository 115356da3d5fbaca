import { checkReport } from '@assay/conformity/1-application/check-dossier';
import {
  recordTestReport,
  type AlreadyReceived,
  type OtherLaboratory,
  type OtherObject,
} from '@assay/conformity/2-evaluation/report';
import type { MayNot } from '@assay/conformity/journey';
import { readBytesAs, type CannotRead } from '@assay/formats/read-document';
import { refuse, type Result } from '@assay/vocabulary/result';
import { TestReportKind } from '@assay/vocabulary/test-report';

import { located } from '../0-programme/load-library.ts';
import type { Handed, Inconsistent } from '../1-application/submit-application.ts';
import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import { keep, keptDossier } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';

type Refusals =
  MayNot | OtherObject | OtherLaboratory | AlreadyReceived | ActRefusal | CannotRead | Inconsistent;

/** Takes a laboratory's report into the case and keeps it word for word. */
export async function recordReport(
  office: Office,
  command: CaseCommand & { readonly report: Handed },
): Promise<Result<Done, Refusals>> {
  const { file, bytes } = command.report;
  const read = readBytesAs(TestReportKind, file, bytes);
  if (!read.ok) return read;
  const report = read.value.document;
  const complaints = checkReport(file, report, office.library.catalogue);
  if (complaints.length > 0)
    return refuse({
      code: 'document-inconsistent',
      file,
      complaints: complaints.map((one) => located(one, [read.value])),
    });
  const digest = digestOf(bytes);
  return actOnCase(office, command, { act: 'recordTestReport', report: digest }, async (state, act, tx) => {
    if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
    const dossier = await keptDossier(tx, administratorOf(office), state.dossier);
    const decided = recordTestReport(state, { ...act, report, digest, dossier });
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
