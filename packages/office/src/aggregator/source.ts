import { JWS_LIMIT } from '@assay/attestation/credential/compact-jws';
import { isHost, webOrigin } from '@assay/attestation/host';
import { ENTRY_LIMIT } from '@assay/attestation/log/entry';
import { decodeEntryBundle, encodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { NOTE_LIMIT } from '@assay/attestation/log/note';
import { tilePath, TILE_WIDTH, type Tile } from '@assay/attestation/log/tile';
import type { TrustedAdministrator } from '@assay/attestation/trust';

import type { Fetch } from './aggregator.ts';
import { FetchFault } from './fault.ts';

/** What one administrator serves. Each question throws `FetchFault` where it is not answered. */
export type Source = {
  checkpoint(): Promise<string>;
  tile(tile: Tile): Promise<Uint8Array>;
  credential(vcHash: string): Promise<Uint8Array>;
  statusList(purpose: string, list: number): Promise<Uint8Array>;
};

/** As many questions are put to one administrator at once; others do not wait for it. */
const AT_ONCE = 4;

/**
 * The addresses of an administrator, all on the host of its log (trust layer, section 3). Nothing is asked of any other
 * host, and nothing over an unencrypted line but of this machine itself.
 */
export function sourceOf({ log }: TrustedAdministrator, fetch: Fetch): Source {
  const origin = safeOrigin(log.url);
  const path = origin === undefined ? '' : new URL(log.url).pathname.replace(/\/$/, '');
  const polite = politely(fetch);
  const get = async (place: string, limit: number): Promise<Uint8Array> => {
    if (origin === undefined) throw new FetchFault({ code: 'address-not-allowed', address: log.url });
    const address = `${origin}${place}`;
    const bytes = await polite(address, limit).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new FetchFault({ code: 'unreachable', address, why });
    });
    if (!bytes) throw new FetchFault({ code: 'missing', address });
    return bytes;
  };
  return {
    // A note is UTF-8; bytes that are not become a text that no signature fits.
    checkpoint: async () => new TextDecoder().decode(await get(`${path}/checkpoint`, NOTE_LIMIT)),
    tile: (tile) =>
      get(`${path}/${tilePath(tile)}`, limitOf(tile)).catch(async (error: unknown) => {
        // A log need not keep a partial tile once the full one is there (C2SP tlog-tiles).
        const whole = { ...tile, width: TILE_WIDTH };
        if (!isMissing(error) || tile.width === TILE_WIDTH) throw error;
        return cut(await get(`${path}/${tilePath(whole)}`, limitOf(whole)), tile);
      }),
    credential: (vcHash) => get(`/vc/${Buffer.from(vcHash, 'base64url').toString('hex')}`, JWS_LIMIT),
    statusList: (purpose, list) => get(`/status/${purpose}/${String(list)}`, JWS_LIMIT),
  };
}

/** `https://host` of an address, or `http://` of this machine itself; undefined for any other, or one with a user or query. */
function safeOrigin(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { host, origin, username, password, search, hash } = new URL(address);
  const plain = username === '' && password === '' && search === '' && hash === '';
  return plain && isHost(host) && webOrigin(host) === origin ? origin : undefined;
}

/** A bundle may be as long as its entries with their lengths; otherwise nothing is longer than a tile of hashes. */
function limitOf({ level, width }: Tile): number {
  return level === 'entries' ? width * (ENTRY_LIMIT + 2) : TILE_WIDTH * 32;
}

/** The beginning of a full tile that the partial one of this width was. */
function cut(bytes: Uint8Array, { level, width }: Tile): Uint8Array {
  if (level !== 'entries') return bytes.subarray(0, width * 32);
  const entries = decodeEntryBundle(bytes);
  return entries.ok ? encodeEntryBundle(entries.value.slice(0, width)) : bytes;
}

function isMissing(error: unknown): boolean {
  return error instanceof FetchFault && error.fault.code === 'missing';
}

function politely(fetch: Fetch): Fetch {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (address, limit) => {
    while (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await fetch(address, limit);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
