import { canonicalJson } from '@assay/attestation/canonical-json';
import { judgeBody, standingOn, type BodyMayNot } from '@assay/conformity/0-programme/body-standing';
import {
  lackingIn,
  reportOf,
  type Lacking,
  type ReportIncomplete,
} from '@assay/conformity/2-evaluation/report-draft';
import { sameObject, type OtherObject } from '@assay/conformity/2-evaluation/report';
import { markReported } from '@assay/records/report-draft';
import type { Digest } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { TestReport } from '@assay/vocabulary/test-report';

import type { CaseCommand } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import type { Handed } from '../handed.ts';
import { administratorOf, type Office } from '../office.ts';
import { justProved, type NotNow } from '../sign-in/account-act.ts';
import type { Signed } from '../sign-in/signed.ts';
import type { ReportChanged, ReportHandedIn } from './enter-in-report.ts';
import { openBench, type Bench } from './report-bench.ts';
import { recordReport } from './record-report.ts';

/** A report as it would be signed: its bytes, their digest, and what stands in the way. */
export type ReportPreview = {
  readonly lacking: readonly Lacking[];
  /** Why it would not be taken although it is whole. */
  readonly refused: BodyMayNot | OtherObject | undefined;
  readonly report: TestReport | undefined;
  readonly handed: (Handed & { readonly digest: Digest }) | undefined;
};

/** Builds the report of a bench: the same entries give the same bytes, and so the same digest to sign. */
export function previewReport(office: Pick<Office, 'programme'>, bench: Bench): ReportPreview {
  const { draft, plan, dossier, recognition, laboratory } = bench;
  const lacking = lackingIn(draft, plan);
  const built = builtFrom(office, bench);
  if (!built.ok) return { lacking, refused: undefined, report: undefined, handed: undefined };
  const report = built.value;
  const bytes = new TextEncoder().encode(canonicalJson(report));
  const object = sameObject(report, dossier);
  const { activity, testedFrom: from, testedUntil: until } = report;
  const body =
    laboratory.party === 'first'
      ? ok(undefined)
      : judgeBody(recognition, { activity, competence: report.laboratory.competence, from, until });
  return {
    ...{ lacking, report },
    refused: object.ok ? (body.ok ? undefined : body.refusal) : object.refusal,
    handed: { file: `${report.report}.json`, bytes, digest: digestOf(bytes) },
  };
}

function builtFrom(
  { programme }: Pick<Office, 'programme'>,
  { draft, plan, state, dossier, number, laboratory, recognition }: Bench,
): Result<TestReport, ReportIncomplete> {
  const { name, body, party } = laboratory;
  // Competence and accreditation as they stood when the tests ended: the programme's word, not the laboratory's.
  const standing = draft.about && standingOn(recognition.history, draft.about.testedUntil);
  const scope = standing?.state === 'recognised' ? standing.scope : undefined;
  const { by, scope: accredited, until } = scope?.accreditation ?? {};
  return reportOf(draft, plan, {
    report: `${state.id.replace('_', '-')}-report-${String(number)}`,
    provenance: {
      kind: programme.sandbox ? 'fictional' : 'submitted',
      note: programme.sandbox ? SANDBOX : ENTERED,
      sources: [],
    },
    laboratory: {
      ...{ body, name, party, competence: scope?.competence ?? 'none' },
      ...(by !== undefined &&
        accredited !== undefined &&
        until !== undefined && { accreditation: { by, scope: accredited, until } }),
    },
    product: dossier.product.name,
  });
}

const ENTERED = 'Entered test by test at the desk of the laboratory.';
const SANDBOX = 'Entered in a sandbox programme: no such test took place.';

/** What a signer signs beside the report; kept under its own digest, which the event names. */
export type ReportSignature = {
  readonly report: Digest;
  /** An act of somebody who had just proved who they are. */
  readonly manner: 'act-of-signing';
  readonly signer: {
    readonly person: string;
    readonly name: string;
    readonly organisation: string;
    /** As whom they signed, in their own words. */
    readonly capacity: string;
  };
  readonly signedAt: string;
  /** When and how they had last proved who they are. */
  readonly provedAt: string;
  readonly via: string;
};

type Sign = Omit<CaseCommand, 'by' | 'as'> & {
  readonly signed: Signed;
  readonly capacity: string;
  /** Digest of the report that the signer was shown. */
  readonly digest: string;
};

/**
 * Signs the report of a case and hands it in, in one transaction: the report that the signer was shown, by somebody of the
 * laboratory who has just proved who they are.
 */
export async function signReport(office: Office, { signed, capacity, digest, ...command }: Sign) {
  const { person: by, seat: as, provedAt, via } = signed;
  if (provedAt === undefined || as === undefined) return refuse<SessionNeeded>({ code: 'session-needed' });
  const proved = await justProved(office, provedAt);
  if (!proved.ok) return proved;
  const bench = await openBench(office, { case: command.case, by, as });
  if (!bench.ok) return bench;
  const { kept, laboratory, state } = bench.value;
  // Sent again after it was recorded: the record answers as it did.
  if (kept?.report !== undefined && kept.report !== digest)
    return refuse<ReportHandedIn>({ code: 'report-handed-in' });
  const { handed, lacking } = previewReport(office, bench.value);
  if (!handed || !kept)
    return refuse<ReportIncomplete>({ code: 'report-incomplete', missing: lacking.length });
  if (handed.digest !== digest) return refuse<ReportChanged>({ code: 'report-draft-changed' });
  const signature: ReportSignature = {
    ...{ report: handed.digest, manner: 'act-of-signing', signedAt: office.clock(), provedAt, via },
    signer: { person: by, name: signed.name, organisation: laboratory.organisation, capacity },
  };
  const { number, version } = kept;
  return recordReport<ReportChanged>(office, {
    ...{ ...command, by, as, report: handed },
    signature: new TextEncoder().encode(canonicalJson(signature)),
    beside: async (tx) => {
      const of = { administrator: administratorOf(office), case: state.id, laboratory: as };
      const marked = await markReported(tx, { ...of, number, version, report: handed.digest });
      return marked ? ok(undefined) : refuse({ code: 'report-draft-changed' });
    },
  });
}

type SessionNeeded = Extract<NotNow, { code: 'session-needed' }>;
