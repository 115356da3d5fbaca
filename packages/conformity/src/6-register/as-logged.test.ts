import type { LabelEvent } from '@assay/vocabulary/case-event';
import { addSeconds } from '@assay/vocabulary/instant';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { PEOPLE } from '../../test/sandbox-case.ts';
import { CASE, day, LABEL, NOW } from '../../test/small-world.ts';
import { labelOf } from '../label.ts';
import { asLogged, isStatus } from './as-logged.ts';

const by = PEOPLE.surveillance.id;
const said = (seconds: number) => ({ at: addSeconds(NOW, seconds), by, because: 'Sandbox: tested.' });
const issued: LabelEvent = {
  ...{ type: 'LabelIssued', ...said(0), label: LABEL, case: CASE, level: 1 },
  ...{ validFrom: NOW, validUntil: addSeconds(NOW, 1_000_000) },
};
const opened: LabelEvent = {
  ...{ type: 'SurveillanceOpened', ...said(0), modes: ['yearly'], nextReview: day('2027-11-20') },
};

/** Suspended and restored in turn, each a second after the one before, with other steps between. */
function lived(steps: number, openedAfter: number): readonly LabelEvent[] {
  const changes = Array.from({ length: steps }, (_, n): LabelEvent => ({
    type: n % 2 === 0 ? 'LabelSuspended' : 'LabelRestored',
    ...said(n + 1),
    reasonCode: 'sandbox-finding',
  }));
  return [issued, ...changes.toSpliced(openedAfter, 0, opened)];
}

describe('a label is shown as the log tells of it', () => {
  test('whatever was decided since: its state is that of the newest entry, and nothing else is lost', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.nat(8), fc.nat(8), (steps, logged, openedAfter) => {
        const history = lived(steps, Math.min(openedAfter, steps));
        const changes = history.filter(isStatus);
        const newest = changes[Math.min(logged, steps) - 1];
        const shown = asLogged(history, newest);
        expect(shown.filter(isStatus)).toEqual(newest ? changes.slice(0, changes.indexOf(newest) + 1) : []);
        expect(shown.filter((event) => !isStatus(event))).toEqual(
          history.filter((event) => !isStatus(event)),
        );
        expect(labelOf(shown).state).toBe(newest?.type === 'LabelSuspended' ? 'suspended' : 'valid');
      }),
    );
  });

  test('one that was restored and not yet logged is suspended', () => {
    const [first, suspended, restored] = lived(2, 2);
    if (!first || suspended?.type !== 'LabelSuspended' || !restored) throw new Error('it has lived');
    expect(asLogged([first, suspended, restored], suspended)).toEqual([first, suspended]);
  });

  test('an entry that the history lacks is a fault', () => {
    const at = addSeconds(NOW, 99);
    expect(() => asLogged(lived(1, 1), { type: 'LabelWithdrawn', at })).toThrow(/does not/);
  });
});
