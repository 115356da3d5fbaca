import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { auditLog } from '@assay/attestation/audit/audit-log';
import { parseVkey } from '@assay/attestation/log/note-key';
import { parsePolicy } from '@assay/attestation/log/policy';
import type { TrustAnchors } from '@assay/attestation/trust';
import { verifyBundle } from '@assay/attestation/verify-label';
import { databases } from '@assay/records/test/databases';
import type { LabelId } from '@assay/vocabulary/ids';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { openRebuilding } from '../src/6-register/rebuild/rebuild-register.ts';
import { openRebuilt, type RebuiltDesk } from '../src/6-register/rebuild/rebuilt-desk.ts';
import { suspendLabel, withdrawLabel } from '../src/7-surveillance/act-on-label.ts';
import { sha256 } from '../src/hash.ts';
import { folderSource } from '../src/recovery/recovery-source.ts';
import { CAST } from '../src/rehearsal/script.ts';
import {
  anchorsOf,
  AT,
  caseNumbered,
  freshPlace,
  liveLabel,
  openUntilClosed,
  valueOf,
  type SandboxOffice,
} from './sandbox-office.ts';

const DAY = 24 * 3600;
const [server] = databases();
const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

describe('a register rebuilt from a log that nobody watches', () => {
  let copy: Copy;
  beforeAll(async () => {
    copy = await rebuiltOf(await officeOfThree());
  }, 60_000);

  test('tells of each label what a verifier finds, on every day', async () => {
    const ofLast = await copy.expiry();
    for (const at of [
      AT,
      later(6.9),
      later(7),
      later(30),
      addSeconds(ofLast, -1),
      ofLast,
      addSeconds(ofLast, 1),
    ])
      expect(await copy.states(at), at).toEqual(await copy.outcomes(at));
  });

  test('says until its lists end what holds, and from then on that it is out of date', async () => {
    expect(await copy.states(addSeconds(later(7), -1))).toEqual(['valid', 'suspended', 'revoked']);
    expect(await copy.states(later(7))).toEqual(['stale', 'stale', 'revoked']);
    const [label] = copy.labels;
    expect(label && (await copy.desk(later(9)).then(({ record }) => record(label)))).toMatchObject({
      state: 'stale',
      stateSince: later(7),
    });
  });

  test('lists a label under no state but the one it tells', async () => {
    const found = async (at: Instant, state?: 'valid' | 'revoked') =>
      (await copy.desk(at)).search({ text: '', from: 0, limit: 9, ...(state && { state }) }).lines;
    expect((await found(AT, 'valid')).map(({ labelId }) => labelId)).toEqual(copy.labels.slice(0, 1));
    expect(await found(later(7), 'valid')).toEqual([]);
    expect((await found(later(7), 'revoked')).map(({ labelId }) => labelId)).toEqual(copy.labels.slice(2));
    expect((await found(later(7))).map(({ state }) => state)).toEqual(['stale', 'stale', 'revoked']);
  });

  test('can tell nothing where a list was lost', async () => {
    const list = join(copy.folder, 'status/suspension/0');
    expect(existsSync(list)).toBe(true);
    rmSync(list);
    expect(await copy.states(AT)).toEqual(['stale', 'stale', 'revoked']);
  });
});

test('a register rebuilt from a watched log is out of date a week after its witnesses saw it last', async () => {
  const opened = await officeOfThree({ watched: true });
  // The clock of these witnesses stands still: a day later they cosign as if it were the day before.
  opened.setClock(later(1));
  await finishIssuance(opened.office);
  const copy = await rebuiltOf(opened);
  expect(await copy.states(addSeconds(later(7), -1))).toEqual(['valid', 'suspended', 'revoked']);
  expect(await copy.states(later(7))).toEqual(['stale', 'stale', 'revoked']);
  expect(await copy.outcomes(addSeconds(later(7), 1))).toEqual(['stale', 'stale', 'revoked']);
}, 60_000);

type Three = SandboxOffice & { readonly labels: readonly LabelId[] };

/** A valid label, a suspended one and a revoked one, all published. */
async function officeOfThree(kind: { readonly watched?: true } = {}): Promise<Three> {
  if (!server) throw new Error('there is always a server');
  const atEnd = (end: () => Promise<void>) => void ends.push(end);
  const opened = await openUntilClosed({ ...(await freshPlace(server, atEnd)), ...kind });
  ends.push(opened.close);
  const { office } = opened;
  const valid = await liveLabel(office, caseNumbered(1));
  const suspended = await liveLabel(office, caseNumbered(2));
  const revoked = await liveLabel(office, caseNumbered(3));
  const why = { by: CAST.surveillance, because: 'A sandbox finding.', reasonCode: 'sandbox-finding' };
  valueOf(await suspendLabel(office, { label: suspended, key: 'suspend', ...why }));
  valueOf(await withdrawLabel(office, { label: revoked, key: 'withdraw', ...why }));
  await finishIssuance(office);
  return { ...opened, labels: [valid, suspended, revoked] };
}

type Copy = {
  readonly folder: string;
  readonly labels: readonly LabelId[];
  desk(at: Instant): Promise<RebuiltDesk>;
  /** What the copy tells of each label at a moment. */
  states(at: Instant): Promise<readonly (string | undefined)[]>;
  /** What a verifier finds in the bundles that the copy serves. */
  outcomes(at: Instant): Promise<readonly string[]>;
  /** When the labels expire. */
  expiry(): Promise<Instant>;
};

/** Audits the public folder of an office and makes a register of it, as the command does. */
async function rebuiltOf({ office, folder, labels }: Three): Promise<Copy> {
  const stated = await anchorsOf(office);
  const anchors: TrustAnchors = { ...stated, policy: office.witnessing?.text ?? stated.policy };
  const [administrator] = anchors.administrators;
  if (!administrator) throw new Error('an office states itself');
  const source = folderSource(join(folder, 'public'), office.log.path);
  const into = join(folder, 'copy');
  const host = { ...source, settle: () => Promise.resolve() };
  const rebuilding = valueOf(openRebuilding(host, { folder: into, logPath: office.log.path }));
  const { origin, vkeys } = administrator.log;
  const keys = (await Promise.all(vkeys.map(parseVkey))).map(valueOf);
  const audit = await auditLog(rebuilding.host, {
    ...{ anchors, administrator, hash: sha256, now: office.clock() },
    whose: { origin, keys, policy: valueOf(await parsePolicy(anchors.policy)) },
    entry: (_, bytes) => {
      rebuilding.entry(bytes);
    },
  });
  const { code, did, name } = administrator;
  valueOf(
    rebuilding.finish(audit, {
      ...{ from: `http://${origin}`, at: office.clock(), host: office.host, origin, beside: new Map() },
      ...{ administrator: { code, did, name }, scheme: anchors.scheme, leaveOut: false },
    }),
  );
  const desk = async (at: Instant) => {
    const opened = await openRebuilt(into, () => at);
    if (!opened) throw new Error('a register was rebuilt there');
    return opened;
  };
  const recordsAt = async (at: Instant) => {
    const { record } = await desk(at);
    return Promise.all(labels.map(record));
  };
  return {
    folder: into,
    labels,
    desk,
    states: async (at) => (await recordsAt(at)).map((record) => record?.state),
    outcomes: async (at) => {
      const { file } = await desk(at);
      const outcomes: string[] = [];
      for (const label of labels) {
        const bundle = (await file(`/L/${label}/bundle`))?.bytes ?? '';
        const { outcome } = await verifyBundle({ bundle, anchors, now: at, asked: label });
        outcomes.push(outcome.toLowerCase());
      }
      return outcomes;
    },
    expiry: async () => {
      const [first] = await recordsAt(AT);
      if (!first) throw new Error('there are three labels');
      return first.validUntil;
    },
  };
}

function later(days: number): Instant {
  return addSeconds(AT, days * DAY);
}
