import type { ReportIncomplete } from '@assay/conformity/2-evaluation/report-draft';
import { dropFinishedReport } from '@assay/records/finished-report';
import type { Tx } from '@assay/records/open';
import { markReported } from '@assay/records/report-draft';
import type { Digest } from '@assay/vocabulary/ids';
import type { ReportSignature } from '@assay/vocabulary/report-signature';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { CaseCommand } from '../case-act.ts';
import type { Handed } from '../handed.ts';
import { administratorOf, type Office } from '../office.ts';
import { justProved, type NotNow } from '../sign-in/account-act.ts';
import type { NotVerified } from '../sign-in/passkey-ceremony.ts';
import type { Signed } from '../sign-in/signed.ts';
import type { ReportChanged, ReportHandedIn } from './enter-in-report.ts';
import { signedByPasskey } from './passkey-signature.ts';
import { openBench, type Bench } from './report-bench.ts';
import { recordReport } from './record-report.ts';
import { previewFinished, previewReport } from './report-to-sign.ts';

/** What is signed at a bench: the report that was entered there test by test, or a finished one that was sent there. */
export type Signable = 'entered' | 'finished';

type Sign = Omit<CaseCommand, 'by' | 'as'> & {
  readonly signed: Signed;
  readonly capacity: string;
  readonly of: Signable;
  /** Digest of the report that the signer was shown. */
  readonly digest: string;
  /** What a passkey answered, where one signs; absent: an act of somebody who has just proved who they are. */
  readonly answer?: unknown;
};

/**
 * Signs the report of a case and hands it in, in one transaction: the report that the signer was shown, by somebody of the
 * laboratory, with their passkey or right after proving who they are.
 */
export async function signReport(office: Office, { signed, capacity, of, digest, answer, ...command }: Sign) {
  const { person: by, seat: as, provedAt } = signed;
  if (provedAt === undefined || as === undefined) return refuse<SessionNeeded>({ code: 'session-needed' });
  const proved = answer === undefined ? await justProved(office, provedAt) : ok(undefined);
  if (!proved.ok) return proved;
  const bench = await openBench(office, { case: command.case, by, as });
  if (!bench.ok) return bench;
  const ready = await (of === 'entered' ? enteredReady : finishedReady)(office, bench.value, digest);
  if (!ready.ok) return ready;
  const { handed, beside } = ready.value;
  const signature = await signatureOf(office, {
    signed,
    provedAt,
    capacity,
    answer,
    bench: bench.value,
    report: handed.digest,
  });
  if (!signature.ok) return signature;
  return recordReport<ReportChanged>(office, {
    ...{ ...command, by, as, report: handed, signature: signature.value },
    beside: async (tx) => ((await beside(tx)) ? ok(undefined) : refuse({ code: 'report-draft-changed' })),
  });
}

type SessionNeeded = Extract<NotNow, { code: 'session-needed' }>;
type Ready = {
  readonly handed: Handed & { readonly digest: Digest };
  /** Leaves nothing of it to be signed again. False: it is not as it was shown any more. */
  readonly beside: (tx: Tx) => Promise<boolean>;
};

function enteredReady(
  office: Office,
  bench: Bench,
  digest: string,
): Result<Ready, ReportHandedIn | ReportIncomplete | ReportChanged> {
  const { kept } = bench;
  // Sent again after it was recorded: the record answers as it did.
  if (kept?.report !== undefined && kept.report !== digest) return refuse({ code: 'report-handed-in' });
  const { handed, lacking } = previewReport(office, bench);
  if (!handed || !kept) return refuse({ code: 'report-incomplete', missing: lacking.length });
  if (handed.digest !== digest) return refuse({ code: 'report-draft-changed' });
  const { number, version } = kept;
  const of = { ...placeOf(office, bench), number, version, report: handed.digest };
  return ok({ handed, beside: (tx) => markReported(tx, of) });
}

async function finishedReady(
  office: Office,
  bench: Bench,
  digest: string,
): Promise<Result<Ready, { readonly code: 'no-finished-report' } | ReportChanged>> {
  const { handed } = (await previewFinished(office, bench)) ?? {};
  if (!handed) return refuse({ code: 'no-finished-report' });
  if (handed.digest !== digest) return refuse({ code: 'report-draft-changed' });
  const of = { ...placeOf(office, bench), digest: handed.digest };
  return ok({ handed, beside: (tx) => dropFinishedReport(tx, of) });
}

function placeOf(office: Office, { state, laboratory }: Bench) {
  return {
    ...{ administrator: administratorOf(office), case: state.id, laboratory: laboratory.organisation },
  };
}

type Signing = Pick<Sign, 'signed' | 'capacity' | 'answer'> & {
  readonly provedAt: NonNullable<Signed['provedAt']>;
  readonly bench: Bench;
  readonly report: Digest;
};

async function signatureOf(
  office: Office,
  { signed, provedAt, capacity, answer, bench, report }: Signing,
): Promise<Result<ReportSignature, NotVerified>> {
  const { person, name, via } = signed;
  const { organisation } = bench.laboratory;
  const signer = { person, name, organisation, capacity };
  const said = { report, signer, signedAt: office.clock() };
  if (answer === undefined) return ok({ manner: 'act-of-signing', ...said, provedAt, via });
  const what = { case: bench.state.id, report, person, organisation };
  const given = await signedByPasskey(office, { signed, what, answer });
  return given.ok ? ok({ manner: 'passkey', ...said, ...given.value }) : given;
}
