import { join } from 'node:path';

import { readBytes } from '@assay/formats/read-text';
import type { KeyUse } from '@assay/attestation/key';
import {
  closed,
  oneOf,
  readDocument,
  shaped,
  Type,
  type Complaint,
  type Static,
} from '@assay/vocabulary/schema';

import { KeyFault } from './key-fault.ts';

/** Who can hold a private key. */
export const PROVIDERS = ['file', 'pkcs11', 'aws-kms'] as const;
export type Provider = (typeof PROVIDERS)[number];

const FILE = 'keys.json';
const LARGEST = 64 * 1024;

const words = (max: number) => Type.String({ minLength: 1, maxLength: max });
/** Where a passphrase or PIN is: never in the settings themselves. */
export const secretPlace = Type.Union([
  closed({ environment: shaped<string>('^[A-Za-z_][A-Za-z0-9_]{0,99}$', 'the name of a variable') }),
  closed({ file: words(1_000) }),
]);
const provider = oneOf(PROVIDERS);

const SETTINGS = {
  name: 'keys.json',
  schema: closed({
    /** Which provider holds the keys of a use that are made from now on; `file` where nothing is said. */
    uses: Type.Optional(
      closed({
        vc: Type.Optional(provider),
        status: Type.Optional(provider),
        log: Type.Optional(provider),
        qr: Type.Optional(provider),
      }),
    ),
    file: Type.Optional(closed({ passphrase: Type.Optional(secretPlace) })),
    pkcs11: Type.Optional(
      closed({
        /** The library of the token's maker, such as /usr/lib/softhsm/libsofthsm2.so. */
        module: words(1_000),
        token: words(32),
        pin: secretPlace,
        /** What stands before `vc-2` in the label of a key; `assay-` unless told. */
        prefix: Type.Optional(shaped<string>('^[A-Za-z0-9._-]{0,40}$', 'the beginning of a key label')),
      }),
    ),
    'aws-kms': Type.Optional(
      closed({
        region: shaped<string>('^[a-z0-9-]{1,40}$', 'a region such as eu-central-1'),
        /** What stands before `vc-2` in the name by which a key is found; `alias/assay-` unless told. */
        prefix: Type.Optional(
          shaped<string>('^alias/[A-Za-z0-9/_-]{0,200}$', 'the beginning of a key alias'),
        ),
        endpoint: Type.Optional(shaped<string>('^https?://[!-~]{1,300}$', 'a URL')),
      }),
    ),
  }),
};

export type KeySettings = Static<typeof SETTINGS.schema>;
export type SecretPlace = Static<typeof secretPlace>;

/** The settings of the keys in a data folder, read anew each time; without the file every key is a file without passphrase. */
export async function readKeySettings(folder: string): Promise<KeySettings> {
  const path = join(folder, FILE);
  const bytes = await readBytes(path, LARGEST);
  if (!bytes.ok) {
    if (bytes.refusal.code === 'no-such-file') return {};
    throw new KeyFault('key-settings', `${path} cannot be read: ${bytes.refusal.code}`);
  }
  const read = readDocument(SETTINGS, jsonOf(path, bytes.value));
  const complaints = read.ok ? missing(read.value) : read.refusal.complaints;
  if (!read.ok || complaints.length > 0)
    throw new KeyFault(
      'key-settings',
      `${path}: ${complaints.map(({ path: at, expected }) => `${at || 'the document'}: expected ${expected}`).join('; ')}`,
    );
  return read.value;
}

/** Which provider holds the keys of a use that are made from now on. */
export function providerFor(settings: KeySettings, use: KeyUse): Provider {
  return settings.uses?.[use] ?? 'file';
}

function missing(settings: KeySettings): readonly Complaint[] {
  return (['pkcs11', 'aws-kms'] as const)
    .filter((name) => Object.values(settings.uses ?? {}).includes(name) && settings[name] === undefined)
    .map((name) => ({ path: '', expected: `the member "${name}", which a use names` }));
}

function jsonOf(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new KeyFault('key-settings', `${path} is not JSON`, cause);
  }
}
