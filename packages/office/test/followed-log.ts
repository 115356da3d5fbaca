/** An aggregator beside offices under test: it asks them for what they publish, without a network between. */
import { ed25519Signer } from '@assay/attestation/test/sandbox-label';
import type { TrustAnchors } from '@assay/attestation/trust';
import { freshRecords } from '@assay/records/test/databases';
import type { Server } from '@assay/records/test/postgres.global';
import type { Instant } from '@assay/vocabulary/instant';

import { publicFile } from '../src/6-register/public-desk.ts';
import { trustOf, type Aggregator, type Fetch } from '../src/aggregator/aggregator.ts';
import { openFollower } from '../src/aggregator/follow-log.ts';
import type { Office } from '../src/office.ts';
import { anchorsOf, AT } from './sandbox-office.ts';

/** Whoever answers at a host: what lies at each path. */
export type Publisher = {
  readonly host: string;
  readonly file: (path: string) => Promise<Uint8Array | undefined>;
};

export type Followed = {
  readonly aggregator: Aggregator;
  /** One look at the log of the one administrator that is believed. */
  readonly look: () => ReturnType<ReturnType<typeof openFollower>['look']>;
  /** What was kept of alarms outside of the database, by its path. */
  readonly evidence: Map<string, string>;
  readonly clock: { now: Instant };
  /** Whom the aggregator believes from now on. */
  readonly believe: (anchors: TrustAnchors) => Promise<void>;
  /** What it is served from now on in the place of what is published; undefined: nothing there. */
  readonly serve: (path: string, bytes: Uint8Array | undefined) => void;
  /** Who answers it from now on; undefined: nobody. */
  readonly follow: (office: Office | undefined) => void;
};

/** An aggregator with a database of its own that follows one office. */
export async function followedOffice(server: Server, office: Office): Promise<Followed> {
  return followedPublisher(server, publisherOf(office), await anchorsOf(office));
}

/** The same for anybody who publishes a log. */
export async function followedPublisher(
  server: Server,
  first: Publisher,
  anchors: TrustAnchors,
): Promise<Followed> {
  const evidence = new Map<string, string>();
  const clock = { now: AT };
  const served = new Map<string, Uint8Array | undefined>();
  let publisher: Publisher | undefined = first;
  let trust = await trustOf(anchors);
  const fetch: Fetch = async (address, limit) => {
    if (!publisher) throw new Error('nobody listens there');
    const { host, pathname } = new URL(address);
    if (host !== publisher.host) throw new Error(`${host} was never to be asked`);
    const bytes = served.has(pathname) ? served.get(pathname) : await publisher.file(pathname);
    if (bytes && bytes.length > limit) throw new Error('too long');
    return bytes;
  };
  const aggregator: Aggregator = {
    ...{ records: await freshRecords(server), clock: () => clock.now, trust: () => trust, fetch },
    mirror: { name: 'mirror.sandbox.example/m1', signer: await ed25519Signer('mirror') },
    witness: { name: 'witness.sandbox.example/a1', signer: await ed25519Signer('witness') },
    keepEvidence: (path, text) => {
      evidence.set(path, text);
      return Promise.resolve();
    },
  };
  const follower = openFollower(aggregator);
  return {
    ...{ aggregator, evidence, clock },
    look: () => {
      const [administrator] = trust.anchors.administrators;
      if (!administrator) throw new Error('one administrator is believed');
      return follower.look(administrator);
    },
    believe: async (next) => {
      trust = await trustOf(next);
    },
    serve: (path, bytes) => served.set(path, bytes),
    follow: (office) => {
      publisher = office && publisherOf(office);
    },
  };
}

function publisherOf(office: Office): Publisher {
  return { host: office.host, file: async (path) => (await publicFile(office, path))?.bytes };
}
