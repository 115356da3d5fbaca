import { createPublicKey } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { registerReportKey } from '@assay/office/2-evaluation/report-keys';
import { fileSigner } from '@assay/office/keys/file-signer';
import type { Office } from '@assay/office/office';
import { newApiKeyText } from '@assay/office/sign-in/api-key-text';
import { beginSession } from '@assay/office/sign-in/begin-session';
import { signedBySession } from '@assay/office/sign-in/signed';
import { hashOfToken, newApiKeyId } from '@assay/office/sign-in/token';
import { freshPlace, HOME, openUntilClosed } from '@assay/office/test/sandbox-office';
import { loadWords } from '@assay/office/words';
import type { Portal } from '@assay/portal/http/open-door';
import { openPortal } from '@assay/portal/open-portal';
import { addApiKey } from '@assay/records/api-key';
import { seatsOf } from '@assay/records/membership';
import { databases } from '@assay/records/test/databases';
import type { PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, build, ROOT } from './program.ts';

const DOSSIER = join(ROOT, 'examples/sandbox-lamp/dossier.yaml');
const REPORT = join(ROOT, 'examples/sandbox-lamp/test-report.yaml');
const APPLIED = ['--scheme', 'us-cyber-trust-mark@2024', '--no-earlier-denial'];

describe('a case worked from the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-client-'));
  const ends: (() => Promise<void>)[] = [];
  let url = '';
  let id = '';
  let office: Office;
  beforeAll(async () => {
    await build();
    const [server] = databases();
    if (!server) throw new Error('there is always a server');
    const place = await freshPlace(server, (end) => ends.push(end));
    const opened = await openUntilClosed(place);
    ends.unshift(() => opened.close());
    ({ office } = opened);
    const portal = await openOver(office);
    ends.unshift(() => portal.close());
    url = await portal.listen(0, '127.0.0.1');
    for (const name of [
      'ada-applicant',
      'ines-intake',
      'lena-laboratory',
      'eva-evaluator',
      'rita-reviewer',
      'dan-decider',
      'iris-issuer',
      'otto-authority',
      'sam-surveillance',
    ])
      await keyOf(opened.office, name, ['cases:read', 'cases:write', 'evidence:write']);
    await keyOf(opened.office, 'cora-intake');
    await keyOf(opened.office, 'ada-applicant', ['cases:read'], 'reader');
  }, 120_000);
  afterAll(async () => {
    for (const end of ends) await end();
    rmSync(folder, { recursive: true, force: true });
  });

  const as = (name: string, ...args: readonly string[]) =>
    assay(...args, '--url', url, '--key-file', join(folder, name));
  const act = (name: string, what: string, ...set: readonly string[]) =>
    as(
      name,
      'case',
      'act',
      id,
      what,
      '--because',
      `Sandbox: ${what}.`,
      ...set.flatMap((one) => ['--set', one]),
    );

  test('an application is handed in and received once, under an id of its own', async () => {
    const { code, out, error } = await as('ada-applicant', 'submit', DOSSIER, ...APPLIED);
    expect(code).toBe(0);
    expect(error).toContain('Sent technical-file.md');
    id = /case_[0-9a-z]{16}/.exec(out)?.[0] ?? '';
    const list = await as('ada-applicant', 'case', 'list');
    expect(list.out).toContain(id);
    expect(list.out).toContain('waits for intake');
  });

  test('a file beside the dossier that is not the one it names is not sent, and nothing is handed in', async () => {
    const altered = join(folder, 'altered');
    mkdirSync(altered);
    writeFileSync(
      join(altered, 'dossier.yaml'),
      readFileSync(DOSSIER, 'utf8').replace('sha256:6f52', 'sha256:7f52'),
    );
    cpSync(join(DOSSIER, '../technical-file.md'), join(altered, 'technical-file.md'));
    const { code, error } = await as('ada-applicant', 'submit', join(altered, 'dossier.yaml'), ...APPLIED);
    expect(code).toBe(2);
    expect(error).toContain('technical-file.md is not the file');
    writeFileSync(
      join(altered, 'dossier.yaml'),
      readFileSync(join(altered, 'dossier.yaml'), 'utf8').replace(/^ +path: .*technical-file.md.*\n/m, ''),
    );
    const nowhere = await as('ada-applicant', 'submit', join(altered, 'dossier.yaml'), ...APPLIED);
    expect(nowhere.code).toBe(1);
    expect(nowhere.error).toContain('/evidence/0 (technical-file)');
  });

  test('nobody sees it who is not concerned, and a key does no more than it is for', async () => {
    const stranger = await as('cora-intake', 'case', 'show', id);
    expect([stranger.code, stranger.out]).toEqual([1, '']);
    const nowhere = await as('cora-intake', 'case', 'show', 'case_0000000000000000');
    expect(nowhere.error).toBe(stranger.error);
    const reader = await as('reader', 'submit', DOSSIER, ...APPLIED);
    expect(reader.code).toBe(1);
    expect((await as('nobody', 'case', 'list')).code).toBe(2);
  });

  test('whoever may not do an act is told so, and nothing happens', async () => {
    expect((await act('ada-applicant', 'accept')).code).toBe(1);
    expect((await act('dan-decider', 'grant')).code).toBe(1);
    const shown = await as('ines-intake', 'case', 'show', id, '--format', 'json');
    expect(JSON.parse(shown.out)).toMatchObject({ case: id, stage: 'submitted', version: 1 });
  });

  const uploads = (report: string, ...more: readonly string[]) =>
    as('lena-laboratory', 'report', 'upload', report, '--case', id, ...more);

  test('a report is signed with a key that its owner alone can read', async () => {
    const key = join(folder, 'signing.pem');
    const signs = (...more: readonly string[]) => assay('report', 'sign', REPORT, '--key', key, ...more);
    expect((await signs()).code).toBe(2);
    await fileSigner(key, { kid: 'of a test', alg: 'Ed25519' });
    const jws = join(folder, 'report.jws');
    expect(await signs('--output', jws)).toMatchObject({ code: 0 });
    expect(readFileSync(jws, 'utf8').trim()).toBe((await signs()).out.trim());
    chmodSync(key, 0o644);
    const exposed = await signs();
    expect([exposed.code, exposed.error]).toEqual([2, expect.stringContaining('0600')]);
    chmodSync(key, 0o600);
  });

  test('a report that is wrong is told where; its signature counts by a key that the laboratory has registered', async () => {
    expect(await act('ines-intake', 'accept')).toMatchObject({ code: 0 });
    expect(await as('lena-laboratory', 'case', 'show', id)).toMatchObject({ code: 1 });
    const laboratory = 'body=body_sandbox-accredited-laboratory';
    expect(await act('ines-intake', 'laboratory', laboratory)).toMatchObject({ code: 0 });
    const [key, jws, changed] = ['signing.pem', 'report.jws', 'changed.yaml'].map((one) => join(folder, one));
    if (!key || !jws || !changed) throw new Error('three names, three files');
    const unknown = await uploads(REPORT, '--signature', jws);
    expect([unknown.code, unknown.error]).toEqual([1, expect.stringContaining('has registered no key')]);
    await registerForLena(key);
    const text = readFileSync(REPORT, 'utf8');
    expect(await uploads(REPORT, '--signature', jws, '--key', key)).toMatchObject({ code: 2 });
    const wrong: readonly (readonly [string, string, string])[] = [
      ['Sandbox', 'sandbox', 'not of this key over these bytes'],
      ['verdict: pass', 'verdict: fine', '/results/0/verdict: expected one of'],
      ['nist-ir-8425@2022#', 'nist-ir-8425@2022#no-such-', '/results/0'],
    ];
    for (const [was, is, says] of wrong) {
      writeFileSync(changed, text.replace(was, is));
      const { code, error } = await uploads(changed, '--signature', jws);
      expect([code, error]).toEqual([1, expect.stringContaining(says)]);
    }
    const shown = await as('ines-intake', 'case', 'show', id, '--format', 'json');
    expect(JSON.parse(shown.out)).toMatchObject({ stage: 'accepted', version: 3 });
  }, 60_000);

  test('each act is done by whom it belongs to, up to the grant', async () => {
    const upload = await uploads(REPORT, '--key', join(folder, 'signing.pem'));
    expect(upload).toMatchObject({ code: 0 });
    expect(upload.out).toContain('signed with a key of the laboratory');
    expect(await act('eva-evaluator', 'evaluate')).toMatchObject({ code: 0 });
    expect(await act('rita-reviewer', 'review', 'sufficient=yes', 'remarks=Sandbox: enough.')).toMatchObject({
      code: 0,
    });
    expect(await act('dan-decider', 'grant')).toMatchObject({ code: 0 });
    const shown = await as('ada-applicant', 'case', 'show', id);
    expect(shown.out).toMatch(/granted, waits for issuer/);
  }, 60_000);

  test('the label of the case is asked for by its issuer, and followed until it has its page', async () => {
    expect((await act('dan-decider', 'label/issue')).code).toBe(1);
    const asked = await act('iris-issuer', 'label/issue');
    expect([asked.code, asked.out]).toEqual([0, expect.stringMatching(/Label SB\w{9}, /)]);
    await finishIssuance(office);
    const shown = await as('ada-applicant', 'case', 'show', id);
    expect(shown.out).toMatch(/label +SB\w{9}, in the register: http\S+\/L\/SB\w{9}/);
    expect((await act('iris-issuer', 'label/issue')).out).toContain('in the register');
  }, 60_000);

  test('what an authority orders of a label is told, answered by the act on the label, and ended by the authority', async () => {
    const order = (name: string) =>
      act(
        name,
        'order',
        'kind=suspension',
        'says=Sandbox: suspend it.',
        'rule=Sandbox rule',
        'respondBy=2027-01-31',
      );
    expect((await order('sam-surveillance')).code).toBe(1);
    expect(await order('otto-authority')).toMatchObject({ code: 0 });
    const answer = (outcome: string) =>
      act('sam-surveillance', 'orders/order-1/outcome', `outcome=${outcome}`, 'answer=Sandbox: done.');
    const early = await answer('carried-out');
    expect([early.code, early.error]).toEqual([1, expect.stringContaining('Act on the label first')]);
    const suspend = ['reason=nonconformity-found', 'order=order-1'];
    expect(await act('sam-surveillance', 'label/suspend', ...suspend)).toMatchObject({ code: 0 });
    expect(await answer('carried-out')).toMatchObject({ code: 0 });
    const told = await as('ada-applicant', 'case', 'orders', id);
    expect(told.out).toMatch(/order-1 +suspension +carried-out +by 2027-01-31/);
    expect((await as('lena-laboratory', 'case', 'orders', id)).code).toBe(1);
    const close = await act('otto-authority', 'orders/order-1/close', 'answer=Sandbox: enough.');
    expect(close).toMatchObject({ code: 0 });
    const shown = await as('otto-authority', 'case', 'orders', id, '--format', 'json');
    expect(JSON.parse(shown.out)).toMatchObject({ items: [{ id: 'order-1', status: 'closed' }] });
    expect((await act('otto-authority', '../order')).code).toBe(2);
  }, 60_000);

  test('the whole case is taken along, never over a file, and holds', async () => {
    const file = join(folder, 'case.zip');
    expect(await as('dan-decider', 'case', 'export', id, '--output', file)).toMatchObject({ code: 0 });
    expect((await as('dan-decider', 'case', 'export', id, '--output', file)).code).toBe(2);
    const checked = await assay('case', 'verify', file);
    expect(checked.out).toContain('UNPROVEN');
    expect(checked.out).toMatch(/evaluation +made again/);
    expect(checked.out).toMatch(/signatures +1 signed with a key of the laboratory/);
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect((await assay('case', 'verify', file)).code).not.toBe(0);
  });

  test('a key is not sent in clear to another machine, nor taken from the command line', async () => {
    const { code, error } = await assay(
      'case',
      'list',
      '--url',
      'http://labels.example',
      '--key-file',
      join(folder, 'reader'),
    );
    expect(code).toBe(2);
    expect(error).toContain('https');
    expect((await assay('case', 'list', '--url', url, '--key', 'assay_x')).code).toBe(2);
  });

  /** Registers the public half of a key, as somebody of the laboratory does at their desk. */
  async function registerForLena(file: string): Promise<void> {
    const browser = { visitor: 'of a test', agent: undefined, address: '127.0.0.1' };
    const person = parsePerson('person_lena-laboratory');
    const { token } = await office.records.write((tx) =>
      beginSession(office, tx, { person, via: 'passkey', browser }),
    );
    const signed = await signedBySession(office, token);
    if (!signed) throw new Error('she is signed in');
    const key = String(createPublicKey(readFileSync(file)).export({ type: 'spki', format: 'pem' }));
    const named = { name: 'Sandbox signer', key };
    const telling = { ...office, words: await loadWords(HOME) };
    expect(await registerReportKey(telling, signed, named)).toMatchObject({ ok: true });
  }

  async function keyOf(
    office: Office,
    name: string,
    scopes: readonly string[] = ['cases:read', 'cases:write'],
    file = name,
  ): Promise<void> {
    const person = parsePerson(`person_${name}`);
    const [seat] = await seatsOf(office.records.read, [person]);
    if (!seat) throw new Error(`${name} is of the sandbox`);
    const at = office.clock();
    const key = newApiKeyText(office.random);
    await office.records.write((tx) =>
      addApiKey(tx, {
        ...{
          id: newApiKeyId(office.random),
          hash: hashOfToken(key),
          person,
          organisation: seat.organisation,
        },
        ...{ name: 'a test', scopes, ending: key.slice(-4), madeAt: at, madeBy: person },
        until: addSeconds(at, 86_400),
      }),
    );
    writeFileSync(join(folder, file), `${key}\n`);
    writeFileSync(join(folder, 'nobody'), `${newApiKeyText(office.random)}\n`);
  }
});

async function openOver(office: Office): Promise<Portal> {
  const { title, sandbox, administrator } = office.programme;
  const desk = {
    programme: { title, sandbox, administrator, origin: office.origin },
    search: async () => ({ labels: [] }),
    record: async () => undefined,
    file: async () => undefined,
    artwork: async () => undefined,
    printGuide: async () => undefined,
    story: async () => undefined,
    say: () => '',
    ready: async () => true,
    now: () => office.clock(),
  };
  const words = await loadWords(HOME);
  return openPortal(
    desk,
    {},
    {
      desk: { office, words, home: HOME },
    },
  );
}

function parsePerson(text: string): PersonId {
  return text as PersonId;
}
