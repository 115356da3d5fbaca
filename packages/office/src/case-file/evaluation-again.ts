import { evaluate } from '@assay/conformity/2-evaluation/evaluate';
import { readBytesAs } from '@assay/formats/read-document';
import type { CaseEvent, EvaluationRecord } from '@assay/vocabulary/case-event';
import { DossierKind } from '@assay/vocabulary/dossier';
import { editionRef, type Digest, type EditionRef } from '@assay/vocabulary/ids';
import { RecognisedBodySchema } from '@assay/vocabulary/programme';
import {
  closed,
  listOf,
  readDocument,
  type DocumentKind,
  type Static,
  type TSchema,
} from '@assay/vocabulary/schema';
import { TestReportKind } from '@assay/vocabulary/test-report';

import type { Library } from '../0-programme/load-library.ts';
import { digestOf } from '../digest.ts';
import type { ReadMember } from './archive.ts';
import { jsonIn } from './member-text.ts';

type Members = ReadonlyMap<string, ReadMember>;
type Found = { readonly ok: boolean | null; readonly detail: string };

const BodiesKind = {
  name: 'recognised bodies',
  schema: closed({ bodies: listOf(RecognisedBodySchema, 1_000) }),
};

/**
 * Makes the newest evaluation of a case again, by the rules that are held here, from the documents of its file. Where the same editions are not
 * held nothing can be said.
 */
export function evaluationAgain(library: Library, members: Members, events: readonly CaseEvent[]): Found {
  const last = events.findLast((event) => event.type === 'EvaluationCompleted');
  if (!last) return { ok: true, detail: 'the case has not been evaluated' };
  const record = parseRecord(jsonIn(documentOf(members, last.evaluation)));
  if (!record) return { ok: false, detail: 'the evaluation cannot be read' };
  const { evaluation, inputs } = record;
  const ref = editionRef(evaluation.scheme, evaluation.edition);
  const scheme = library.catalogue.schemes.get(ref);
  const other = [[ref, inputs.scheme] as const, ...parseStandards(inputs.standards)].find(
    ([name, digest]) => library.digests.get(name) !== digest,
  );
  if (!scheme || other)
    return { ok: null, detail: `not made again: ${other?.[0] ?? ref} is not held here as it was then` };
  const dossier = read(DossierKind, documentOf(members, inputs.dossier));
  const reports = inputs.reports.flatMap((digest) => read(TestReportKind, documentOf(members, digest)) ?? []);
  const bodies = readDocument(BodiesKind, jsonIn(members.get('bodies.json')));
  if (!dossier || !bodies.ok || reports.length !== inputs.reports.length)
    return { ok: false, detail: 'a document that the evaluation was made from cannot be read' };
  const again = evaluate({
    scheme,
    catalogue: library.catalogue,
    submission: { dossier, reports },
    bodies: bodies.value.bodies,
    asked: evaluation.level.asked,
    asOf: evaluation.asOf,
  });
  return digestOf(JSON.stringify(again)) === digestOf(JSON.stringify(evaluation))
    ? { ok: true, detail: `made again with the same ${String(again.findings.length)} findings` }
    : { ok: false, detail: 'made again from the same documents it comes out otherwise' };
}

function documentOf(members: Members, digest: Digest): ReadMember | undefined {
  return members.get(`documents/${digest.slice('sha256:'.length)}`);
}

function read<S extends TSchema>(
  kind: DocumentKind<S>,
  member: ReadMember | undefined,
): Static<S> | undefined {
  if (!member?.bytes) return undefined;
  const found = readBytesAs(kind, member.digest, member.bytes);
  return found.ok ? found.value.document : undefined;
}

function parseStandards(
  standards: Readonly<Record<string, Digest>>,
): readonly (readonly [EditionRef, Digest])[] {
  return Object.entries(standards) as unknown as readonly (readonly [EditionRef, Digest])[];
}

/** Our own words: what is not as we wrote it comes out otherwise when it is made again. */
function parseRecord(value: unknown): EvaluationRecord | undefined {
  const whole =
    typeof value === 'object' &&
    value !== null &&
    'evaluation' in value &&
    'inputs' in value &&
    isRecord(value.inputs) &&
    isRecord(value.evaluation);
  return whole ? (value as EvaluationRecord) : undefined;
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
