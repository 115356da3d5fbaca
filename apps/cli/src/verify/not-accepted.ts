import type { NotAccepted } from '@assay/attestation/trust-list/accept-trust-list';

/** Why a trust list was not taken, and what to do. */
export function notAccepted(refusal: NotAccepted): string {
  switch (refusal.code) {
    case 'too-few-roots':
      return `${String(refusal.signed)} of the roots ${refusal.by === 'held' ? 'that were held before' : 'that the list itself names'} have signed; ${String(refusal.needed)} must`;
    case 'trust-list-rollback':
      return `version ${String(refusal.offered)} is older than version ${String(refusal.held)}, which is held`;
    case 'trust-list-forked':
      return `another list of version ${String(refusal.version)} is held: ask the scheme owner by another way which is right`;
    case 'trust-list-expired':
      return `the list ended at ${refusal.expires}: fetch a newer one`;
    case 'trust-list-not-yet-issued':
      return `the list was issued at ${refusal.issued}, which is in the future: check the clock`;
    case 'not-a-trust-list':
      return refusal.complaints
        .map(({ path, expected }) => `${path || 'the document'}: expected ${expected}`)
        .join('; ');
    case 'header-not-allowed':
      return 'a signature has a header that no root writes';
    case 'malformed-trust-list':
      return 'this is no signed trust list';
    case 'trust-list-too-long':
      return 'the list is longer than 4 MiB';
  }
}
