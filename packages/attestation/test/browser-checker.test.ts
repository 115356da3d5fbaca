import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';
import fc from 'fast-check';
import type { Result } from '@assay/vocabulary/result';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import * as here from './documents-read.ts';
import {
  DID,
  encoded,
  genesis,
  grantedBundle,
  HOST,
  instant,
  ORIGIN,
  sandboxOffice,
  STATEMENT,
} from './sandbox-label.ts';
import { didDocument } from '../src/did.ts';
import type { Entry } from '../src/log/entry.ts';
import { addRootSignature, unsignedTrustList } from '../src/trust-list/signed-trust-list.ts';

const LATER = '2026-11-21T12:00:00Z';

/** One valid document of each kind that a verifier reads, found in the answers of the readers here. */
const valid: Partial<Record<here.DocumentKindName, readonly unknown[]>> = {};
let inBrowser: typeof here;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-checker-'));
  const outfile = join(folder, 'readers.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'documents-read.ts')],
    ...{ bundle: true, format: 'esm', platform: 'browser', outfile },
  });
  inBrowser = await parseReaders(outfile);
  Object.assign(valid, await documents());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(here.KINDS)('the document %s,', (kind) => {
  test('valid, is read by the checker for browsers too', async () => {
    expect(valid[kind]).not.toHaveLength(0);
    for (const document of valid[kind] ?? []) {
      expect(await here.read(kind, document)).toMatchObject({ ok: true });
      expect(await inBrowser.read(kind, document)).toEqual(await here.read(kind, document));
    }
  });

  test('changed anywhere, is refused by both or by neither, with the same complaints', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...(valid[kind] ?? [])), changes(), async (document, made) => {
        // What a reader takes in it freezes: each run has values of its own.
        const changed = structuredClone(made).reduce(changedBy, structuredClone(document));
        const answer = await here.read(kind, changed);
        if (!answer.ok) refused += 1;
        expect(await inBrowser.read(kind, changed)).toEqual(answer);
      }),
      { numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  test('replaced by anything at all, is refused by both or by neither', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (document) => {
        expect(await inBrowser.read(kind, document)).toEqual(await here.read(kind, document));
      }),
    );
  });
});

/** The readers as a bundler builds them for browsers. */
async function parseReaders(file: string): Promise<typeof here> {
  return (await import(pathToFileURL(file).href)) as typeof here;
}

async function documents(): Promise<Record<here.DocumentKindName, readonly unknown[]>> {
  const office = await sandboxOffice();
  const bundle = await grantedBundle(office);
  const payloadOf = (jws: string): unknown =>
    JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString());
  const keys = [office.vc, office.status, office.log].map(({ kid, publicJwk }) => ({ kid, jwk: publicJwk }));
  const service = {
    ...{ code: 'SB', name: 'Sandbox label administrator', scheme: { id: 'sandbox', name: 'Sandbox labels' } },
    log: { origin: ORIGIN, url: `https://${ORIGIN}` },
  };
  const roots = { rootKeys: [office.vc.publicJwk, office.log.publicJwk], rootThreshold: 2 };
  const list = {
    ...{ version: 3, issued: instant(LATER), expires: instant('2027-01-21T12:00:00Z') },
    ...{ ...roots, ...office.anchors },
  };
  return {
    bundle: [bundle],
    header: [
      { alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: office.vc.kid },
      { alg: 'EdDSA', kid: office.log.kid },
    ],
    credential: [payloadOf(bundle.credential)],
    'status list': [payloadOf(bundle.statusLists[0]), payloadOf(bundle.statusLists[1])],
    entry: entries(JSON.parse(bundle.entry) as Entry, office.log.publicJwk),
    anchors: [office.anchors],
    'did.json': [JSON.parse(JSON.stringify(didDocument(DID, keys, service)))],
    'trust list': [list],
    roots: [roots],
    'signed list': [
      JSON.parse(sure(await addRootSignature(sure(await unsignedTrustList(list)), office.log))),
    ],
  };
}

function sure<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

/** An entry of each type. */
function entries(granted: Entry, jwk: object): readonly unknown[] {
  const common = { v: 1, time: LATER, issuer: DID };
  const hash = 'A'.repeat(43);
  const about = { ...common, labelId: STATEMENT.labelId, prev: 2 };
  const key = { ...common, kid: `${DID}#log-2026`, use: 'log' };
  const all = [
    granted,
    JSON.parse(new TextDecoder().decode(encoded(genesis()))),
    { ...key, type: 'key.added', jwk },
    { ...key, type: 'key.retired' },
    { ...key, type: 'key.revoked', reason: 'Sandbox loss', lastGoodIndex: 7 },
    { ...about, type: 'label.amended', vcHash: hash, supersedes: hash, tier: 'level-2' },
    {
      ...{ ...about, type: 'label.status', from: 'granted', to: 'suspended' },
      ...{ reasonCode: 'sandbox', effective: LATER, decisionRef: `https://${HOST}/decision/1` },
    },
    {
      ...common,
      type: 'statuslist.published',
      purpose: 'revocation',
      list: 0,
      seq: 1,
      jwsHash: hash,
      through: 9,
    },
    { ...common, type: 'log.note', about: 1, text: 'Sandbox note 🔏' },
  ];
  return all;
}

type Change = { readonly at: number; readonly how: How };
type How =
  | { readonly do: 'remove' | 'repeat' }
  | { readonly do: 'replace'; readonly by: unknown }
  | { readonly do: 'add'; readonly name: string; readonly value: unknown }
  | { readonly do: 'edit'; readonly where: number; readonly text: string };

/** One or two changes somewhere: what a forger, a bug or a bad line could make of a document. */
function changes(): fc.Arbitrary<readonly Change[]> {
  const odd = fc.constantFrom<unknown>(
    ...['', ' ', '\n', 'vc', '🔏', '🔏'.repeat(251), 'a'.repeat(501), '\ud83d', 'did:web:x', LATER],
    ...[
      0,
      -1,
      1.5,
      131_072,
      Number.MAX_SAFE_INTEGER,
      2 ** 53,
      1e300,
      true,
      false,
      null,
      [],
      {},
      [[]],
      [null],
    ],
  );
  const value = fc.oneof(odd, fc.jsonValue({ maxDepth: 1 }));
  const name = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', 'a/b~c', '', 'sandbox', 'note', 'api'),
    fc.string({ maxLength: 5 }),
  );
  const how = fc.oneof<fc.Arbitrary<How>[]>(
    fc.constant({ do: 'remove' }),
    fc.constant({ do: 'repeat' }),
    fc.record({ do: fc.constant('replace'), by: value }),
    fc.record({ do: fc.constant('add'), name, value }),
    fc.record({
      do: fc.constant('edit'),
      where: fc.nat(600),
      text: fc.string({ maxLength: 2, unit: 'binary' }),
    }),
  );
  return fc.array(fc.record({ at: fc.nat(10_000), how }), { minLength: 1, maxLength: 2 });
}

/** The document with one place changed; places are counted through, members and items alike. */
function changedBy(document: unknown, { at, how }: Change): unknown {
  const holder = { document };
  const places: { readonly inside: Record<string, unknown>; readonly name: string }[] = [];
  const visit = (inside: object): void => {
    for (const [name, value] of Object.entries(inside) as [string, unknown][]) {
      places.push({ inside: inside as Record<string, unknown>, name });
      if (typeof value === 'object' && value !== null) visit(value);
    }
  };
  visit(holder);
  const place = places[at % places.length];
  if (!place) return document;
  const { inside, name } = place;
  const old = inside[name];
  switch (how.do) {
    case 'remove':
      if (Array.isArray(inside)) inside.splice(Number(name), 1);
      else if (inside !== holder) Reflect.deleteProperty(inside, name);
      break;
    case 'repeat':
      if (Array.isArray(inside)) inside.splice(Number(name), 0, structuredClone(old));
      break;
    case 'replace':
      inside[name] = how.by;
      break;
    case 'add':
      if (Array.isArray(old)) old.push(how.value);
      else if (typeof old === 'object' && old !== null)
        Object.defineProperty(old, how.name, {
          ...{ value: how.value, enumerable: true, configurable: true, writable: true },
        });
      break;
    case 'edit':
      if (typeof old === 'string') {
        const where = how.where % (old.length + 1);
        inside[name] = `${old.slice(0, where)}${how.text}${old.slice(where + 1)}`;
      }
      break;
  }
  return holder.document;
}
