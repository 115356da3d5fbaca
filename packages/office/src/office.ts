import type { KeyUse, Signer } from '@assay/attestation/key';
import type { NoteKey } from '@assay/attestation/log/note-key';
import type { Policy } from '@assay/attestation/log/policy';
import type { Records } from '@assay/records/open';
import type { Instant } from '@assay/vocabulary/instant';
import type { Programme } from '@assay/vocabulary/programme';

import type { Library } from './0-programme/load-library.ts';
import type { BlobStore } from './evidence/blob-store.ts';
import type { PublicFolder } from './public-folder.ts';
import type { Secrets } from './sign-in/secrets.ts';

/** Everything that the acts of one administrator draw on. Built once; each act takes the slice it uses. */
export type Office = {
  readonly library: Library;
  readonly programme: Programme;
  readonly records: Records;
  readonly keyring: Keyring;
  readonly publicFolder: PublicFolder;
  /** Files of applicants, by their digest; nobody reads one but through an act. */
  readonly blobs: BlobStore;
  /** Host of labels, lists and log, with a port where there is one: `localhost:4303`. */
  readonly host: string;
  /** `https://` and the host, or `http://` for this machine itself. */
  readonly origin: string;
  readonly did: string;
  readonly log: LogPlace;
  /** Set where the office is not of the installation's own administrator: its keys, log and register are not here. */
  readonly elsewhere?: true;
  /** Absent: nobody watches, and every answer says so. */
  readonly witnessing?: Witnessing;
  readonly clock: () => Instant;
  /** What the records hold of secrets of signing in, sealed with a key beside those that sign. */
  readonly secrets: Secrets;
  /** Random bytes for ids and tokens. */
  readonly random: (count: number) => Uint8Array;
};

/**
 * The private keys of an office, by their use: a status list and a credential are never signed with the same one. Which
 * key signs is asked of the records each time, so that every process signs with a new one as soon as it is activated.
 */
export type Keyring = {
  /** The key that signs for a use now. */
  active(use: KeyUse): Promise<Signer>;
  /** The keys that sign checkpoints: the active one, and after it one that was announced, so that both do for a time. */
  ofCheckpoints(): Promise<readonly [Signer, ...Signer[]]>;
};

/** Who watches the log: the policy that a checkpoint must satisfy before it is public, and the way to each witness. */
export type Witnessing = {
  /** The policy as it is written (C2SP tlog-policy), for anchors, and as it is read. */
  readonly text: string;
  readonly policy: Policy;
  readonly witnesses: readonly WitnessClient[];
};

/** The door of one witness (C2SP tlog-witness). Whatever goes wrong on the way rejects. */
export type WitnessClient = {
  readonly key: NoteKey;
  /** POST add-checkpoint. */
  add(body: string): Promise<{ readonly status: number; readonly body: string }>;
  /** GET the checkpoint that it cosigned last of the log with this hash of its origin; absent: none. */
  latest(originHash: string): Promise<string | undefined>;
};

export type LogPlace = {
  /** Origin line of the checkpoints, for example `localhost:4303/log/2026`. */
  readonly origin: string;
  /** Path below the public root, for example `log/2026`. */
  readonly path: string;
};

/** The administrator that keys every table. */
export function administratorOf(office: Pick<Office, 'programme'>): string {
  return office.programme.administrator.code;
}
