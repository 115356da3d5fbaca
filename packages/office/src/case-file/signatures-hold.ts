import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { CaseId, Digest } from '@assay/vocabulary/ids';
import { ReportSignatureKind, type ReportSignature } from '@assay/vocabulary/report-signature';
import { readDocument } from '@assay/vocabulary/schema';
import { unreachable } from '@assay/vocabulary/result';

import { keySignatureBroken } from '../2-evaluation/key-signature.ts';
import { passkeySignatureBroken } from '../2-evaluation/passkey-signature.ts';
import { mannerOf } from '../2-evaluation/signed-how.ts';
import type { ReadMember } from './archive.ts';
import { jsonIn } from './member-text.ts';

type Members = ReadonlyMap<string, ReadMember>;
type Received = Extract<CaseEvent, { type: 'TestReportReceived' }>;

/**
 * Checks the signature over every report of a case again, each with the public key that is kept with it. An act of signing
 * has none: that it took place is the word of whoever sealed the file.
 */
export async function signaturesHold(
  id: CaseId,
  members: Members,
  events: readonly CaseEvent[] = [],
): Promise<{ readonly ok: boolean; readonly detail: string }> {
  const received = events.filter((event) => event.type === 'TestReportReceived');
  for (const event of received) {
    const broken = event.signature && (await brokenIn({ id, members, event }, event.signature));
    if (broken !== undefined) return { ok: false, detail: `${event.report}: ${broken}` };
  }
  return { ok: true, detail: counted(received) };
}

type Looked = { readonly id: CaseId; readonly members: Members; readonly event: Received };

async function brokenIn({ id, members, event }: Looked, digest: Digest): Promise<string | undefined> {
  const read = readDocument(ReportSignatureKind, jsonIn(memberOf(members, digest)));
  if (!read.ok) return 'its signature cannot be read';
  const signature = read.value;
  if (signature.report !== event.report) return 'its signature is over another report';
  if (signature.manner !== mannerOf(event)) return 'it was signed in another manner than the event says';
  const by = signature.manner === 'key' ? signature.handedIn : signature.signer;
  if (by.person !== event.by || (event.as !== undefined && by.organisation !== event.as))
    return 'it was signed by somebody else than the event says';
  return provenBroken(id, members, signature);
}

async function provenBroken(
  id: CaseId,
  members: Members,
  signature: ReportSignature,
): Promise<string | undefined> {
  const { manner, report } = signature;
  switch (manner) {
    case 'act-of-signing':
      return undefined;
    case 'passkey':
      return signature.statement.case === id
        ? passkeySignatureBroken(signature, report)
        : 'the passkey signed it for another case';
    case 'key': {
      const { bytes } = memberOf(members, report) ?? {};
      return bytes ? keySignatureBroken(signature, bytes) : 'the report is not in the file';
    }
    default:
      return unreachable(manner);
  }
}

function memberOf(members: Members, digest: Digest): ReadMember | undefined {
  return members.get(`documents/${digest.slice('sha256:'.length)}`);
}

const WORDS = {
  passkey: 'with a passkey',
  key: 'with a key of the laboratory',
  'act-of-signing': 'by confirmation',
} as const;

/** How many reports were signed in which manner. */
function counted(received: readonly Received[]): string {
  if (received.length === 0) return 'no report was handed in';
  const manners = received.map(mannerOf);
  const told = (['passkey', 'key', 'act-of-signing'] as const).flatMap((manner) => {
    const count = manners.filter((one) => one === manner).length;
    return count === 0 ? [] : [`${String(count)} signed ${WORDS[manner]}`];
  });
  const unsigned = manners.filter((one) => one === undefined).length;
  return [...told, ...(unsigned === 0 ? [] : [`${String(unsigned)} not signed`])].join(', ');
}
