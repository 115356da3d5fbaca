import type { Organisation, OrganisationKind } from '@assay/vocabulary/organisation';
import type { Actor, Role } from '@assay/vocabulary/programme';
import type { RecognisedScope } from '@assay/vocabulary/recognition-event';
import { describe, expect, test } from 'vitest';

import { bodyId, day, NOW, organisationId, person } from '../../test/small-world.ts';
import { standingOn, type Recognition } from './body-standing.ts';
import {
  accreditationSaid,
  narrow,
  recognise,
  withdrawRecognition,
  type Extent,
  type Recognising,
} from './recognise.ts';

const BODY = bodyId('body_sandbox-laboratory');
const SCHEME = 'sandbox-scheme';
const LAB = organisationId('org_sandbox-laboratory');
const TODAY = day('2026-11-21');
const SCOPE: RecognisedScope = {
  competence: 'accredited-17025',
  activities: ['functional-test', 'document-review'],
  accreditation: { by: 'Sandbox Accreditor', scope: 'Testing of devices', until: day('2028-05-31') },
};
const EXTENT: Extent = { scope: SCOPE, until: day('2028-01-01') };
const NONE: Recognition = { body: BODY, scheme: SCHEME, history: [] };

describe('who recognises', () => {
  test.each<[OrganisationKind, Role]>([
    ['lead-administrator', 'lead'],
    ['scheme-owner', 'scheme-owner'],
    ['authority', 'authority'],
  ])('a %s decides in the role %s, on the schemes that it looks after', (kind, role) => {
    expect(recognise(NONE, { ...deciding(kind, role), ...EXTENT })).toEqual({
      ok: true,
      value: {
        ...{ type: 'BodyRecognised', at: NOW, by: `person_${role}`, as: `org_sandbox-${kind}` },
        ...{ because: 'Sandbox: its accreditor says so.', from: TODAY, ...EXTENT },
      },
    });
    const elsewhere = { ...NONE, scheme: 'another-scheme' };
    const refusal = { code: 'scheme-not-looked-after', organisation: `org_sandbox-${kind}` };
    for (const [held, how] of [
      [elsewhere, deciding(kind, role)],
      [NONE, deciding(kind, 'manager')],
      [NONE, deciding('label-administrator', role)],
    ] as const)
      expect(recognise(held, { ...how, ...EXTENT })).toMatchObject({
        refusal: { ...refusal, organisation: how.office.id },
      });
  });

  test('nobody decides on the house they belong to: not to recognise, narrow or withdraw', () => {
    const lead = deciding('lead-administrator', 'lead');
    const own = { ...lead, of: lead.office.id };
    const guest = { ...lead, by: { ...lead.by, memberOf: [...lead.by.memberOf, LAB] } };
    const held = after(NONE, recognise(NONE, { ...lead, ...EXTENT }));
    for (const how of [own, guest]) {
      const itself = { ok: false, refusal: { code: 'recognises-itself', body: BODY, scheme: SCHEME } };
      expect(recognise(held, { ...how, ...EXTENT })).toEqual(itself);
      expect(narrow(held, { ...how, ...EXTENT })).toEqual(itself);
      expect(withdrawRecognition(held, how)).toEqual(itself);
    }
    expect(recognise(held, { ...deciding('authority', 'authority'), ...EXTENT }).ok).toBe(true);
  });
});

test('an accreditation is said whole or not at all', () => {
  const { accreditation } = SCOPE;
  expect(accreditationSaid({})).toEqual({ ok: true, value: undefined });
  expect(accreditationSaid({ ...accreditation })).toEqual({ ok: true, value: accreditation });
  for (const half of [{ by: 'Sandbox Accreditor' }, { number: '1' }, { ...accreditation, until: undefined }])
    expect(accreditationSaid(half)).toMatchObject({ refusal: { code: 'accreditation-half-said' } });
});

describe('a recognition', () => {
  const lead = deciding('lead-administrator', 'lead');
  const held = after(NONE, recognise(NONE, { ...lead, ...EXTENT }));

  test.each<[string, Partial<Recognising & Extent>, object]>([
    ['gives its reason', { because: ' ' }, { code: 'reason-missing' }],
    [
      'is not for days that passed',
      { from: day('2026-11-20') },
      { code: 'recognition-backdated', today: TODAY },
    ],
    ['ends after it begins', { until: TODAY }, { code: 'recognition-ends-before' }],
    [
      'of accredited competence shows the accreditation',
      { scope: { competence: 'accredited-17025', activities: ['functional-test'] } },
      { code: 'accreditation-missing', competence: 'accredited-17025' },
    ],
    [
      'does not begin when the accreditation is over',
      { from: day('2028-06-01'), until: day('2028-07-01') },
      { code: 'accreditation-over', until: '2028-05-31' },
    ],
  ])('%s', (_, more, refusal) => {
    expect(recognise(NONE, { ...lead, ...EXTENT, ...more })).toMatchObject({ ok: false, refusal });
  });

  test.each<[string, Partial<Recognising> & Extent, boolean]>([
    ['for fewer activities', { scope: { ...SCOPE, activities: ['functional-test'] } }, true],
    ['with less competence', { scope: { ...SCOPE, competence: 'approved' } }, true],
    ['for a shorter time', { scope: SCOPE, until: day('2027-01-01') }, true],
    ['for as much', EXTENT, false],
    ['for longer', { scope: SCOPE, until: day('2028-02-01') }, false],
    ['for other activities', { scope: { ...SCOPE, activities: ['penetration-test'] } }, false],
    ['with other competence', { scope: { ...SCOPE, competence: 'accredited-17065' } }, false],
  ])('is narrowed %s', (_, more, narrower) => {
    const until = 'until' in more ? more.until : EXTENT.until;
    const before = narrow(held, { ...lead, ...more, from: day('2026-01-01') });
    expect(before).toMatchObject({ refusal: { code: 'nothing-to-withdraw', state: 'not-yet' } });
    const then = narrow(held, { ...lead, ...more, from: day('2026-12-01'), ...(until && { until }) });
    if (narrower) expect(then).toMatchObject({ ok: true, value: { type: 'RecognitionNarrowed' } });
    else expect(then).toMatchObject({ ok: false, refusal: { code: 'not-narrower' } });
  });

  test('is withdrawn with a reason, also from a day before or one before it begins, and only where there is one', () => {
    expect(withdrawRecognition(held, { ...lead, because: '' })).toMatchObject({
      refusal: { code: 'reason-missing' },
    });
    for (const from of ['2026-11-22', '2026-10-01'].map(day)) {
      const gone = after(held, withdrawRecognition(held, { ...lead, from }));
      for (const on of ['2026-11-22', '2027-06-01'].map(day))
        expect(standingOn(gone.history, on).state).toBe('withdrawn');
      expect(withdrawRecognition(gone, { ...lead, from })).toMatchObject({
        refusal: { code: 'nothing-to-withdraw', state: 'withdrawn' },
      });
    }
    expect(withdrawRecognition(NONE, lead)).toMatchObject({
      refusal: { code: 'nothing-to-withdraw', state: 'never' },
    });
  });
});

function deciding(kind: OrganisationKind, role: Role): Recognising {
  const id = organisationId(`org_sandbox-${kind}`);
  const office: Organisation = { id, name: kind, kinds: [kind], manufacturers: [], schemes: [SCHEME] };
  const by: Actor = person(role, { organisation: id });
  const because = 'Sandbox: its accreditor says so.';
  return { by, office, of: LAB, at: NOW, today: TODAY, because, from: TODAY };
}

function after(held: Recognition, decided: ReturnType<typeof recognise>): Recognition {
  if (!decided.ok) throw new Error(decided.refusal.code);
  return { ...held, history: [...held.history, decided.value] };
}
