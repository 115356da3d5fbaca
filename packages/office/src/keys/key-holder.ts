import type { Signer } from '@assay/attestation/key';

import { fileKeys } from './file-keys.ts';
import type { KeySettings, Provider } from './key-settings.ts';
import { kmsKeys } from './kms-keys.ts';
import { pkcs11Keys } from './pkcs11-keys.ts';

export type KeyKind = Signer['alg'];

/** A key to look for or to make. `place` is what its holder knows it by, `kid` what everybody else does. */
export type KeyAsked = { readonly place: string; readonly kid: string; readonly alg: KeyKind };

/**
 * Somewhere that private keys live. What goes wrong is a `KeyFault` that says what to do: a token that is away, a key of
 * another kind, a file that others can read.
 */
export type KeyHolder = {
  /** What a key of this name (`vc-2`) is called there. */
  place(name: string): string;
  /** Absent: no such key. */
  find(key: KeyAsked): Promise<Signer | undefined>;
  /** Makes a key, or says how its operator makes one. Two that make the same key at once hold the same one. */
  make(key: KeyAsked): Promise<Signer>;
};

/** The holder of a provider's keys, as the settings describe it; `folder` is the data folder. */
export function holderOf(provider: Provider, settings: KeySettings, folder: string): KeyHolder {
  const holders = { file: fileKeys, pkcs11: pkcs11Keys, 'aws-kms': kmsKeys };
  return holders[provider](settings, folder);
}
