import { readLabelCredential } from '@assay/attestation/credential/read-label-credential';
import { readStream } from '@assay/records/case-file';
import { databases } from '@assay/records/test/databases';
import type { Instant } from '@assay/vocabulary/instant';
import { beforeAll, describe, expect, test } from 'vitest';

import { publicFile, publicRecordOf } from '../src/6-register/public-desk.ts';
import type { Office } from '../src/office.ts';
import { storyOf } from '../src/rehearsal/story.ts';
import { walk, walkedSoFar } from '../src/rehearsal/walk.ts';
import { loadWords, type Words } from '../src/words.ts';
import { auditLists, auditLog, auditPublic, publicLabels } from './audit.ts';
import { counts, EXAMPLES, freshOffice, HOME, verified } from './sandbox-office.ts';

const SUPPORT_PERIOD = 'etsi-en-303-645@2.1.1#5.3-13';
/** After how many looks at the clock the walk is cut short, on each server. */
const STRIDES = [1, 6];

let words: Words;
beforeAll(async () => {
  words = await loadWords(HOME);
});

describe.each(databases().map((server, at) => ({ ...server, stride: STRIDES[at] ?? 6 })))(
  '$name',
  (server) => {
    test('tells the truth of both cases, leaves a valid label, and does nothing the second time', async () => {
      const { office, folder } = await freshOffice(server);
      expect(await walkedSoFar(office)).toBeUndefined();
      expect(await storyOf(office, words)).toBeUndefined();
      const walked = await walk(office, EXAMPLES);
      const { label } = walked;
      if (!label) throw new Error('the what-if case has a label');
      expect(walked.done).toBe(true);
      expect((await verified(office, label)).outcome).toBe('VALID');

      const story = await storyOf(office, words);
      const [published, whatIf] = story?.cases ?? [];
      expect(published?.steps.map(({ stage, title }) => `${stage} ${title}`)).toEqual([
        '0-programme Rules',
        '1-application Application submitted',
        '1-application Application accepted',
        '2-evaluation Laboratory report received',
        '2-evaluation Evaluated',
        '3-review Reviewed',
        '4-decision Refused',
      ]);
      const grounds = published?.evaluation.gaps ?? [];
      expect(
        grounds.filter(({ kind }) => kind !== 'assessment').map(({ requirement }) => requirement),
      ).toEqual([SUPPORT_PERIOD]);
      const refusal = published?.steps.at(-1)?.says ?? '';
      expect(refusal).toContain(SUPPORT_PERIOD);
      const [first] = walked.cases;
      const file = first ? await readStream(office.records.read, { administrator: 'SB', stream: first }) : [];
      expect(file.at(-1)).toMatchObject({ type: 'LabelRefused', grounds });
      expect(published?.label).toBeUndefined();
      expect(published?.nextLevel?.gaps.length).toBeGreaterThan(grounds.length);

      expect(whatIf?.steps.map(({ title }) => title)).toEqual([
        'Rules',
        'Application submitted',
        'Application accepted',
        'Laboratory report received',
        'Evaluated',
        'Reviewed',
        'Granted',
        'Label issued',
        'Page live',
        'Surveillance opened',
        'Suspended',
        'Restored',
      ]);
      expect(whatIf?.label).toBe(label);
      expect(whatIf?.provenance.changes).not.toEqual([]);

      const before = { counts: await counts(office), log: await auditLog(folder) };
      expect(await walk(office, EXAMPLES)).toEqual(walked);
      expect({ counts: await counts(office), log: await auditLog(folder) }).toEqual(before);
      await auditLists(folder, before.log);
    });

    test('every public artefact of it says that it is of the sandbox', async () => {
      const { office, folder } = await freshOffice(server);
      const { label } = await walk(office, EXAMPLES);
      if (!label) throw new Error('the what-if case has a label');
      const record = await publicRecordOf(office, label);
      expect(record).toMatchObject({ sandbox: true, witnessed: false, provenance: { kind: 'what-if' } });
      const names = [record?.product.name, record?.product.brand, record?.product.manufacturer];
      for (const name of [...names, record?.administrator.name, record?.laboratory?.name])
        expect(name).toMatch(/sandbox/i);

      const credential = parseCredential((await publicFile(office, `/L/${label}/credential`))?.bytes);
      const read = readLabelCredential(credential);
      expect(read).toMatchObject({ ok: true });
      if (!read.ok) return;
      const { cyberLabel } = read.value.credentialSubject;
      expect(cyberLabel.sandbox).toBe(true);
      expect(cyberLabel.product.name).toMatch(/sandbox/i);
      for (const { where, name } of namesIn(credential)) expect(name, where).toMatch(NAMED_AS_IT_IS);

      const { entries } = await auditLog(folder);
      expect(entries[0]).toMatchObject({ type: 'log.genesis', sandbox: true, administrator: 'SB' });
      const granted = entries.find((entry) => entry.type === 'label.granted');
      expect(granted?.product.brand).toMatch(/sandbox/i);
      expect(granted?.holder.name).toMatch(/sandbox/i);
      const did = new TextDecoder().decode((await publicFile(office, '/.well-known/did.json'))?.bytes);
      expect(did).toContain('Sandbox Label Office (fictional)');
      expect(did).toContain('Sandbox programme');
      const qr = new TextDecoder().decode((await publicFile(office, `/L/${label}/qr.svg`))?.bytes);
      expect(qr).toMatch(/sandbox/i);
    });

    test(
      'cut short after any act it goes on where it stopped, to the same end',
      { timeout: 60_000 },
      async () => {
        const { office, folder } = await freshOffice(server);
        const patience = server.stride;
        let runs = 0;
        for (let looks = 1; (await cutShort(office, looks)) === 'cut'; looks += patience) runs += 1;
        expect(runs).toBeGreaterThan(2);
        const walked = await walkedSoFar(office);
        expect(walked?.done).toBe(true);
        expect(publicLabels(folder)).toEqual([walked?.label]);
        if (walked?.label) expect((await verified(office, walked.label)).outcome).toBe('VALID');
        expect(await counts(office)).toMatchObject({ act: 15, label: 1, register: 1, outbox: 0 });
        const story = await storyOf(office, words);
        expect(story?.cases.map(({ steps }) => steps.length)).toEqual([7, 12]);
        await auditPublic(folder);
      },
    );

    test('only a sandbox programme rehearses', async () => {
      const { office } = await freshOffice(server);
      const real = { ...office, programme: { ...office.programme, sandbox: false } };
      await expect(walk(real, EXAMPLES)).rejects.toThrow('only a sandbox programme rehearses');
      expect(await counts(office)).toMatchObject({ event: 0, act: 0 });
    });
  },
);

/** Walks with a clock that stands in for a crash: it cannot be read a second time too often. */
async function cutShort(office: Office, looks: number): Promise<'cut' | 'done'> {
  let left = looks;
  const clock = (): Instant => {
    if (left === 0) throw new Error('the lights went out');
    left -= 1;
    return office.clock();
  };
  try {
    await walk({ ...office, clock }, EXAMPLES);
    return 'done';
  } catch (error) {
    expect(error).toMatchObject({ message: 'the lights went out' });
    return 'cut';
  }
}

/** A name of the credential either says sandbox, or names a standard, a rule of one, or what was looked at. */
const NAMED_AS_IT_IS =
  /sandbox|^(etsi-en-303-645|singapore-cls-iot)@|^[a-z0-9.-]+$|^Cybersecurity of a consumer IoT product$/i;

function namesIn(value: unknown, where = ''): readonly { readonly where: string; readonly name: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
    key === 'name' && typeof member === 'string'
      ? [{ where: `${where}/name`, name: member }]
      : namesIn(member, `${where}/${key}`),
  );
}

function parseCredential(bytes: Uint8Array | undefined): unknown {
  const [, payload = ''] = new TextDecoder().decode(bytes).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}
