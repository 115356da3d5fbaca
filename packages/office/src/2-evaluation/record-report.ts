import { canonicalJson } from '@assay/attestation/canonical-json';
import { recordTestReport, type NotReceivable } from '@assay/conformity/2-evaluation/report';
import type { CannotRead } from '@assay/formats/read-document';
import type { Reader, Tx } from '@assay/records/open';
import { recognitionsOf, type Recognition } from '@assay/records/recognition';
import type { BodyId, EditionRef } from '@assay/vocabulary/ids';
import type { ReportSignature } from '@assay/vocabulary/report-signature';
import { ok, type Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import { holdsFiles, outputsNamed, type NotHeld } from '../evidence/files-held.ts';
import { readReport, type Handed, type Inconsistent } from '../handed.ts';
import { keep, keptDossier } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { signedByKey, type KeyNotTaken } from './key-signature.ts';

type Refusals = NotReceivable | ActRefusal | CannotRead | Inconsistent | NotHeld | KeyNotTaken;

type RecordReport<R> = CaseCommand & {
  readonly report: Handed;
  /** The signature that was made at the desk over it. */
  readonly signature?: ReportSignature;
  /** The signature of a key of the laboratory that came along with it, as it came. */
  readonly jws?: string;
  /** What is kept in the same transaction where it was made at the desk; a refusal undoes all of it. */
  readonly beside?: (tx: Tx) => Promise<Result<undefined, R>>;
};

/** Takes a laboratory's report into the case and keeps it word for word. */
export async function recordReport<R = never>(
  office: Office,
  command: RecordReport<R>,
): Promise<Result<Done, Refusals | R>> {
  const { bytes } = command.report;
  const read = readReport(office.library, command.report);
  if (!read.ok) return read;
  const report = read.value.document;
  const digest = digestOf(bytes);
  const { jws } = command;
  return actOnCase<NotReceivable | NotHeld | KeyNotTaken | R>(
    office,
    command,
    { act: 'recordTestReport', report: digest, ...(jws !== undefined && { jws }) },
    async (state, act, tx) => {
      if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
      const recognition = await recognitionOf(tx, report.laboratory.body, state.scheme);
      const dossier = await keptDossier(tx, administratorOf(office), state.dossier);
      const byKey = jws === undefined ? undefined : await signedByKey(tx, { bytes, jws, act });
      if (byKey?.ok === false) return byKey;
      const signature = byKey?.value ?? command.signature;
      const kept = signature && new TextEncoder().encode(canonicalJson(signature));
      const decided = recordTestReport(state, {
        ...{ ...act, report, digest, dossier, recognition },
        ...(signature && kept && { signature: { digest: digestOf(kept), manner: signature.manner } }),
      });
      if (!decided.ok) return decided;
      const { organisation } = act.by;
      const held = await holdsFiles(office, tx, { organisation, named: outputsNamed(report) });
      if (!held.ok) return held;
      const beside = await (command.beside?.(tx) ?? ok(undefined));
      if (!beside.ok) return beside;
      const { at } = act;
      await keep(tx, administratorOf(office), {
        ...{ kind: 'test-report', mediaType: mediaTypeOf(command.report), bytes, at },
      });
      if (kept)
        await keep(tx, administratorOf(office), {
          ...{ kind: 'report-signature', mediaType: 'application/json', bytes: kept, at },
        });
      return decided;
    },
  );
}

/** By its name, as it was read. */
function mediaTypeOf({ file }: Handed): string {
  return file.endsWith('.json') ? 'application/json' : 'application/yaml';
}

/** What was said of a body under the scheme of an edition. */
export async function recognitionOf(reader: Reader, body: BodyId, edition: EditionRef): Promise<Recognition> {
  const scheme = edition.slice(0, edition.indexOf('@'));
  const said = (await recognitionsOf(reader, [body])).find((one) => one.scheme === scheme);
  return said ?? { body, scheme, history: [] };
}
