/**
 * The answers of trust layer section 11, the strongest first: where several hold, the first of this list is shown.
 * Only VALID is green. REVOKED and EXPIRED stand before STALE, because no newer evidence could undo them.
 */
export const OUTCOMES = [
  'INVALID',
  'UNKNOWN_LABEL',
  'REVOKED',
  'EXPIRED',
  'STALE',
  'SUSPENDED',
  'NOT_YET_VALID',
  'VALID',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Every check of a bundle, in the order in which they are made. */
export const CHECKS = [
  'bundle-form',
  'credential-form',
  'credential-model',
  'label-id',
  'administrator',
  'credential-key',
  'credential-signature',
  'entry-form',
  'entry-agreement',
  'proof-form',
  'log-signature',
  'log-witnesses',
  'log-inclusion',
  'log-freshness',
  'key-period',
  'key-not-revoked',
  'status-revocation',
  'status-suspension',
  'validity-dates',
] as const;
export type CheckId = (typeof CHECKS)[number];

/** Every check of an offline QR code, in the order in which they are made. */
export const OFFLINE_CHECKS = [
  'qr-form',
  'label-url',
  'administrator',
  'qr-key',
  'qr-signature',
  'qr-statement',
  'key-period',
  'key-not-revoked',
  'status-revocation',
  'status-suspension',
  'validity-dates',
] as const;
export type OfflineCheckId = (typeof OFFLINE_CHECKS)[number];

/** One check: what it found, in a few technical words; its sentence for people belongs to the texts, by `id`. */
export type Check<Id extends string = CheckId> = {
  readonly id: Id;
  readonly ok: boolean;
  readonly detail: string;
};
