import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Actor, Role } from '@assay/vocabulary/programme';
import { expect, test } from 'vitest';

import { isBarred } from './barred.ts';
import { MAY, may, type CaseAct, type Stage, type Standing } from './journey.ts';

const OFFICE = 'org_office' as OrganisationId;
const MAKER = 'org_maker' as OrganisationId;
const RITA = 'person_rita' as PersonId;
const MANUFACTURER = 'Sandbox Maker';

const rita = (more: Partial<Actor> = {}): Actor => ({
  ...{ id: RITA, name: 'Rita (sandbox)', organisation: OFFICE, roles: ['reviewer'], administrator: 'SB' },
  ...{ conflicts: [], memberOf: [OFFICE], bodies: [], administrators: ['SB'], schemes: [] },
  ...more,
});
const standing = (stage: Stage, more: Partial<Standing> = {}): Standing => ({
  ...{ stage, manufacturer: MANUFACTURER, applicant: MAKER, administrator: 'SB', laboratories: [] },
  took: { applicant: [], laboratory: [], evaluator: [], reviewer: [] },
  ...more,
});
const took = (part: keyof Standing['took']) => ({ took: { ...standing('none').took, [part]: [RITA] } });

test.each<[string, Role, Stage, boolean, Partial<Actor>, Partial<Standing>]>([
  ['holds the role and nothing else', 'reviewer', 'evaluated', false, {}, {}],
  [
    'has declared a conflict with the maker',
    'reviewer',
    'evaluated',
    true,
    { conflicts: [MANUFACTURER] },
    {},
  ],
  ['has declared one with another maker', 'reviewer', 'evaluated', false, { conflicts: ['Another'] }, {}],
  ['has evaluated', 'reviewer', 'evaluated', true, {}, took('evaluator')],
  ['belongs to the applicant as well', 'reviewer', 'evaluated', true, { memberOf: [OFFICE, MAKER] }, {}],
  ['has reviewed, and could do so again', 'reviewer', 'evaluated', false, {}, took('reviewer')],
  [
    'will watch what is granted, in conflict',
    'surveillance',
    'submitted',
    true,
    { conflicts: [MANUFACTURER] },
    {},
  ],
  ['will watch what is granted', 'surveillance', 'submitted', false, {}, {}],
  ['issues, in conflict', 'issuer', 'granted', true, { conflicts: [MANUFACTURER] }, {}],
  ['applies, whatever was declared', 'applicant', 'returned', false, { conflicts: [MANUFACTURER] }, {}],
  ['reads what became of it', 'applicant', 'refused', false, { conflicts: [MANUFACTURER] }, {}],
])(
  'of somebody who %s: as %s of a case that is %s barred is %s',
  (...[, role, stage, barred, actor, more]) => {
    expect(isBarred(rita({ ...actor, roles: [role] }), role, standing(stage, more))).toBe(barred);
  },
);

test('whoever may take the step of the role is never barred from it', () => {
  const aside: readonly CaseAct[] = ['requestInformation', 'askAsLaboratory', 'dismiss'];
  for (const act of (Object.keys(MAY) as CaseAct[]).filter((one) => !aside.includes(one)))
    for (const stage of MAY[act].in) {
      const { role } = MAY[act];
      const held = typeof role === 'string' ? role : role[stage];
      if (held === undefined) continue;
      const actor = rita({ roles: [held] });
      const own = held === 'applicant' ? { applicant: OFFICE } : {};
      if (may(act, actor, standing(stage, own)).ok)
        expect([act, stage, isBarred(actor, held, standing(stage, own))]).toEqual([act, stage, false]);
    }
});
