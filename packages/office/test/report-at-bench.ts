/** A finished report at the bench of the sandbox's laboratory, and what becomes of its signature. */

import { readStream } from '@assay/records/case-file';
import { readDocument } from '@assay/records/document';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Digest, PersonId } from '@assay/vocabulary/ids';
import { ReportSignatureKind } from '@assay/vocabulary/report-signature';
import { readDocument as readAs } from '@assay/vocabulary/schema';
import { expect } from 'vitest';

import { askToSign } from '../src/2-evaluation/passkey-signature.ts';
import { sendFinishedReport } from '../src/2-evaluation/send-finished-report.ts';
import { signReport } from '../src/2-evaluation/sign-report.ts';
import type { ReadMember } from '../src/case-file/archive.ts';
import { signaturesHold } from '../src/case-file/signatures-hold.ts';
import type { Office } from '../src/office.ts';
import { askForPasskey, takePasskey } from '../src/sign-in/add-passkey.ts';
import { beginSession } from '../src/sign-in/begin-session.ts';
import { signedBySession, type Signed } from '../src/sign-in/signed.ts';
import { loadWords } from '../src/words.ts';
import { Authenticator } from './authenticator.ts';
import { oneServer } from './doorkeeper.ts';
import { inTurn, lampCase } from './lamp-case.ts';
import { caseNumbered, freshOffice, handed, HOME, valueOf } from './sandbox-office.ts';
import { LAMP_LABORATORY, LENA } from './sandbox-people.ts';

export const server = oneServer();
export const CASE = caseNumbered(1);
export const AT_BENCH = { case: CASE, by: LENA, as: LAMP_LABORATORY };

export async function signedIn(office: Office, person: PersonId = LENA): Promise<Signed> {
  const browser = { visitor: 'of a test', agent: undefined, address: '127.0.0.1' };
  const { token } = await office.records.write((tx) =>
    beginSession(office, tx, { person, via: 'passkey', browser }),
  );
  const signed = await signedBySession(office, token);
  if (!signed) throw new Error('somebody signed in');
  return signed;
}

/** A case that its laboratory tests, with a finished report at the bench, and Lena with a passkey. */
export async function atBench() {
  const place = await freshOffice(server);
  const { office } = place;
  await inTurn(await lampCase(office, CASE), 'submit', 'assign', 'accept');
  const report = await handed('sandbox-lamp/test-report.yaml');
  const digest = valueOf(await sendFinishedReport(office, { ...AT_BENCH, handed: report }));
  const signed = await signedIn(office);
  const passkey = new Authenticator(office.origin);
  const asked = valueOf(await askForPasskey(office, signed));
  valueOf(await takePasskey(office, signed, { answer: passkey.create(asked), name: 'Sandbox bench' }));
  return { place, office, report, digest, signed, passkey };
}

export const words = await loadWords(HOME);
export const telling = (office: Office) => ({ ...office, words });

export const toSign = (report: Digest) => ({
  ...{ case: CASE, report, person: LENA, organisation: LAMP_LABORATORY },
});

export async function question(office: Office, report: Digest): Promise<object> {
  const asked = await askToSign(office, toSign(report));
  if (!asked) throw new Error('she has a passkey');
  return asked;
}

/** Signs the finished report as the bench has it; `answer` is what the passkey gave. */
export const sign = (
  office: Office,
  signed: Signed,
  { report: digest, answer, key = 'sign' }: { report: Digest; answer?: unknown; key?: string },
) =>
  signReport(office, {
    ...{ case: CASE, because: 'Sandbox: tested.', key, capacity: 'Head of testing' },
    ...{ of: 'finished' as const, digest, signed, answer },
  });

export const events = (office: Office) =>
  readStream(office.records.read, { administrator: 'SB', stream: CASE });

/** The documents of the case as an archive of it holds them. */
export async function membersOf(office: Office, of: readonly CaseEvent[]): Promise<Map<string, ReadMember>> {
  const members = new Map<string, ReadMember>();
  for (const event of of) {
    const digests = event.type === 'TestReportReceived' ? [event.report, event.signature] : [];
    for (const digest of digests.filter((one) => one !== undefined)) {
      const found = await readDocument(office.records.read, { administrator: 'SB', digest });
      if (!found) throw new Error('it is kept');
      members.set(nameOf(digest), { digest, size: found.body.length, bytes: found.body });
    }
  }
  return members;
}

export const nameOf = (digest: Digest) => `documents/${digest.slice('sha256:'.length)}`;

export async function signatureOf(office: Office) {
  const event = (await events(office)).at(-1);
  if (event?.type !== 'TestReportReceived' || !event.signature) throw new Error('it was signed');
  const kept = await readDocument(office.records.read, { administrator: 'SB', digest: event.signature });
  const read = valueOf(readAs(ReportSignatureKind, JSON.parse(new TextDecoder().decode(kept?.body))));
  return { event, signature: read };
}

/** The same documents, with the signature replaced by what `change` makes of it. */
export async function withSignature(office: Office, change: (text: string) => string) {
  const all = await events(office);
  const members = await membersOf(office, all);
  const { event } = await signatureOf(office);
  const name = nameOf(event.signature as Digest);
  const text = new TextDecoder().decode(members.get(name)?.bytes);
  const bytes = new TextEncoder().encode(change(text));
  expect(new TextDecoder().decode(bytes)).not.toBe(text);
  members.set(name, { digest: event.signature as Digest, size: bytes.length, bytes });
  return signaturesHold(CASE, members, all);
}
