import type { Signer } from '@assay/attestation/key';
import { labelQr, type LabelQr } from '@assay/attestation/qr/label-qr';
import { signOffline } from '@assay/attestation/qr/offline-statement';
import type { LabelRecord } from '@assay/vocabulary/label-record';

/** Printed width of the offline symbol without quiet zone, in millimetres (trust layer, section 9). */
const OFFLINE_MM = 22.5;

type Coded = {
  readonly record: LabelRecord;
  readonly slot: { readonly list: number; readonly index: number };
  readonly host: string;
  readonly signer: Signer;
};

/**
 * The code by which a scanner verifies the label without a connection. It states the same for ever, so it can be printed
 * once: the key's signatures are deterministic and the times are the label's own. Brand and model are in it as far as
 * the symbol stays readable; of a long name only the brand, or nothing, so that no half name is compared.
 */
export async function offlineCode({ record, slot, host, signer }: Coded): Promise<LabelQr> {
  const { brand, models } = record.product;
  for (const text of [`${brand}|${models[0] ?? ''}`, brand, undefined]) {
    const statement = {
      ...{ tier: record.level.rank, status: slot },
      ...{ issuedAt: record.validFrom, expiresAt: record.validUntil },
      ...(text !== undefined && { text }),
    };
    const offline = await signOffline(statement, { host, labelId: record.labelId, signer });
    const sandbox = record.sandbox ? 'Sandbox: ' : '';
    const qr = labelQr({
      ...{ host, labelId: record.labelId, offline, sizeMm: OFFLINE_MM },
      // A long host makes a finer symbol; it is still read, and no text can be left out any more.
      finePrint: text === undefined,
      title: `${sandbox}QR code of label ${record.labelId}, verifiable offline`,
      description: `Opens the page of label ${record.labelId}; a scanner can verify it without a connection.`,
    });
    if (qr.ok) return qr.value;
  }
  throw new Error(`${host} is too long a host for an offline code of ${record.labelId}`);
}
