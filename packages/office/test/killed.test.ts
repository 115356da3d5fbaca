import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { verifyBundle } from '@assay/attestation/verify-label';
import { readLabel } from '@assay/records/label';
import { databases } from '@assay/records/test/databases';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ownAnchors } from '../src/0-programme/pin-anchors.ts';
import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { publicFile } from '../src/6-register/public-desk.ts';
import { suspendLabel } from '../src/7-surveillance/act-on-label.ts';
import { readKeyBook, stateOf } from '../src/keys/key-book.ts';
import { administratorOf } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { exchangeKeys } from './exchange-keys.ts';
import { auditLog, onlyLabel, publicLabels } from './audit.ts';
import { eventsOf, everyMoment, killer, prepared, type Ends } from './kill-at-each.ts';
import { grantLamp } from './lamp-case.ts';
import {
  anchorsOf,
  caseNumbered,
  counts,
  freshPlace,
  issueOf,
  liveLabel,
  valueOf,
  verified,
  type Place,
  type SandboxOffice,
} from './sandbox-office.ts';

const LONG = { timeout: 120_000 };
const CASE = caseNumbered(1);

const killedAtEach = killer();

/**
 * On the first server issuing is killed at every write, suspending at every other, opening at every fourth; the second,
 * which differs in PostgreSQL alone, here and there.
 */
const servers = databases().map((server, at) =>
  at === 0 ? { ...server, stride: 1, fine: false } : { ...server, stride: 9, fine: true },
);

describe.each(servers)('$name', (server) => {
  const { stride, fine } = server;
  const ends: Ends = [];
  let granted: Place;
  let live: Place;
  beforeAll(async () => {
    granted = await prepared(server, ends, ({ office }) => grantLamp(office, CASE));
    live = await prepared(server, ends, ({ office }) => liveLabel(office, CASE, grantLamp));
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  const issuing = { kind: 'issue', cases: [CASE], times: 1 } as const;

  test('a kill at any write of issuing neither loses nor doubles the label', LONG, async () => {
    const run = { server, fine, from: granted, act: issuing, then: oneLabel };
    const moments = await killedAtEach(run, everyMoment(stride));
    expect(moments.length).toBeGreaterThan(20);
  });

  test(
    'a kill while witnesses are asked, or keep what they cosign, loses nothing and shows nothing alone',
    LONG,
    async () => {
      const from = await prepared(server, ends, ({ office }) => grantLamp(office, CASE), { watched: true });
      const run = { server, fine, from, act: issuing, then: oneWitnessedLabel };
      const moments = await killedAtEach(run, everyMoment(2 * stride));
      expect(moments.filter((name) => name === 'a cosignature on its way')).toHaveLength(2);
    },
  );

  test('a kill at a write of suspending leaves one entry, and the lists that it tells', LONG, async () => {
    const act = { kind: 'suspend', label: onlyLabel(live) } as const;
    const run = { server, fine, from: live, act, then: oneSuspension };
    const moments = await killedAtEach(run, everyMoment(2 * stride));
    expect(moments.length).toBeGreaterThan(35);
  });

  test('a kill while the office opens for the first time leaves one that opens', LONG, async () => {
    const run = { server, fine, from: await freshPlace(server), act: { kind: 'open' }, then: begun } as const;
    const moments = await killedAtEach(run, everyMoment(4 * stride));
    expect(moments.length).toBeGreaterThan(30);
  });

  test(
    'a kill at a write of exchanging and revoking a key leaves one that signs, and a log that says so once',
    LONG,
    async () => {
      const act = { kind: 'exchange', case: CASE } as const;
      const run = { server, fine, from: granted, act, then: oneExchange };
      const moments = await killedAtEach(run, everyMoment(3 * stride));
      expect(moments.length).toBeGreaterThan(60);
    },
  );

  test('two kills in a row, in issuing and in opening again, do no more than one', LONG, async () => {
    const run = { server, fine: true, from: granted, act: issuing, then: oneLabel };
    const twice = (moments: readonly string[]) =>
      everyMoment(12 * stride)(moments).flatMap(({ name, killAt }, at) => [
        { name, killAt, again: 1 + 4 * at },
        { name, killAt, again: 19 - 2 * at },
      ]);
    await killedAtEach(run, twice);
  });
});

/** Whoever asked was not told after a kill, so asks again; the answer is the label that may be there already. */
async function oneLabel({ office, folder }: SandboxOffice): Promise<void> {
  const before = publicLabels(folder);
  const { label, repeated } = valueOf(await issueLabelOf(office, issueOf(CASE)));
  await finishIssuance(office);
  expect(before, 'what was asked for is public once the office is open').toEqual(repeated ? [label] : []);
  expect(publicLabels(folder)).toEqual([label]);
  expect(await counts(office)).toMatchObject({ label: 1, register: 1 });
  expect(await eventsOf(office, 'LabelIssued')).toBe(1);
  const { entries } = await auditLog(folder);
  const [grant, ...more] = entries.filter((entry) => entry.type === 'label.granted');
  expect(more).toEqual([]);
  const kept = await readLabel(office.records.read, { administrator: 'SB', id: label });
  const jws = kept?.signed?.jws ?? '';
  expect(grant?.vcHash).toBe(createHash('sha256').update(jws).digest('base64url'));
  expect((await verified(office, label)).outcome).toBe('VALID');
}

/** What the public sees satisfies the policy: that it is shown at all means that both witnesses had seen it. */
async function oneWitnessedLabel(reopened: SandboxOffice): Promise<void> {
  await oneLabel(reopened);
  const { office, folder } = reopened;
  const bundle = await publicFile(office, `/L/${onlyLabel({ folder })}/bundle`);
  const anchors = { ...(await anchorsOf(office)), policy: office.witnessing?.text ?? '' };
  const found = await verifyBundle({ bundle: bundle?.bytes ?? '', anchors, now: office.clock() });
  expect(found).toMatchObject({ outcome: 'VALID', witnessed: true });
}

async function oneSuspension({ office, folder }: SandboxOffice): Promise<void> {
  const label = onlyLabel({ folder });
  const asked = { label, by: CAST.surveillance, key: 'suspend once' };
  const why = { because: 'A finding is looked into.', reasonCode: 'sandbox-finding' };
  valueOf(await suspendLabel(office, { ...asked, ...why }));
  await finishIssuance(office);
  expect(await eventsOf(office, 'LabelSuspended')).toBe(1);
  const { entries } = await auditLog(folder);
  expect(entries.filter((entry) => entry.type === 'label.status')).toMatchObject([{ to: 'suspended' }]);
  expect((await verified(office, label)).outcome).toBe('SUSPENDED');
}

async function oneExchange({ office, folder }: SandboxOffice): Promise<void> {
  await exchangeKeys({ office, folder }, CASE);
  const book = await readKeyBook(office.records.read, administratorOf(office));
  expect(book.filter(({ use }) => use === 'vc').map(stateOf)).toEqual(['revoked', 'active']);
  expect(readdirSync(join(folder, 'keys')).filter((name) => /^vc.*\.pem$/.test(name))).toEqual([
    'vc-2.pem',
    'vc.pem',
  ]);
  const { entries } = await auditLog(folder);
  const told = entries.flatMap((entry) => ('kid' in entry && entry.use === 'vc' ? [entry.type] : []));
  expect(told).toEqual(['key.added', 'key.added', 'key.retired', 'key.revoked']);
  const bundle = await publicFile(office, `/L/${onlyLabel({ folder })}/bundle`);
  const anchors = await ownAnchors(office);
  expect(await verifyBundle({ bundle: bundle?.bytes ?? '', anchors, now: office.clock() })).toMatchObject({
    outcome: 'VALID',
  });
}

async function begun({ folder }: SandboxOffice): Promise<void> {
  const { entries } = await auditLog(folder);
  const [genesis, ...keys] = entries.filter((entry) => !('purpose' in entry));
  expect(genesis?.type).toBe('log.genesis');
  expect(keys.map((entry) => entry.type === 'key.added' && entry.use)).toEqual(['vc', 'status', 'log', 'qr']);
}
