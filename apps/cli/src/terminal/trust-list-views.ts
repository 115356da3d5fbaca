import type { ListChange } from '@assay/attestation/trust-list/next-trust-list';
import type { TrustList } from '@assay/attestation/trust-list/trust-list';

import type { Io } from './io.ts';
import { printable, table } from './table.ts';

/** What a root is about to sign, or a client to believe. */
export function listSummary(
  { version, issued, expires, scheme, administrators, policy, rootThreshold }: TrustList,
  io: Io,
): string {
  const rows = administrators.map(({ code, name, did, status, keys }) => [
    code,
    name,
    did,
    status,
    `${String(keys.length)} keys`,
  ]);
  return [
    `Version ${String(version)} of ${printable(scheme.name)}, ${issued} to ${expires}, ${String(rootThreshold)} roots needed`,
    `Codes count on ${scheme.qrHosts.join(', ')}`,
    table(rows, io.width),
    `Witness policy: ${printable(policy.trim().replaceAll('\n', '; '))}`,
  ].join('\n');
}

const SAYS: Readonly<Record<ListChange['what'], string>> = {
  'administrator-added': 'new administrator',
  'administrator-gone': 'administrator no longer named: its labels would be INVALID. Withdraw it instead',
  'key-added': 'new key',
  'key-gone': 'key no longer named: what it signed would be INVALID',
  'key-changed': 'another key under the same name',
  'key-ended': 'key that ends now; what it signed before stands',
  'key-revoked': 'key that is revoked: what it signed after its last good leaf is void',
  'revocation-moved': 'another last good leaf of a revoked key',
  'revocation-undone': 'revoked key that would be good again',
};

/** What a list changes for those who believe the one before, a line for each. */
export function changeLines(changes: readonly ListChange[]): string {
  return changes.map(({ what, about }) => `  ${printable(about)}: ${SAYS[what]}`).join('\n');
}
