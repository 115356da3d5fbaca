import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { restoreLabel, suspendLabel } from '@assay/office/7-surveillance/act-on-label';
import { CAST } from '@assay/office/rehearsal/script';
import { parseLabelId } from '@assay/attestation/label-id';
import { parseCheckpoint } from '@assay/attestation/log/checkpoint';
import { parseNote } from '@assay/attestation/log/note';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { openInstallationAtRest } from '../src/installation.ts';
import { layOut, type Federation, type Member } from './federation.ts';
import { assay, build } from './program.ts';

type Code = 'SA' | 'SB' | 'SC';
const CODES: readonly Code[] = ['SA', 'SB', 'SC'];
const PATIENCE_MS = 40_000;

describe('three administrators, two witnesses and an aggregator', () => {
  let all: Federation;
  /** SC as it was before it granted anything: what a backup brings back. */
  let backup: Member;
  const labels = new Map<Code, string>();
  const at = (member: Member, path: string) => `http://localhost:${String(member.port)}${path}`;
  const label = (code: Code) => labels.get(code) ?? 'none';

  beforeAll(async () => {
    await build();
    all = await layOut();
    const { SA, SB, SC } = all.administrators;
    await Promise.all(all.witnesses.map((one) => all.start(one)));
    const walked = [SA, SB].map(async (one) => walk(one));
    await all.start(SC);
    await all.kill(SC);
    backup = await all.copyOf(SC);
    await Promise.all(walked);
    all.drawTrust();
    await all.start(all.aggregator);
    for (const code of ['SA', 'SB'] as const) await seen(code, 'valid');
  }, 180_000);
  afterAll(() => all.end());

  test('the aggregator proves every label as its administrator does, witnessed', async () => {
    for (const code of ['SA', 'SB'] as const) {
      for (const host of [all.administrators[code], all.aggregator])
        expect(await verified(host, code)).toEqual({ outcome: 'VALID', witnessed: true });
    }
  });

  test('with a witness gone a new label is granted all the same, and another can go when it is back', async () => {
    const [w1, w2] = all.witnesses;
    await all.kill(w1);
    await walk(all.administrators.SC);
    await seen('SC', 'valid');
    for (const host of [all.administrators.SC, all.aggregator])
      expect(await verified(host, 'SC')).toEqual({ outcome: 'VALID', witnessed: true });
    await all.start(w1);
    await all.kill(w2);
    // Only if the first has caught up with what it missed are there two.
    expect(await act('SC', 'suspend')).toEqual({ held: false });
    expect(await cosignedSize(w1, 'SC')).toBe(await publishedSize('SC'));
    await seen('SC', 'suspended');
    // The log says so first; the lists, which a verifier reads, are copied right after it.
    await until(
      () => verified(all.aggregator, 'SC'),
      ({ outcome }) => outcome === 'SUSPENDED',
    );
    await all.start(w2);
  }, 90_000);

  test('with the aggregator gone the administrators go on alone, and it catches up when it is back', async () => {
    await all.kill(all.aggregator);
    expect(await act('SC', 'restore')).toEqual({ held: false });
    for (const code of CODES)
      expect(await verified(all.administrators[code], code)).toEqual({ outcome: 'VALID', witnessed: true });
    await all.start(all.aggregator);
    await seen('SC', 'valid');
    expect(await verified(all.aggregator, 'SC')).toEqual({ outcome: 'VALID', witnessed: true });
    expect(await cosignedSize(all.aggregator, 'SC', '/witness')).toBe(await publishedSize('SC'));
  }, 90_000);

  test.each(CODES)(
    'with %s gone its labels are proven from the copy, and its log is followed again when it is back',
    async (code) => {
      const member = all.administrators[code];
      await all.kill(member);
      await health(code, 'behind');
      expect(await verified(all.aggregator, code)).toEqual({ outcome: 'VALID', witnessed: true });
      const others = CODES.filter((one) => one !== code);
      for (const other of others)
        expect((await verified(all.administrators[other], other)).outcome).toBe('VALID');
      await all.start(member);
      await health(code, 'current');
    },
    60_000,
  );

  test('an administrator that goes back to a backup, or on from it, raises alarms and changes nothing', async () => {
    const { SC } = all.administrators;
    const held = await publishedSize('SC');
    await all.kill(SC);
    // Its witnesses would stop it: whoever cheats asks nobody.
    rmSync(join(backup.data, 'policy'));
    await all.start(backup);
    expect(await health('SC', 'alarm')).toMatchObject({
      copy: { size: held },
      alarms: [{ kind: 'rollback' }],
    });
    await all.kill(backup);
    const forged = await walk(backup, 'never shown');
    await actOn(backup, forged, 'suspend');
    await actOn(backup, forged, 'restore');
    const { alarms, copy } = await until(
      () => logOf('SC'),
      (log) => log.alarms.some(({ kind }) => kind === 'fork'),
    );
    expect(copy?.size).toBe(held);
    const fork = alarms.find(({ kind }) => kind === 'fork');
    expect([sizeIn(fork?.heldNote), sizeIn(fork?.offeredNote)]).toEqual([held, expect.any(Number)]);
    const files = readdirSync(join(all.aggregator.data, 'alarms'), { recursive: true }).map(String);
    const kept = files.find((file) => /fork.*offered\.note$/.test(file)) ?? '';
    expect(readFileSync(join(all.aggregator.data, 'alarms', kept), 'utf8')).toBe(fork?.offeredNote);
    expect(all.said(all.aggregator)).toContain('ALARM');

    expect((await fetch(at(backup, `/L/${forged}`))).status).toBe(200);
    expect((await fetch(at(all.aggregator, `/L/${forged}`))).status).toBe(404);
    expect(await verified(all.aggregator, 'SC')).toEqual({ outcome: 'VALID', witnessed: true });
    await all.kill(backup);
    await all.start(SC);
    await health('SC', 'current');
    expect((await logOf('SC')).alarms.length).toBeGreaterThanOrEqual(2);
  }, 120_000);

  /** Rehearses a case at an administrator, which then serves on; its label. */
  async function walk(member: Member, as?: string): Promise<string> {
    const said = await all.start(member, ['walk', ...member.args.slice(1)], 'Serving until');
    const found = /\/L\/(\w{11})/.exec(said)?.[1] ?? '';
    const code = CODES.find((one) => one === found.slice(0, 2));
    if (!code) throw new Error(said);
    if (as === undefined) labels.set(code, found);
    return found;
  }

  function act(code: Code, what: 'suspend' | 'restore') {
    return actOn(all.administrators[code], label(code), what);
  }

  /** An act of surveillance in the office of a member, beside the process that serves it. */
  async function actOn(member: Member, text: string, what: 'suspend' | 'restore') {
    vi.stubEnv('DATABASE_URL', member.database);
    const installation = await openInstallationAtRest({ data: member.data, progress: () => undefined });
    const { office } = installation;
    vi.unstubAllEnvs();
    const id = parseLabelId(text);
    if (!id.ok) throw new Error(`${text} is no label`);
    const why = { by: CAST.surveillance, because: 'Sandbox.', reasonCode: 'sandbox-finding' };
    const done = await (what === 'suspend' ? suspendLabel : restoreLabel)(office, {
      ...{ label: id.value, key: `${text} ${what}` },
      ...why,
    });
    expect(done.ok).toBe(true);
    const finished = await finishIssuance(office);
    await installation.close();
    return finished;
  }

  async function verified(host: Member, code: Code) {
    const address = at(host, `/L/${label(code)}`);
    const { out, error } = await assay('verify', address, '--trust-list', all.trust, '--format', 'json');
    if (out === '') throw new Error(error);
    const { outcome, witnessed } = JSON.parse(out) as { outcome: string; witnessed: boolean };
    return { outcome, witnessed };
  }

  async function logOf(code: Code): Promise<LogTold> {
    const answer = await fetch(at(all.aggregator, '/api/v1/logs'));
    const { logs } = (await answer.json()) as { logs: readonly LogTold[] };
    const found = logs.find(({ administrator }) => administrator.code === code);
    if (!found) throw new Error(`the aggregator does not follow ${code}`);
    return found;
  }

  function health(code: Code, wanted: string): Promise<LogTold> {
    return until(
      () => logOf(code),
      (log) => log.health === wanted,
    );
  }

  function seen(code: Code, status: string): Promise<unknown> {
    return until(
      async () => {
        const answer = await fetch(at(all.aggregator, `/api/v1/labels/${label(code)}`));
        return (await answer.json()) as { status: string | number };
      },
      (record) => record.status === status,
    );
  }

  async function publishedSize(code: Code): Promise<number> {
    const origin = originOf(code);
    return sizeIn(await (await fetch(`http://${origin}/checkpoint`)).text());
  }

  async function cosignedSize(witness: Member, code: Code, path = ''): Promise<number> {
    const hash = createHash('sha256').update(originOf(code)).digest('hex');
    return sizeIn(await (await fetch(at(witness, `${path}/${hash}/checkpoint`))).text());
  }

  function originOf(code: Code): string {
    return `localhost:${String(all.administrators[code].port)}/log/${String(new Date().getUTCFullYear())}`;
  }
});

/** What `/api/v1/logs` tells of a log, as far as is asked for here. */
type LogTold = {
  readonly administrator: { readonly code: string };
  readonly health: string;
  readonly copy?: { readonly size: number };
  readonly alarms: readonly {
    readonly kind: string;
    readonly heldNote: string;
    readonly offeredNote: string;
  }[];
};

function sizeIn(text: string | undefined): number {
  const note = parseNote(text ?? '');
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!checkpoint.ok) throw new Error(`no checkpoint: ${text ?? ''}`);
  return checkpoint.value.size;
}

async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > end) throw new Error(`waited in vain: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
