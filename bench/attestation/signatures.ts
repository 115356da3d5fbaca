import { createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';

import { readCompactJws, signCompactJws, verifyCompactJws } from '@assay/attestation/credential/compact-jws';
import { buildLabelCredential, signLabelCredential } from '@assay/attestation/credential/label-credential';
import { readLabelCredential } from '@assay/attestation/credential/read-label-credential';
import type { Signer } from '@assay/attestation/key';
import { DID, NOW, sandboxOffice, servedBundle, STATEMENT } from '@assay/attestation/test/sandbox-label';
import { verifyBundle } from '@assay/attestation/verify-label';
import { compactVerify, CompactSign } from 'jose';

import { processorTime, spread, table, type Bar } from '../judging/measure.ts';

/** One thing to do over and over. It throws where its answer is not the right one. */
export type Act = { readonly name: string; readonly run: () => unknown };

const ROUNDS = 25;
/** A measurement is at least this long, in microseconds of processor time. */
const ENOUGH = 25_000;
const AT_ONCE = 64;

/** What a signature costs us and the platform alone, over the same bytes with the same key. */
export async function signatures(rounds = ROUNDS): Promise<{ report: string; bars: Bar[] }> {
  const acts = await contest();
  const passes: number[] = [];
  for (const act of acts) passes.push(await warmed(act, rounds));
  const taken = acts.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [place, act] of acts.entries()) taken[place]?.push(await measured(act, passes[place] ?? 1));
  const cost = taken.map(quick);
  const head = [
    'on one core',
    'µs each',
    'a second',
    'middle half',
    'in turn, a second',
    'at once, a second',
  ];
  const rows: string[][] = [head];
  for (const [place, act] of acts.entries()) {
    const each = cost[place] ?? NaN;
    rows.push([
      act.name,
      each.toFixed(1),
      whole(1e6 / each),
      `${Math.round(spread(taken[place] ?? []) * 100)} %`,
      whole(await onTheWall(act, passes[place] ?? 1, 1)),
      whole(await onTheWall(act, passes[place] ?? 1, AT_ONCE)),
    ]);
  }
  const [bareSign = NaN, ourSign = NaN, bareVerify = NaN, ourVerify = NaN] = cost;
  return {
    report: table(rows),
    bars: [
      share('JWS signed and checked, against node:crypto', bareSign / ourSign),
      share('JWS verified, against node:crypto', bareVerify / ourVerify),
    ],
  };
}

/** The contestants over one sandbox label; the first four carry the bars. */
export async function contest(): Promise<readonly Act[]> {
  const { signer, publicKey, privateKey } = keys();
  const credential = buildLabelCredential(STATEMENT);
  if (!credential.ok) throw new Error(JSON.stringify(credential.refusal));
  const jws = await signCompactJws(credential.value, signer);
  const end = jws.lastIndexOf('.');
  const input = Buffer.from(jws.slice(0, end));
  const signature = Buffer.from(jws.slice(end + 1), 'base64url');
  const sealing = { key: privateKey, dsaEncoding: 'ieee-p1363' as const };
  const opening = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  const read = readCompactJws(jws);
  if (!read.ok) throw new Error(read.refusal.code);
  const apart = read.value;
  const office = await sandboxOffice();
  const bundle = await servedBundle(office);
  const now = NOW;
  const payload = Buffer.from(JSON.stringify(credential.value));
  return [
    {
      name: 'node:crypto: sign, and verify what was signed',
      run: () => must(verify('sha256', input, opening, sign('sha256', input, sealing))),
    },
    { name: 'assay: JWS signed and checked', run: () => signCompactJws(credential.value, signer) },
    { name: 'node:crypto: verify', run: () => must(verify('sha256', input, opening, signature)) },
    {
      name: 'assay: JWS verified',
      run: async () => must((await verifyCompactJws(apart, signer.publicJwk)).ok),
    },
    { name: 'assay: JWS read and verified', run: async () => must(await isVerified(jws, signer)) },
    { name: 'node:crypto: sign alone', run: () => sign('sha256', input, sealing) },
    {
      name: 'jose: sign alone',
      run: () =>
        new CompactSign(payload).setProtectedHeader({ alg: 'ES256', kid: signer.kid }).sign(privateKey),
    },
    { name: 'jose: verify', run: () => compactVerify(jws, publicKey, { algorithms: ['ES256'] }) },
    {
      name: 'assay: label credential built, checked and signed',
      run: async () => {
        const built = buildLabelCredential(STATEMENT);
        must(built.ok);
        if (built.ok) await signLabelCredential(built.value, signer);
      },
    },
    {
      name: 'assay: credential verified and read as a label',
      run: async () => {
        const read = readCompactJws(jws);
        must(read.ok && (await verifyCompactJws(read.value, signer.publicJwk)).ok);
        must(read.ok && readLabelCredential(read.value.payload).ok);
      },
    },
    {
      name: 'assay: whole bundle verified, 19 checks',
      run: async () =>
        must((await verifyBundle({ bundle, anchors: office.anchors, now })).outcome === 'VALID'),
    },
  ];
}

async function isVerified(jws: string, { publicJwk }: Signer): Promise<boolean> {
  const read = readCompactJws(jws);
  return read.ok && (await verifyCompactJws(read.value, publicJwk)).ok;
}

/** A key as the office keeps one in a file. */
function keys(): { readonly signer: Signer; readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = createPublicKey(privateKey);
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const signer: Signer = {
    kid: `${DID}#vc-1`,
    alg: 'ES256',
    publicJwk: { kty: 'EC', crv: 'P-256', x, y },
    sign: (bytes) =>
      Promise.resolve(new Uint8Array(sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }))),
  };
  return { signer, publicKey, privateKey };
}

/** The round that other work on the machine disturbed least: a thread that is waited for pays for it, one that is not does not. */
function quick(values: readonly number[]): number {
  return Math.min(...values);
}

/** Runs until the compiler has seen enough, and says how many make one measurement. */
async function warmed(act: Act, rounds: number): Promise<number> {
  let cost = Infinity;
  for (let round = 0; round < rounds; round += 1) cost = Math.min(cost, await measured(act, 20));
  return rounds === 1 ? 1 : Math.max(1, Math.ceil(ENOUGH / cost));
}

/** Microseconds of processor time for one, on all threads. */
async function measured({ run }: Act, passes: number): Promise<number> {
  const before = processorTime();
  for (let pass = 0; pass < passes; pass += 1) await run();
  return (processorTime() - before) / passes;
}

/** How many a second on the clock, so many at a time. */
async function onTheWall({ run }: Act, passes: number, atOnce: number): Promise<number> {
  const begun = performance.now();
  for (let done = 0; done < passes; done += atOnce) await Promise.all(Array.from({ length: atOnce }, run));
  return (Math.ceil(passes / atOnce) * atOnce * 1000) / (performance.now() - begun);
}

function share(what: string, found: number): Bar {
  return { what, wanted: '0.6 of it', found: `${found.toFixed(2)} of it`, held: found >= 0.6 };
}

function must(holds: boolean): void {
  if (!holds) throw new Error('a contestant gave the wrong answer');
}

function whole(count: number): string {
  return Math.round(count).toLocaleString('en');
}
