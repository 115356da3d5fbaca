import { setTimeout as pause } from 'node:timers/promises';

import { breakLocks, databases } from '@assay/records/test/databases';
import type { LabelId } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { recordPath } from '../src/6-register/publish-labels.ts';
import { restoreLabel, suspendLabel, withdrawLabel } from '../src/7-surveillance/act-on-label.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { auditLog, auditPublic, prematureBits, publicLabels } from './audit.ts';
import { grantLamp } from './lamp-case.ts';
import { officeProgram } from './office-processes.ts';
import {
  AT,
  caseNumbered,
  copyOf,
  counts,
  freshPlace,
  HOST,
  issueOf,
  openAt,
  valueOf,
  verified,
  workAt,
  type Place,
} from './sandbox-office.ts';
import { watchFolder } from './watch-folder.ts';

const CASES = [1, 2, 3, 4, 5].map(caseNumbered);
const CASE = caseNumbered(1);

const program = officeProgram();

describe.each(databases())('$name', (server) => {
  const ends: (() => Promise<void>)[] = [];
  let granted: Place;
  beforeAll(async () => {
    granted = await freshPlace(server, (end) => ends.push(end));
    await workAt(granted, ({ office }) => Promise.all(CASES.map((id) => grantLamp(office, id))));
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  const opened = async () => openAt(await copyOf(server, granted));

  test('ten requests for the label of one case at once make one label', async () => {
    const { office, folder } = await opened();
    const asked = await Promise.all(Array.from({ length: 10 }, () => issueLabelOf(office, issueOf(CASE))));
    const answers = asked.map(valueOf);
    expect(new Set(answers.map(({ label }) => label)).size).toBe(1);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    await finishIssuance(office);
    expect(await counts(office)).toMatchObject({ label: 1, register: 1, outbox: 0 });
    await auditPublic(folder);
  });

  test('two processes that issue five cases, granted at once, with the same dice and finish at once, make five labels', async () => {
    const place = await copyOf(server, granted);
    const act = { kind: 'issue', cases: CASES, times: 3 } as const;
    const job = { ...place, host: HOST, at: AT, seed: 'same dice', killAt: 0, fine: false, act };
    const ended = await Promise.all([program(), program()].map((each) => each.run(job)));
    expect(ended.map(({ killed }) => killed)).toEqual([false, false]);
    const { office, folder } = await openAt(place);
    const labels = await Promise.all(
      CASES.map(async (id) => valueOf(await issueLabelOf(office, issueOf(id)))),
    );
    expect(labels.every(({ repeated }) => repeated)).toBe(true);
    expect(publicLabels(folder).toSorted()).toEqual(labels.map(({ label }) => label).toSorted());
    expect(await counts(office)).toMatchObject({ label: 5, register: 5, outbox: 0 });
    const log = await auditPublic(folder);
    expect(log.entries.filter(({ type }) => type === 'label.granted')).toHaveLength(5);
    for (const { label } of labels) expect((await verified(office, label)).outcome).toBe('VALID');
  });

  test('acts on three labels and ten finishers at once leave a log that the lists and records repeat', async () => {
    const { office, folder } = await opened();
    const labels = await Promise.all(
      CASES.slice(0, 3).map(async (id) => {
        const { label } = valueOf(await issueLabelOf(office, issueOf(id)));
        await finishIssuance(office);
        return label;
      }),
    );
    await Promise.all(
      labels.map(async (label, at) => {
        valueOf(await suspendLabel(office, { ...command, label, key: `${label} suspend` }));
        await finishIssuance(office);
        if (at === 0) return;
        const act = at === 1 ? restoreLabel : withdrawLabel;
        valueOf(await act(office, { ...command, label, key: `${label} then` }));
        await Promise.all([finishIssuance(office), finishIssuance(office), finishIssuance(office)]);
      }),
    );
    const outcomes = await Promise.all(labels.map(async (label) => (await verified(office, label)).outcome));
    expect(outcomes).toEqual(['SUSPENDED', 'VALID', 'REVOKED']);
    expect(await counts(office)).toMatchObject({ outbox: 0 });
    await auditPublic(folder);
  });

  test('a label that is logged and not shown yet is shown before the log says anything more of it', async () => {
    const place = await copyOf(server, granted);
    const [one, two] = [await openAt(place), await openAt(place, { seed: 'other' })];
    const { label } = valueOf(await issueLabelOf(one.office, issueOf(CASE)));
    const fail = async (path: string) => {
      if (path === recordPath(label)) throw new Error('the disk is full');
      return Promise.resolve();
    };
    const full = watchFolder(one.office.publicFolder, { before: fail });
    await expect(finishIssuance({ ...one.office, publicFolder: full })).rejects.toThrow('the disk is full');
    expect(publicLabels(place.folder)).toEqual([]);
    valueOf(await suspendLabel(two.office, { ...command, label, key: 'suspend' }));
    const written: string[] = [];
    const after = async (path: string) => Promise.resolve(void written.push(path));
    await finishIssuance({ ...two.office, publicFolder: watchFolder(two.office.publicFolder, { after }) });
    const [shown, logged] = [
      written.indexOf(recordPath(label)),
      written.findIndex((path) => /tile/.test(path)),
    ];
    expect(shown).toBeGreaterThanOrEqual(0);
    expect(shown).toBeLessThan(logged);
    expect((await verified(two.office, label)).outcome).toBe('SUSPENDED');
    await auditPublic(place.folder);
  });

  describe('another process that finishes in between', () => {
    /** Two offices at one place; what the second does is begun once, when the first writes or reads a file. */
    const interleaved = async (
      { when, path }: Meeting,
      second: (other: Office, label: LabelId) => Promise<unknown>,
    ) => {
      const place = await copyOf(server, granted);
      const [one, two] = [await openAt(place), await openAt(place, { seed: 'other' })];
      const { label } = valueOf(await issueLabelOf(one.office, issueOf(CASE)));
      await finishIssuance(one.office);
      valueOf(await suspendLabel(one.office, { ...command, label, key: 'suspend' }));
      let begun: Promise<unknown> | undefined;
      const meet = async (touched: string) => {
        if (begun || !path.test(touched)) return;
        begun = second(two.office, label);
        await Promise.race([begun, pause(PATIENCE_MS)]);
      };
      const after = async (written: string) => {
        expect(await prematureBits(place.folder, await auditLog(place.folder))).toEqual([]);
        if (when === 'after') await meet(written);
      };
      const publicFolder = watchFolder(one.office.publicFolder, {
        ...(when !== 'after' && { [when]: meet }),
        after,
      });
      await finishIssuance({ ...one.office, publicFolder });
      expect(begun, 'the other one began').toBeDefined();
      await begun;
      await auditPublic(place.folder);
      return { ...one, label };
    };
    const issueAnother = async (other: Office) => {
      valueOf(await issueLabelOf(other, issueOf(caseNumbered(2))));
      await finishIssuance(other);
    };
    const restore = async (other: Office, label: LabelId) => {
      valueOf(await restoreLabel(other, { ...command, label, key: 'restore' }));
      await finishIssuance(other);
    };

    test('makes the log grow: the first goes on without an alarm', async () => {
      const { office } = await interleaved({ when: 'before', path: /tile/ }, issueAnother);
      expect(await counts(office)).toMatchObject({ label: 2, register: 2, outbox: 0 });
    });

    test('publishes a newer status list: the first does not put the older one back', async () => {
      const { office, label } = await interleaved({ when: 'before', path: /suspension/ }, restore);
      expect((await verified(office, label)).outcome).toBe('VALID');
    });

    test('takes the log over from one whose connection broke: the first writes nothing more', async () => {
      const place = await copyOf(server, granted);
      const [one, two] = [await openAt(place), await openAt(place, { seed: 'other' })];
      valueOf(await issueLabelOf(one.office, issueOf(CASE)));
      let written = 0;
      const before = async (path: string) => {
        if (written > 0 || !/tile/.test(path)) return;
        await breakLocks(server, place.url);
        valueOf(await issueLabelOf(two.office, issueOf(caseNumbered(2))));
        await finishIssuance(two.office);
        written = (await auditLog(place.folder)).size;
      };
      const publicFolder = watchFolder(one.office.publicFolder, { before });
      await expect(finishIssuance({ ...one.office, publicFolder })).rejects.toThrow('was taken over');
      expect(written).toBeGreaterThan(0);
      expect((await auditLog(place.folder)).size).toBe(written);
      await finishIssuance(one.office);
      expect(await counts(two.office)).toMatchObject({ label: 2, register: 2, outbox: 0 });
      await auditPublic(place.folder);
    });

    test('has its entries in the records and not in public yet: the first sets no bit for them', async () => {
      const { office, label } = await interleaved(
        { when: 'after', path: /checkpoint/ },
        async (other, labelOf) => {
          valueOf(await withdrawLabel(other, { ...command, label: labelOf, key: 'withdraw' }));
          let paused = false;
          const before = async () => {
            if (!paused) await pause(2 * PATIENCE_MS);
            paused = true;
          };
          const publicFolder = watchFolder(other.publicFolder, { before });
          await finishIssuance({ ...other, publicFolder });
        },
      );
      expect((await verified(office, label)).outcome).toBe('REVOKED');
    });
  });
});

type Meeting = { readonly when: 'before' | 'reading' | 'after'; readonly path: RegExp };

const command = { by: CAST.surveillance, because: 'Sandbox finding.', reasonCode: 'sandbox-finding' };
/** Long enough for the other to come as far as it can, whether it may go on or has to wait. */
const PATIENCE_MS = 400;
