import { listOrganisations } from '@assay/records/organisation';
import { readStream } from '@assay/records/case-file';
import { databases } from '@assay/records/test/databases';
import type { BodyId } from '@assay/vocabulary/ids';
import { describe, expect, test } from 'vitest';

import {
  listBodies,
  narrowRecognition,
  recogniseBody,
  showBody,
  withdrawBody,
  type BodyCommand,
} from '../src/0-programme/people/bodies.ts';
import { inTurn, lampCase } from './lamp-case.ts';
import { caseNumbered, day, freshOffice, instant, valueOf } from './sandbox-office.ts';
import { DORA, MONA, NOBODY, OFFICE } from './sandbox-people.ts';

const CASE = caseNumbered(7);
const BODY = bodyId('body_sandbox-accredited-laboratory');
const SCHEME = 'us-cyber-trust-mark';
const TODAY = day('2026-11-21');
const SAYS: BodyCommand = {
  ...{ by: MONA, because: 'Sandbox: its accreditor wrote.', body: BODY, scheme: SCHEME, from: TODAY },
};
const SCOPE = {
  competence: 'accredited-17025',
  activities: ['functional-test'],
  accreditation: { by: 'Sandbox Accreditor (fictional)', scope: 'Testing', until: day('2028-03-31') },
} as const;

describe.each(databases())('$name', (server) => {
  test('what a laboratory reports counts for a level only while its recognition held when it tested', async () => {
    const { office } = await freshOffice(server);
    const assessed = async () => {
      const events = await readStream(office.records.read, { administrator: 'SB', stream: CASE });
      const last = events.findLast(({ type }) => type === 'EvaluationCompleted');
      return last?.type === 'EvaluationCompleted' ? [last.declared, last.assessed] : [];
    };
    const lamp = await lampCase(office, CASE);
    await inTurn(lamp, 'submit', 'accept', 'record');
    // From a day before it tested.
    valueOf(await withdrawBody(office, { ...SAYS, from: day('2026-01-01') }));
    await inTurn(lamp, 'evaluate', 'reopen');
    expect(await assessed()).toEqual([1, 0]);
    const again = await lampCase(office, caseNumbered(8));
    // What it is recognised for from today on says nothing of tests that were made before.
    valueOf(await recogniseBody(office, { ...SAYS, scope: SCOPE }));
    await inTurn(again, 'submit', 'accept');
    expect(await again.record()).toMatchObject({
      refusal: { code: 'recognition-withdrawn', body: BODY, since: '2026-01-01' },
    });
  });

  test('a withdrawal from today on leaves what was tested before as good as it was', async () => {
    const { office } = await freshOffice(server);
    valueOf(await withdrawBody(office, SAYS));
    await inTurn(await lampCase(office, CASE), 'submit', 'accept', 'record', 'evaluate', 'review', 'grant');
  });

  test('a body is shown as it stands today under each scheme, with all that was said of it', async () => {
    const { office, setClock } = await freshOffice(server);
    expect((await showBody(office, BODY))?.schemes).toMatchObject([
      { scheme: SCHEME, standing: { state: 'recognised', from: '2025-04-01' } },
    ]);
    valueOf(await recogniseBody(office, { ...SAYS, scope: SCOPE, until: day('2027-11-01') }));
    const shorter = { scope: SCOPE, until: day('2027-06-01') };
    valueOf(await narrowRecognition(office, { ...SAYS, from: day('2026-12-01'), ...shorter }));
    const shown = await showBody(office, BODY);
    expect(shown?.schemes[0]?.history.map(({ type, by, as }) => [type, by, as])).toEqual([
      ['BodyRecognised', undefined, undefined],
      ['BodyRecognised', MONA, OFFICE],
      ['RecognitionNarrowed', MONA, OFFICE],
    ]);
    setClock(instant('2027-07-01T00:00:00Z'));
    const { rows } = valueOf(await listBodies(office, { text: 'accredited', limit: 10 }));
    expect(rows).toMatchObject([
      { body: BODY, schemes: [{ standing: { state: 'expired', from: '2027-06-01' } }] },
    ]);
    expect(await showBody(office, bodyId('body_none'))).toBeUndefined();
    expect(await listBodies(office, { after: 'forged', limit: 1 })).toMatchObject({
      refusal: { code: 'malformed-cursor' },
    });
    const bodies = valueOf(await listOrganisations(office.records.read, { bodies: true, limit: 9 }));
    expect(bodies.rows).toHaveLength(2);
  });

  test('who does not look after a scheme decides nothing, and of two who withdraw at once one does', async () => {
    const { office } = await freshOffice(server);
    for (const [how, code] of [
      [{ by: DORA }, 'scheme-not-looked-after'],
      [{ scheme: 'eu-cra' }, 'scheme-not-looked-after'],
      [{ by: NOBODY }, 'unknown-person'],
      [{ body: bodyId('body_none') }, 'unknown-body'],
      [{ because: ' ' }, 'reason-missing'],
    ] as const)
      expect(await withdrawBody(office, { ...SAYS, ...how })).toMatchObject({ refusal: { code } });
    const both = await Promise.all([withdrawBody(office, SAYS), withdrawBody(office, SAYS)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({
      refusal: { code: 'nothing-to-withdraw', state: 'withdrawn' },
    });
    expect((await showBody(office, BODY))?.schemes[0]?.history).toHaveLength(2);
  });
});

function bodyId(text: string): BodyId {
  return text as BodyId;
}
