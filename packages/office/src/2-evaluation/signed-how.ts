import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { SigningManner } from '@assay/vocabulary/report-signature';
import { unreachable } from '@assay/vocabulary/result';

type Received = Extract<CaseEvent, { type: 'TestReportReceived' }>;

/** How a report that came into a case was signed; undefined: not at all. Events of an earlier release knew one way. */
export function mannerOf({ signed, signature }: Received): SigningManner | undefined {
  return signed ?? (signature === undefined ? undefined : 'act-of-signing');
}

/** The same in words, as part of a sentence that names whoever handed it in. */
export function signedHow(event: Received): string {
  const manner = mannerOf(event);
  switch (manner) {
    case 'passkey':
      return 'Signed with a passkey';
    case 'key':
      return 'Signed with a key of the laboratory';
    case 'act-of-signing':
      return 'Signed by confirmation';
    case undefined:
      return 'Handed in unsigned';
    default:
      return unreachable(manner);
  }
}
