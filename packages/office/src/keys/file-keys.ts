import { join } from 'node:path';

import { existingFileSigner, fileSigner } from './file-signer.ts';
import { KeyFault } from './key-fault.ts';
import type { KeyAsked, KeyHolder } from './key-holder.ts';
import type { KeySettings } from './key-settings.ts';
import { readSecret } from './secret.ts';

/** Private keys as files in `keys/` of the data folder, encrypted where the settings name a passphrase. */
export function fileKeys({ file: settings = {} }: KeySettings, folder: string): KeyHolder {
  const passphrase = async () =>
    settings.passphrase === undefined ? undefined : readSecret(settings.passphrase, folder);
  const path = ({ place }: KeyAsked) => join(folder, 'keys', place);
  return {
    // The first key of a use has had no number since there were no others.
    place: (name) => `${name.replace(/-1$/, '')}.pem`,
    find: async (key) => {
      const signer = await existingFileSigner(path(key), key.kid, await passphrase());
      if (signer && signer.alg !== key.alg)
        throw new KeyFault('wrong-kind', `${path(key)}: holds a key for another algorithm than ${key.alg}`);
      return signer;
    },
    make: async (key) => fileSigner(path(key), key, await passphrase()),
  };
}
