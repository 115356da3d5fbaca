import type { PublicHost } from '@assay/attestation/audit/audit-log';
import { JWS_LIMIT } from '@assay/attestation/credential/compact-jws';
import { isHost, webOrigin } from '@assay/attestation/host';
import { ENTRY_LIMIT } from '@assay/attestation/log/entry';
import { NOTE_LIMIT } from '@assay/attestation/log/note';
import { tilePath, TILE_WIDTH } from '@assay/attestation/log/tile';

import { UsageError } from '../usage.ts';
import { fetchLimited, Unreachable } from '../verify/fetch-limited.ts';

const TILE_LIMIT = TILE_WIDTH * 32;
const BUNDLE_LIMIT = TILE_WIDTH * (ENTRY_LIMIT + 2);
/** A log of a million entries is a million requests: one that fails is made once more. */
const TRIES = 2;
const SETTLE_MS = 1_000;

/** The address of a log, `https://host/log/2026`: https, or http for this machine itself; nothing after the path. */
export function parseLogUrl(text: string): { readonly url: string; readonly host: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const host = url?.host ?? '';
  const path = url?.pathname.replace(/\/$/, '') ?? '';
  if (!isHost(host) || path === '' || text.replace(/\/$/, '') !== `${webOrigin(host)}${path}`)
    throw new UsageError(`${text} is not the address of a log: https://<host>/log/<year>`);
  return { url: `${webOrigin(host)}${path}`, host };
}

/**
 * The public bytes of a log over HTTP. Nobody is asked but the host of the log and, for credentials that it does not
 * have, the hosts of the scheme's labels.
 */
export function publicHost(
  log: { readonly url: string; readonly host: string },
  others: readonly string[],
): PublicHost {
  const own = webOrigin(log.host);
  return {
    checkpoint: async () => {
      const bytes = await ask(`${log.url}/checkpoint`, NOTE_LIMIT);
      return bytes && new TextDecoder().decode(bytes);
    },
    tile: (tile) =>
      ask(`${log.url}/${tilePath(tile)}`, tile.level === 'entries' ? BUNDLE_LIMIT : TILE_LIMIT + 1),
    credential: async (vcHash) => {
      const path = `vc/${Buffer.from(vcHash, 'base64url').toString('hex')}`;
      let bytes = await ask(`${own}/${path}`, JWS_LIMIT);
      // That another host cannot be reached does not make up for what the log's own host lacks.
      for (const origin of others.map(webOrigin).filter((one) => one !== own))
        bytes ??= await ask(`${origin}/${path}`, JWS_LIMIT).catch(unlessUnreachable);
      return bytes;
    },
    statusList: ({ purpose, list }) => ask(`${own}/status/${purpose}/${String(list)}`, JWS_LIMIT),
    settle: () => new Promise((resolve) => setTimeout(resolve, SETTLE_MS)),
  };
}

async function ask(address: string, limit: number): Promise<Uint8Array | undefined> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await fetchLimited(address, limit, '*/*');
    } catch (error) {
      if (!(error instanceof Unreachable) || tried === TRIES) throw error;
    }
  }
}

function unlessUnreachable(error: unknown): undefined {
  if (!(error instanceof Unreachable)) throw error;
}
