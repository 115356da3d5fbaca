import type { Bundle } from '@assay/attestation/bundle';
import { equalBytes, sha256 } from '@assay/attestation/bytes';
import { jwsBytes, readCompactJws } from '@assay/attestation/credential/compact-jws';
import {
  listNumber,
  readLabelCredential,
  type LabelCredentialModel,
} from '@assay/attestation/credential/read-label-credential';
import { fromDigits } from '@assay/attestation/qr/decimal';
import { readCose } from '@assay/attestation/qr/cose-sign1';
import { readStatement, type OfflineStatement } from '@assay/attestation/qr/offline-statement';

/** The credential in a bundle; undefined where it does not read. Whether it is genuine is for the verification. */
export function credentialIn({ credential }: Bundle): LabelCredentialModel | undefined {
  const jws = readCompactJws(credential);
  const vc = jws.ok ? readLabelCredential(jws.value.payload) : jws;
  return vc.ok ? vc.value : undefined;
}

/** What the digits behind `#1` state; undefined where they do not read. */
export function statementIn(text: string): OfflineStatement | undefined {
  const bytes = fromDigits(text.slice(text.indexOf('#') + 2));
  const cose = bytes.ok ? readCose(bytes.value) : bytes;
  const statement = cose.ok ? readStatement(cose.value.payload) : cose;
  return statement.ok ? statement.value : undefined;
}

/** In what a genuine code and a genuine bundle of one label contradict each other. */
export async function differences(code: OfflineStatement, bundle: Bundle): Promise<readonly string[]> {
  const vc = credentialIn(bundle);
  if (!vc) return ['credential'];
  const { brand, model } = vc.credentialSubject.cyberLabel.product;
  const [revocation] = vc.credentialStatus;
  const hash = (await sha256(jwsBytes(bundle.credential))).subarray(0, 16);
  const rules: readonly (readonly [boolean, string])[] = [
    [code.text === undefined || [`${brand}|${model}`, brand].includes(code.text), 'product'],
    [
      code.status.list === listNumber(revocation.statusListCredential) &&
        code.status.index === Number(revocation.statusListIndex),
      'place in the status lists',
    ],
    [code.vcHash16 === undefined || equalBytes(code.vcHash16, hash), 'credential'],
  ];
  return rules.flatMap(([holds, what]) => (holds ? [] : [what]));
}
