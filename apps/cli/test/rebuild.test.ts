import { spawn, type ChildProcess } from 'node:child_process';
import { getRandomValues } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { sandboxOffice } from '@assay/attestation/test/sandbox-label';
import { labelNumber, SandboxLog } from '@assay/attestation/test/sandbox-log';
import { loadLibrary } from '@assay/office/0-programme/load-library';
import { loadProgramme } from '@assay/office/0-programme/load-programme';
import { openOffice } from '@assay/office/0-programme/open-office';
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { issueLabelOf } from '@assay/office/5-label/issue-label';
import { suspendLabel, withdrawLabel } from '@assay/office/7-surveillance/act-on-label';
import type { Office } from '@assay/office/office';
import { walkCase } from '@assay/office/rehearsal/case-walk';
import { APPLIED_FOR, CAST, SCRIPTS } from '@assay/office/rehearsal/script';
import { openRecords } from '@assay/records/open';
import { databases, freshDatabase } from '@assay/records/test/databases';
import { parseCaseId, type LabelId } from '@assay/vocabulary/ids';
import { addSeconds, instantOf, type Instant } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, build, freePort, ROOT } from './program.ts';
import { anchorsAt, layOut, openLogServer, type LogServer } from './served-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-rebuild-'));
const PROGRAM = join(ROOT, 'apps/cli/dist/assay.js');
const EXAMPLES = join(ROOT, 'examples');
const ends: (() => Promise<void>)[] = [];

beforeAll(build, 60_000);
afterAll(async () => {
  for (const end of ends) await end();
  rmSync(folder, { recursive: true, force: true });
});

describe('an installation whose host is gone', () => {
  const data = join(folder, 'installation');
  const copy = join(folder, 'copy');
  let port = 0;
  let database = '';
  let labels: readonly LabelId[] = [];
  beforeAll(async () => {
    const [server] = databases();
    if (!server) throw new Error('there is always a server');
    database = await freshDatabase(server, (end) => ends.push(end));
    port = await freePort();
    labels = await threeLabels({ data, port, database, clock: () => instantOf(new Date()) });
  }, 90_000);

  test('is rebuilt from its addresses: pages, bundles and answers are the same as before', async () => {
    const first = await serving(['serve', '--data', data, '--port', String(port)], database);
    const before = await answers();
    expect(before.map(({ outcome }) => outcome)).toEqual(['VALID', 'SUSPENDED', 'REVOKED']);
    const made = await assay('rebuild', `${origin()}/log/${year()}`, '--output', copy);
    expect([made.code, made.error]).toEqual([0, '']);
    await stopped(first);

    const second = await serving(['serve', '--rebuilt', copy, '--port', String(port)], '');
    expect(await answers()).toEqual(before);
    const clean = await assay('audit', `${origin()}/log/${year()}`, '--format', 'json');
    expect([clean.code, parseOutcome(clean.out).outcome]).toEqual([0, 'CLEAN']);
    const states = ['valid', 'suspended', 'revoked'];
    for (const [at, label] of labels.entries()) {
      const page = await (await fetch(`${origin()}/L/${label}`)).text();
      expect(page).toContain('This is a copy');
      expect(page).toContain('SANDBOX');
      const record = await fetch(`${origin()}/api/v1/labels/${label}`);
      expect(await record.json()).toMatchObject({
        labelId: label,
        state: states[at],
        sandbox: true,
        rebuilt: { from: `${origin()}/log/${year()}` },
      });
    }
    const list = await (await fetch(`${origin()}/?q=sandbox`)).text();
    for (const label of labels) expect(list).toContain(`/L/${label}`);
    expect((await fetch(`${origin()}/walk`)).status).toBe(404);
    expect((await fetch(`${origin()}/L/${labels[0] ?? ''}/qr.svg`)).status).toBe(200);
    await stopped(second);
  }, 120_000);

  const origin = () => `http://localhost:${String(port)}`;
  const year = () => readdirSync(join(data, 'public/log'))[0] ?? '';

  async function answers(): Promise<readonly { readonly outcome: string; readonly bundle: string }[]> {
    return Promise.all(
      labels.map(async (label) => {
        const { out } = await assay('verify', `${origin()}/L/${label}`, '--format', 'json');
        const bundle = await (await fetch(`${origin()}/L/${label}/bundle`)).text();
        return { outcome: parseOutcome(out).outcome, bundle };
      }),
    );
  }
});

test('a register whose lists ended before it was served says of no label that it is valid', async () => {
  const [server] = databases();
  if (!server) throw new Error('there is always a server');
  const data = join(folder, 'long-gone');
  const copy = join(folder, 'old-copy');
  const then = addSeconds(instantOf(new Date()), -8 * 24 * 3600);
  const host = await openLogServer();
  const { origin } = host;
  const port = Number(new URL(origin).port);
  const database = await freshDatabase(server, (end) => ends.push(end));
  const labels = await threeLabels({ data, port, database, clock: () => then });
  const published = join(data, 'public');
  for (const file of readdirSync(published, { recursive: true, withFileTypes: true }))
    if (file.isFile()) {
      const path = join(file.parentPath, file.name);
      host.files.set(`/${relative(published, path)}`, readFileSync(path));
    }
  const log = `${origin}/log/${then.slice(0, 4)}`;
  const made = await assay('rebuild', log, '--output', copy, '--now', then);
  expect([made.code, made.error]).toEqual([0, '']);
  await host.close();

  const served = await serving(['serve', '--rebuilt', copy, '--port', String(port)], '');
  const list: unknown = await (await fetch(`${origin}/api/v1/labels`)).json();
  const states = ['stale', 'stale', 'revoked'];
  expect(list).toMatchObject({ labels: states.map((state) => ({ state })) });
  for (const [at, label] of labels.entries()) {
    const record = await fetch(`${origin}/api/v1/labels/${label}`);
    expect(await record.json()).toMatchObject({ labelId: label, state: states[at] });
    expect(await (await fetch(`${origin}/L/${label}`)).text()).not.toContain('is-valid');
    const { out } = await assay('verify', `${origin}/L/${label}`, '--format', 'json');
    expect(parseOutcome(out).outcome.toLowerCase()).toBe(states[at]);
  }
  await stopped(served);
}, 120_000);

describe('a log that offends', () => {
  const trust = join(folder, 'trust.json');
  let server: LogServer;
  beforeAll(async () => {
    server = await openLogServer();
    const office = await sandboxOffice();
    writeFileSync(trust, JSON.stringify(anchorsAt(server, office)));
    const log = new SandboxLog(office, `${server.origin}/status`);
    await log.grant(1);
    await log.grant(2, { tier: 'level-9' });
    await log.grant(3);
    log.move(3, 'suspended');
    log.move(3, 'suspended');
    await log.publish();
    await layOut(server, log);
  });
  afterAll(() => server.close());

  const rebuild = (into: string, ...args: readonly string[]) =>
    assay(
      ...['rebuild', `${server.origin}/log/2026`, '--trust-list', trust, '--now', '2026-11-21T12:00:00Z'],
      ...['--output', join(folder, into), ...args],
    );

  test('makes no register', async () => {
    const { code, error } = await rebuild('none');
    expect([code, error]).toEqual([1, expect.stringContaining('--leave-out')]);
    expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([]);
  });

  test('makes one of what no offence casts doubt on, if asked, and names the rest', async () => {
    const { code, out } = await rebuild('some', '--leave-out');
    expect(code).toBe(1);
    const [one, two, three] = [labelNumber(1), labelNumber(2), labelNumber(3)];
    expect(out).toContain(`Left out: ${[two, three].join(', ')}`);
    expect(readdirSync(join(folder, 'some/L')).map((name) => name.slice(0, 11))).toEqual([one]);
    expect(parseManifest(readFileSync(join(folder, 'some/rebuilt.json'), 'utf8'))).toMatchObject({
      labels: 1,
      leftOut: [two, three],
      offences: [{ code: 'credential-disagrees' }, { code: 'illegal-transition' }],
    });
  });

  test('makes none where it is not proven what it says, nor where something is in the way', async () => {
    expect((await rebuild('some', '--leave-out')).code).toBe(2);
    const bundle = [...server.files.keys()].find((path) => path.includes('entries')) ?? '';
    server.files.set(bundle, Uint8Array.of(0));
    expect((await rebuild('torn', '--leave-out')).code).toBe(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('torn'))).toEqual([]);
  });
});

type Installed = {
  readonly data: string;
  readonly port: number;
  readonly database: string;
  readonly clock: () => Instant;
};

/** An office with a valid label, a suspended one and a revoked one, all published. */
async function threeLabels({ data, port, database, clock }: Installed): Promise<readonly LabelId[]> {
  const records = openRecords(database);
  const host = `localhost:${String(port)}`;
  const office = await openOffice({
    library: valueOf(await loadLibrary(ROOT)),
    programme: await loadProgramme(join(EXAMPLES, 'sandbox/programme.yaml')),
    ...{ records, folder: data, host, clock },
    random: (count) => getRandomValues(new Uint8Array(count)),
  });
  writeFileSync(join(data, 'host'), `${host}\n`);
  const granted = [await grant(office, 1), await grant(office, 2), await grant(office, 3)];
  const [, suspended, revoked] = granted;
  const why = { by: CAST.surveillance, because: 'A sandbox finding.', reasonCode: 'sandbox-finding' };
  if (suspended) valueOf(await suspendLabel(office, { label: suspended, key: 'suspend', ...why }));
  if (revoked) valueOf(await withdrawLabel(office, { label: revoked, key: 'withdraw', ...why }));
  await finishIssuance(office);
  await records.close();
  return granted;
}

async function grant(office: Office, n: number): Promise<LabelId> {
  const [, script] = SCRIPTS;
  const scheme = office.library.catalogue.schemes.get(APPLIED_FOR.scheme);
  if (!script || !scheme) throw new Error('the rehearsal has a what-if case');
  const id = valueOf(parseCaseId(`case_${String(n).padStart(16, '0')}`));
  const begunAt = office.clock();
  await walkCase({ office, examples: EXAMPLES, scheme, level: APPLIED_FOR.level, begunAt }, script, id);
  const asked = { case: id, by: CAST.issuer, because: 'The level was granted.' };
  const { label } = valueOf(await issueLabelOf(office, asked));
  await finishIssuance(office);
  return label;
}

function serving(args: readonly string[], database: string): Promise<ChildProcess> {
  const env = { ...process.env, DATABASE_URL: database };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env });
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Register')) resolve(child);
    });
    child.once('exit', () => {
      reject(new Error(printed));
    });
  });
}

function stopped(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

/** Written by the program under test. */
function parseOutcome(out: string): { readonly outcome: string } {
  return JSON.parse(out) as { readonly outcome: string };
}

function parseManifest(text: string): object {
  return JSON.parse(text) as object;
}
