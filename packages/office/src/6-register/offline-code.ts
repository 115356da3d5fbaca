import { fromDigits } from '@assay/attestation/qr/decimal';
import { labelQr } from '@assay/attestation/qr/label-qr';
import type { LabelRecord } from '@assay/vocabulary/label-record';

/** Printed width of the offline symbol without quiet zone, in millimetres (trust layer, section 9). */
const OFFLINE_MM = 22.5;

/** The drawing to print of the code that a scanner verifies without a connection; the record has one. */
export function offlineCodeSvg(host: string, { labelId, sandbox, offlineCode = '' }: LabelRecord): string {
  const offline = fromDigits(offlineCode.slice(offlineCode.indexOf('#1') + 2));
  if (!offline.ok) throw new Error(`the offline code of ${labelId} does not read`);
  const qr = labelQr({
    ...{ host, labelId, offline: offline.value, sizeMm: OFFLINE_MM },
    title: `${sandbox ? 'Sandbox: ' : ''}QR code of label ${labelId}, verifiable offline`,
    description: `Opens the page of label ${labelId}; a scanner can verify it without a connection.`,
  });
  if (!qr.ok) throw new Error(`the offline code of ${labelId} would not be readable: ${qr.refusal.code}`);
  return qr.value.svg;
}
