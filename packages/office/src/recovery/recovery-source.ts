import { join } from 'node:path';

import type { PublicHost } from '@assay/attestation/audit/audit-log';
import { JWS_LIMIT } from '@assay/attestation/credential/compact-jws';
import { NOTE_LIMIT } from '@assay/attestation/log/note';
import { tilePath } from '@assay/attestation/log/tile';
import { readBytes } from '@assay/formats/read-text';

import { TRUST_LIST_LIMIT, TRUST_LIST_PATH } from '../0-programme/publish-trust-list.ts';
import { credentialPath } from '../6-register/publish-log.ts';
import { statusPath } from '../6-register/publish-status-lists.ts';

/** Where the public bytes of our log are to be had: our own folder, our own host, or whoever keeps a copy. */
export type RecoverySource = Pick<PublicHost, 'checkpoint' | 'tile' | 'credential' | 'statusList'> & {
  readonly trustList: () => Promise<Uint8Array | undefined>;
};

/** The largest bundle has 256 entries of 64 KiB each. */
const BUNDLE_LIMIT = 17 * 1024 * 1024;

/** A folder of public files, with the log at this path in it. */
export function folderSource(folder: string, logPath: string): RecoverySource {
  const read = async (path: string, limit: number): Promise<Uint8Array | undefined> => {
    const bytes = await readBytes(join(folder, path), limit);
    if (bytes.ok) return new Uint8Array(bytes.value);
    if (bytes.refusal.code === 'no-such-file') return undefined;
    throw new Error(`${join(folder, path)} cannot be read: ${bytes.refusal.code}`);
  };
  return {
    checkpoint: async () => {
      const bytes = await read(`${logPath}/checkpoint`, NOTE_LIMIT);
      return bytes && new TextDecoder().decode(bytes);
    },
    tile: (tile) => read(`${logPath}/${tilePath(tile)}`, BUNDLE_LIMIT),
    credential: (vcHash) => read(credentialPath(vcHash), JWS_LIMIT),
    statusList: ({ purpose, list }) => read(statusPath(purpose, list), JWS_LIMIT),
    trustList: () => read(TRUST_LIST_PATH, TRUST_LIST_LIMIT),
  };
}
