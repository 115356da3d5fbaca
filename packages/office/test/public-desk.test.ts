import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseBundle } from '@assay/attestation/bundle';
import { rasterOf } from '@assay/attestation/test/raster';
import { readByBoth } from '@assay/attestation/test/readers';
import { parseTlogProof } from '@assay/attestation/log/tlog-proof';
import { labelUrl } from '@assay/attestation/qr/label-url';
import { verifyBundle } from '@assay/attestation/verify-label';
import { verifyQr } from '@assay/attestation/verify-qr';
import type { TrustAnchors } from '@assay/attestation/trust';
import { pngPixels } from '@assay/formats/test/png-pixels';
import { databases } from '@assay/records/test/databases';
import type { LabelId } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { suspendLabel } from '../src/7-surveillance/act-on-label.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { labelArtwork, printGuide } from '../src/6-register/label-artwork.ts';
import { publicFile, publicRecordOf } from '../src/6-register/public-desk.ts';
import { searchLabels } from '../src/6-register/search-labels.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { auditLog } from './audit.ts';
import {
  anchorsOf,
  freshPlace,
  HOME,
  HOST,
  liveLabel,
  openUntilClosed,
  strayLabel,
  valueOf,
  type SandboxOffice,
} from './sandbox-office.ts';

/** The public desk reads files alone, so that one server is as good as another. */
const [server] = databases();

describe('the public desk', () => {
  const ends: (() => Promise<void>)[] = [];
  let opened: SandboxOffice & { readonly close: () => Promise<void> };
  let label: LabelId;
  let anchors: TrustAnchors;
  let size: number;
  beforeAll(async () => {
    if (!server) throw new Error('there is always a server');
    opened = await openUntilClosed(await freshPlace(server, (end) => ends.push(end)));
    label = await liveLabel(opened.office);
    anchors = await anchorsOf(opened.office);
    ({ size } = await auditLog(opened.folder));
  });
  afterAll(async () => {
    await opened.close();
    for (const end of ends) await end();
  });

  const text = async (path: string) => {
    const file = await publicFile(opened.office, path);
    return file && new TextDecoder().decode(file.bytes);
  };

  test('serves credential, proof and bundle of a label that belong together', async () => {
    const bundle = valueOf(parseBundle((await text(`/L/${label}/bundle`)) ?? ''));
    const record = await publicRecordOf(opened.office, label);
    expect(bundle.credential).toBe(await text(`/L/${label}/credential`));
    expect(bundle.credential).toBe(await text(record?.evidence.credential ?? ''));
    expect(bundle.proof).toBe(await text(`/L/${label}/proof`));
    const proof = valueOf(parseTlogProof(bundle.proof));
    expect(proof.index).toBe(record?.evidence.index);
    expect(proof.checkpoint).toBe(await text('/log/2026/checkpoint'));
    expect(bundle.statusLists).toEqual([
      await text('/status/revocation/0'),
      await text('/status/suspension/0'),
    ]);
    const { outcome, sandbox, witnessed } = await check();
    expect({ outcome, sandbox, witnessed }).toEqual({ outcome: 'VALID', sandbox: true, witnessed: false });
  });

  test('draws a QR code that another library reads as the address of the label', async () => {
    const svg = (await text(`/L/${label}/qr.svg`)) ?? '';
    const read = (await readByBoth(rasterOf(svg))) ?? '';
    expect(read.toLowerCase()).toBe(labelUrl(HOST, label).toLowerCase());
    expect(svg).toContain('Sandbox');
  });

  test('draws an offline code that another library reads as the text that is served, and that verifies', async () => {
    const code = ((await text(`/L/${label}/offline-code.txt`)) ?? '').trim();
    expect(await readByBoth(rasterOf((await text(`/L/${label}/offline-code.svg`)) ?? ''))).toBe(code);
    const lists = new Map<string, string>();
    for (const purpose of ['revocation', 'suspension'])
      lists.set(`${opened.office.origin}/status/${purpose}/0`, (await text(`/status/${purpose}/0`)) ?? '');
    const found = await verifyQr({ text: code, anchors, lists, now: opened.office.clock() });
    expect(found).toMatchObject({ outcome: 'VALID', labelId: label, statement: { tier: 1 } });
    expect(found.statement?.text).toContain('|');
  });

  test('draws the label of its record and its published codes, in a language of its scheme', async () => {
    const office = { ...opened.office, home: HOME };
    const guide = await printGuide(office, label, 'en');
    expect(guide).toMatchObject({ ok: true, value: { languages: ['en'], own: { elements: { length: 3 } } } });
    for (const [code, published] of [
      ['plain', labelUrl(HOST, label).replace(/\/\/.*/, (rest) => rest.toUpperCase())],
      ['offline', ((await text(`/L/${label}/offline-code.txt`)) ?? '').trim()],
    ] as const) {
      const asked = { variant: 'portrait', format: 'png', language: 'en', code, dpi: 300 } as const;
      const made = await labelArtwork(office, label, asked);
      if (!made?.ok) throw new Error(JSON.stringify(made));
      expect(made.value).toMatchObject({ mediaType: 'image/png', maxAge: 60 });
      expect(await readByBoth(pngPixels(made.value.bytes))).toBe(published);
      expect(await labelArtwork(office, label, asked)).toEqual(made);
    }
    const asked = { variant: 'portrait', format: 'svg', code: 'plain' } as const;
    expect(await labelArtwork(office, label, { ...asked, language: 'zh' })).toEqual({
      ok: false,
      refusal: { code: 'language-not-offered', language: 'zh', offered: ['en'] },
    });
    expect(await labelArtwork(office, strayLabel(), { ...asked, language: 'en' })).toBeUndefined();
    expect(await printGuide(office, strayLabel(), 'en')).toBeUndefined();
  });

  test('says what each thing is and how long a copy of it may be shown', async () => {
    const credential = (await publicRecordOf(opened.office, label))?.evidence.credential ?? '';
    const kinds = [
      [`/L/${label}/bundle`, 'application/json', 60],
      [`/L/${label}/qr.svg`, 'image/svg+xml', 60],
      [`/L/${label}/offline-code.svg`, 'image/svg+xml', 300],
      [`/L/${label}/offline-code.txt`, 'text/plain; charset=utf-8', 300],
      [credential, 'application/vc+jwt', 'immutable'],
      ['/status/revocation/0', 'application/vc+jwt', 300],
      ['/log/2026/checkpoint', 'text/plain; charset=utf-8', 5],
      [`/log/2026/tile/0/000.p/${size}`, 'application/octet-stream', 'immutable'],
      [`/log/2026/tile/entries/000.p/${size}`, 'application/octet-stream', 'immutable'],
    ] as const;
    for (const [path, mediaType, maxAge] of kinds)
      expect(await publicFile(opened.office, path), path).toMatchObject({ mediaType, maxAge });
  });

  test('has nothing under any other path, least of all what is not public', async () => {
    const stray = strayLabel();
    const paths = [
      `/L/${stray}/bundle`,
      `/L/${label}.json`,
      `/L/${label}/other`,
      `/L/${label.toLowerCase()}x/bundle`,
      `/L/${label.slice(0, -1)}${label.endsWith('0') ? '1' : '0'}/bundle`,
      `/L/..%2F..%2Fkeys/bundle`,
      `/L/../keys/vc.pem`,
      '/keys/vc.pem',
      '/../keys/vc.pem',
      '/log/2026/../../../keys/vc.pem',
      '/log/2026/tile/../../../../keys/vc.pem',
      '/log/2025/checkpoint',
      '/log/2026/tile/0/000',
      '/log/2026/tile/0/000.p/0',
      `/log/2026/tile/0/000.p/${size + 1}`,
      `/log/2026/tile/0/0.p/${size}`,
      '/status/revocation/1',
      '/status/revocation/00',
      '/status/other/0',
      `/vc/${'0'.repeat(64)}`,
      '/vc/../../keys/vc.pem',
      '/.well-known/other',
      '/',
      '',
    ];
    for (const path of paths) expect(await publicFile(opened.office, path), path).toBeUndefined();
    expect(await publicRecordOf(opened.office, stray)).toBeUndefined();
  });

  test('finds the label by its id, by a word of its name, and not by another', async () => {
    const { office } = opened;
    for (const words of [label, label.toLowerCase(), 'what-if', 'GATEW', ''])
      expect((await searchLabels(office, { text: words, limit: 5 })).labels).toMatchObject([
        { labelId: label },
      ]);
    expect((await searchLabels(office, { text: 'lamp', limit: 5 })).labels).toEqual([]);
    expect((await searchLabels(office, { text: 'gateway', state: 'revoked', limit: 5 })).labels).toEqual([]);
    expect((await searchLabels(office, { text: '', after: 'made up', limit: 5 })).labels).toEqual([]);
  });

  /** Byte by byte in strides that are prime, so that no field is always passed over. */
  const artefacts = () => [
    { path: 'log/2026/checkpoint', stride: 1 },
    { path: `log/2026/tile/0/000.p/${size}`, stride: 3 },
    { path: `log/2026/tile/entries/000.p/${size}`, stride: 17 },
    { path: 'status/revocation/0', stride: 11 },
    { path: 'status/suspension/0', stride: 11 },
    { path: credentialPath(), stride: 29 },
    { path: `L/${label}.json`, stride: 53 },
  ];
  const credentialPath = () => {
    const { evidence } = parseRecord(readFileSync(join(opened.folder, `public/L/${label}.json`), 'utf8'));
    return evidence.credential.slice(1);
  };

  test(
    'a changed byte in any public file makes the label INVALID or its bundle impossible, never VALID',
    { timeout: 60_000 },
    async () => {
      const good = await text(`/L/${label}/bundle`);
      for (const { path, stride } of artefacts()) {
        const file = join(opened.folder, 'public', path);
        const bytes = readFileSync(file);
        const told = { invalid: 0, impossible: 0, untouched: 0 };
        for (let at = 0; at < bytes.length; at += stride) {
          const changed = Buffer.from(bytes);
          changed.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 7)), at);
          writeFileSync(file, changed);
          told[await toldOf(good)] += 1;
        }
        writeFileSync(file, bytes);
        expect(told.invalid + told.impossible, `${path}: ${JSON.stringify(told)}`).toBeGreaterThan(0);
        // What another entry says, and the label's own leaf hash, are no part of this label's bundle.
        if (!/tile|^L\//.test(path)) expect(told.untouched, path).toBe(0);
      }
      expect((await check()).outcome).toBe('VALID');
    },
  );

  test('files that are cut short, empty or of another moment are never VALID either', async () => {
    const { office, folder } = opened;
    const good = await text(`/L/${label}/bundle`);
    for (const { path } of artefacts()) {
      const file = join(folder, 'public', path);
      const bytes = readFileSync(file);
      for (const cut of [0, 1, Math.floor(bytes.length / 2), bytes.length - 1]) {
        writeFileSync(file, bytes.subarray(0, cut));
        const told = await toldOf(good);
        if (!path.includes('tile') || cut < 2) expect(told, `${path} cut at ${cut}`).not.toBe('untouched');
      }
      writeFileSync(file, bytes);
    }
    const checkpoint = join(folder, 'public/log/2026/checkpoint');
    const older = readFileSync(checkpoint);
    const command = { label, by: CAST.surveillance, because: 'Sandbox finding.', key: 'suspend' };
    valueOf(await suspendLabel(office, { ...command, reasonCode: 'sandbox-finding' }));
    await finishIssuance(office);
    writeFileSync(checkpoint, older);
    expect((await check()).outcome).toBe('SUSPENDED');
  });

  test('draws nothing of a label that is suspended, or whose time is over', async () => {
    const home = { home: HOME };
    const asked = { variant: 'minimal', format: 'pdf', language: 'en', code: 'plain' } as const;
    const refused = (state: string) => ({ ok: false, refusal: { code: 'label-not-in-force', state } });
    expect(await labelArtwork({ ...opened.office, ...home }, label, asked)).toEqual(refused('suspended'));
    const { validUntil } = (await publicRecordOf(opened.office, label)) ?? {};
    const later = { ...opened.office, ...home, clock: () => validUntil ?? opened.office.clock() };
    expect(await labelArtwork(later, label, asked)).toEqual(refused('expired'));
    expect(await printGuide(later, label, 'en')).toEqual(refused('expired'));
  });

  async function check() {
    const served = await publicFile(opened.office, `/L/${label}/bundle`);
    const bundle = served?.bytes ?? '';
    return verifyBundle({ bundle, anchors, now: opened.office.clock(), asked: label });
  }

  async function toldOf(good: string | undefined): Promise<'invalid' | 'impossible' | 'untouched'> {
    let bundle: string | undefined;
    try {
      bundle = await text(`/L/${label}/bundle`);
    } catch {
      return 'impossible';
    }
    if (bundle === undefined) return 'impossible';
    if (bundle === good) return 'untouched';
    const { outcome, checks } = await verifyBundle({
      bundle,
      anchors,
      now: opened.office.clock(),
      asked: label,
    });
    expect(outcome).toBe('INVALID');
    expect(checks.some(({ ok }) => !ok)).toBe(true);
    return 'invalid';
  }
});

function parseRecord(json: string): { readonly evidence: { readonly credential: string } } {
  return JSON.parse(json) as { readonly evidence: { readonly credential: string } };
}
