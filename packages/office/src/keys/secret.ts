import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { KeyFault } from './key-fault.ts';
import type { SecretPlace } from './key-settings.ts';

/**
 * A passphrase or PIN from where the settings say it is: a variable of this process, or a file that its owner alone can
 * read, such as a systemd credential; a relative path is one below the data folder. One line end at its close is not part of it.
 * `settings` names the file that says where.
 */
export async function readSecret(
  place: SecretPlace,
  folder: string,
  settings = 'keys.json',
): Promise<string> {
  if ('environment' in place) {
    const value = process.env[place.environment];
    if (value === undefined || value === '')
      throw new KeyFault(
        'secret-missing',
        `${place.environment} is not set: ${settings} names it for a secret`,
      );
    return value;
  }
  const file = isAbsolute(place.file) ? place.file : join(folder, place.file);
  const found = await stat(file).catch((cause: unknown) => {
    throw new KeyFault('secret-missing', `${file} is not there: ${settings} names it for a secret`, cause);
  });
  if ((found.mode & 0o077) !== 0)
    throw new KeyFault('others-can-read', `${file}: others can read this secret. Set its mode to 0600.`);
  const text = (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  if (text === '')
    throw new KeyFault('secret-missing', `${file} is empty: ${settings} names it for a secret`);
  return text;
}
