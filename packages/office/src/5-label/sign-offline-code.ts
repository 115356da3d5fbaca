import type { Signer } from '@assay/attestation/key';
import { codeText, labelSymbol, type LabelSymbolRequest } from '@assay/attestation/qr/label-symbol';
import { signOffline } from '@assay/attestation/qr/offline-statement';
import type { LabelFacts } from '@assay/vocabulary/label-record';

type Coded = {
  readonly facts: LabelFacts;
  readonly slot: { readonly list: number; readonly index: number };
  readonly host: string;
  readonly signer: Signer;
};

/**
 * The text of the code by which a scanner verifies the label without a connection. It states the same for ever, so it
 * can be printed once: the key's signatures are deterministic and the times are the label's own. Brand and model are in
 * it as far as the symbol stays readable; of a long name only the brand, or nothing, so that no half name is compared.
 */
export async function signOfflineCode({ facts, slot, host, signer }: Coded): Promise<string> {
  const { labelId, level, product, validFrom: issuedAt, validUntil: expiresAt } = facts;
  for (const text of [`${product.brand}|${product.models[0] ?? ''}`, product.brand, undefined]) {
    const statement = { tier: level.rank, status: slot, issuedAt, expiresAt };
    const offline = await signOffline(text === undefined ? statement : { ...statement, text }, {
      ...{ host, labelId, signer },
    });
    const code = { host, labelId, offline };
    if (isPrintable(code)) return codeText(code);
  }
  throw new Error(`${host} is too long a host for an offline code of ${labelId}`);
}

/** By host and number of bytes, on which alone the size of a symbol depends. */
const printable = new Map<string, boolean>();

function isPrintable(code: LabelSymbolRequest & { readonly offline: Uint8Array }): boolean {
  const size = `${code.host} ${String(code.offline.length)}`;
  const known = printable.get(size) ?? labelSymbol(code).ok;
  printable.set(size, known);
  return known;
}
