import { parseInstant, type Instant } from '@assay/vocabulary/instant';
import type { LabelId } from '@assay/vocabulary/ids';

import type { TrustAnchors } from './trust.ts';
import {
  administratorOf,
  keptStatus,
  qrDates,
  qrForm,
  qrKey,
  qrKeyGood,
  qrKeyPeriod,
  qrSignature,
  qrStatement,
  qrUrl,
  type KeptLists,
} from './verify/offline-checks.ts';
import { OFFLINE_CHECKS, type Check, type OfflineCheckId, type Outcome } from './verify/outcome.ts';
import { openReport } from './verify/report.ts';

export type QrQuestion = {
  /** The text of the code as scanned. */
  readonly text: string;
  /** Whom to believe; from `parseTrustAnchors` or a trust list. */
  readonly anchors: TrustAnchors;
  /** Status lists kept from an earlier visit. */
  readonly lists: KeptLists;
  readonly now: Instant;
};

export type QrVerification = {
  readonly outcome: Outcome;
  readonly labelId: LabelId | null;
  /** Null where the outcome is INVALID: what is not proven is not shown. */
  readonly statement: {
    readonly tier: number;
    /** `Brand|Model`: to be compared with the product in hand; null where the code holds none. */
    readonly text: string | null;
    readonly expiresAt: Instant;
  } | null;
  readonly checks: readonly Check<OfflineCheckId>[];
  /** When the older of the two lists was made; null where the state was not checked. */
  readonly evidenceTime: Instant | null;
};

/**
 * Verifies an offline QR code (profile P2) with what a scanner has kept: trust anchors and status lists (trust layer,
 * section 11). Without a kept list the outcome is STALE, never VALID. Whether the label is in the log cannot be seen
 * offline; the answer rests on the QR key and the lists alone.
 */
export async function verifyQr({ text, anchors, lists, now }: QrQuestion): Promise<QrVerification> {
  if (!parseInstant(now).ok) throw new TypeError(`not an instant: ${now}`);
  const { check, close } = openReport(OFFLINE_CHECKS);

  const scanned = await check('qr-form', [], () => qrForm(text));
  const place = await check('label-url', [], () => qrUrl({ url: text.replace(/#.*$/s, '') }, anchors));
  const administrator = await check('administrator', [place], (p) => administratorOf(p, anchors));
  const key = await check('qr-key', [scanned, administrator], qrKey);
  await check('qr-signature', [scanned, place, key], qrSignature);
  const statement = await check('qr-statement', [scanned], qrStatement);
  await check('key-period', [key, statement], (k, s) => qrKeyPeriod(k, s.issuedAt));
  await check('key-not-revoked', [key], qrKeyGood);
  const revocation = await check('status-revocation', [statement, administrator], (s, a) =>
    keptStatus({ purpose: 'revocation', now, lists }, s, a),
  );
  const suspension = await check('status-suspension', [statement, administrator], (s, a) =>
    keptStatus({ purpose: 'suspension', now, lists }, s, a),
  );
  await check('validity-dates', [statement], (s) => qrDates(s, now));

  const { checks, outcome } = close();
  const proven = outcome === 'INVALID' ? undefined : statement;
  const both = revocation !== undefined && suspension !== undefined;
  return {
    outcome,
    labelId: place?.labelId ?? null,
    statement:
      proven === undefined
        ? null
        : { tier: proven.tier, text: proven.text ?? null, expiresAt: proven.expiresAt },
    checks,
    evidenceTime: both && outcome !== 'INVALID' ? ([revocation, suspension].toSorted()[0] ?? null) : null,
  };
}
