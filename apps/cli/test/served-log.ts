/** A sandbox log on a port of this machine, its files laid out as trust layer section 3 says; each of them can be changed. */
import { createServer, type ServerResponse } from 'node:http';

import type { Signer } from '@assay/attestation/key';
import { signCheckpoint } from '@assay/attestation/log/checkpoint';
import { encodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { leafHash, nodesOf, rootHash } from '@assay/attestation/log/merkle-tree';
import { SIGNATURE_TYPE } from '@assay/attestation/log/note-key';
import { parseNote, signatureLine } from '@assay/attestation/log/note';
import { tileBytes, tilePath, tilesBetween, TILE_WIDTH } from '@assay/attestation/log/tile';
import type { TrustAnchors } from '@assay/attestation/trust';
import { ORIGIN, sha256Sync, type Office } from '@assay/attestation/test/sandbox-label';
import type { SandboxLog } from '@assay/attestation/test/sandbox-log';

/** Bytes by URL path; a function answers for itself. */
export type Served = Map<string, Uint8Array | ((response: ServerResponse) => void)>;

export type LogServer = {
  readonly origin: string;
  readonly files: Served;
  /** What was asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
};

/** Serves what is in `files`, and 404 for the rest. */
export async function openLogServer(): Promise<LogServer> {
  const files: Served = new Map();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const there = files.get(request.url ?? '');
    if (typeof there === 'function') there(response);
    else response.writeHead(there ? 200 : 404).end(there);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://localhost:${String(port)}`,
    files,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Lays a log out: checkpoint, tiles, bundles, credentials and lists; what was there of another one is gone. */
export async function layOut(
  { files }: LogServer,
  log: SandboxLog,
  cosigners: readonly Cosigner[] = [],
): Promise<void> {
  files.clear();
  const nodes = nodesOf(
    sha256Sync,
    log.entries.map((entry) => leafHash(sha256Sync, entry)),
  );
  const size = log.entries.length;
  for (const { level, index, width } of tilesBetween(0, size)) {
    const from = index * TILE_WIDTH;
    const bytes =
      level === 'entries'
        ? encodeEntryBundle(log.entries.slice(from, from + width))
        : tileBytes(nodes, { level, index, width });
    files.set(`/log/2026/${tilePath({ level, index, width })}`, bytes);
  }
  const root = rootHash(sha256Sync, nodes, size);
  const note = await cosigned(
    await signCheckpoint({ origin: ORIGIN, size, root }, log.office.log),
    cosigners,
  );
  files.set('/log/2026/checkpoint', new TextEncoder().encode(note));
  for (const [hash, jws] of log.credentials)
    files.set(`/vc/${Buffer.from(hash, 'base64url').toString('hex')}`, jws);
  for (const [name, jws] of log.lists) files.set(`/status/${name}`, jws);
}

export type Cosigner = { readonly name: string; readonly signer: Signer; readonly time: number };

async function cosigned(note: string, cosigners: readonly Cosigner[]): Promise<string> {
  const parsed = parseNote(note);
  if (!parsed.ok) throw new Error(parsed.refusal.code);
  const lines = cosigners.map(({ name, signer, time }) =>
    signatureLine(parsed.value.text, { name, type: SIGNATURE_TYPE.cosignature, time }, signer),
  );
  return `${note}${(await Promise.all(lines)).join('')}`;
}

/** The anchors of a sandbox office whose log lies on this server. */
export function anchorsAt({ origin }: LogServer, { anchors }: Office): TrustAnchors {
  return {
    ...anchors,
    administrators: anchors.administrators.map((one) => ({
      ...one,
      log: { ...one.log, url: `${origin}/log/2026` },
    })),
  };
}
