import { expect, test } from 'vitest';

import { PEOPLE, played, RULES, SIGNED } from '../../test/sandbox-case.ts';
import { digest, dossier, instant, NOW } from '../../test/small-world.ts';
import { caseOf, NO_CASE } from '../case.ts';
import { missingFrom } from './completeness.ts';
import { signDeclarations, undeclared } from './declare.ts';
import { contradictions, eligibilityOf, eligibilityQuestions } from './eligibility.ts';

const submitted = played(NO_CASE, ['submit', 'applicant']);
const sign = (...declarations: (typeof SIGNED)[]) =>
  signDeclarations(submitted, {
    ...{ by: PEOPLE.applicant, at: NOW, because: 'rehearsed', scheme: RULES },
    declarations,
  });

test('a declaration is one that the scheme asks for, in the version that it asks, and signed already', () => {
  expect(sign(SIGNED)).toMatchObject({ value: [{ type: 'DeclarationsSigned', declarations: [SIGNED] }] });
  expect(sign()).toMatchObject({ refusal: { code: 'nothing-declared' } });
  expect(sign({ ...SIGNED, declaration: 'beauty' })).toMatchObject({
    refusal: { code: 'declaration-unknown', declaration: 'beauty' },
  });
  expect(sign({ ...SIGNED, version: '1' })).toMatchObject({
    refusal: { code: 'declaration-of-another-version', signed: '1', version: '2' },
  });
  const later = instant('2026-11-21T12:00:01Z');
  expect(sign({ ...SIGNED, signedAt: later })).toMatchObject({
    refusal: { code: 'declaration-signed-later', signedAt: later },
  });
});

test('a declaration of an earlier version has to be signed anew, and what was signed anew counts', () => {
  const old = { ...SIGNED, version: '1' };
  expect(undeclared(RULES, [old])).toMatchObject([
    { code: 'declaration-outdated', facts: { declaration: 'truth', version: '2', signed: '1' } },
  ]);
  expect(undeclared(RULES, [])).toMatchObject([{ code: 'declaration-missing' }]);
  expect(undeclared(RULES, [old, SIGNED])).toEqual([]);
  const state = played(submitted, ['signDeclarations', 'applicant']);
  expect(state.stage === 'none' ? [] : missingFrom(RULES, dossier(), state.declarations)).toEqual([]);
});

test('an application that an earlier release kept is read as it was', () => {
  const state = caseOf([
    {
      ...{ type: 'ApplicationSubmitted', at: NOW, by: PEOPLE.applicant.id, because: 'rehearsed' },
      ...{ case: submitted.stage === 'none' ? undefined : submitted.id },
      ...{ scheme: 'sandbox-scheme@1', level: 1, dossier: digest('a'), product: 'Sandbox Lamp' },
      ...{ manufacturer: 'Sandbox Works', sandbox: true, declarations: [], reports: [] },
    } as unknown as Parameters<typeof caseOf>[0][number],
    { type: 'ApplicationReturned', at: NOW, by: PEOPLE.intake.id, because: 'rehearsed', missing: [] },
    {
      ...{ type: 'ApplicationResubmitted', at: NOW, by: PEOPLE.applicant.id, because: 'rehearsed' },
      dossier: digest('b'),
    },
  ]);
  expect(state).toMatchObject({
    ...{ stage: 'submitted', product: 'Sandbox Lamp', manufacturer: 'Sandbox Works', dossier: digest('b') },
    ...{ codes: undefined, eligibility: [], priorDenials: undefined, threads: [], assigned: undefined },
  });
});

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
const asking = {
  scope: {
    ...RULES.scope,
    inclusion: [{ id: 'in', when: { fact: 'f' }, ...sourced }],
    exclusions: [{ id: 'out', when: { any: [{ fact: 'g' }, { fact: 'f' }] }, ...sourced }],
  },
};

test('the questions of scope are answered one by one, or by the dossier, each with its time', () => {
  expect(eligibilityQuestions(asking)).toEqual(['f', 'g']);
  const product = dossier({ facts: { f: 'yes', g: 'no' } });
  const earlier = instant('2026-11-20T12:00:00Z');
  const given = [{ question: 'g', answer: 'no', at: earlier }];
  expect(eligibilityOf(asking, product, { given, at: NOW })).toEqual({
    ok: true,
    value: [
      { question: 'f', answer: 'yes', at: NOW },
      { question: 'g', answer: 'no', at: earlier },
    ],
  });
  expect(eligibilityOf(asking, dossier(), { given: [], at: NOW })).toEqual({ ok: true, value: [] });
});

test('an answer that nobody asked for, that comes twice or from the future is refused', () => {
  const answer = { question: 'g', answer: 'no', at: NOW };
  const code = (...given: (typeof answer)[]) => {
    const outcome = eligibilityOf(asking, dossier(), { given, at: NOW });
    return outcome.ok ? 'ok' : outcome.refusal.code;
  };
  expect(code({ ...answer, question: 'h' })).toBe('eligibility-not-asked');
  expect(code(answer, answer)).toBe('eligibility-answered-twice');
  expect(code({ ...answer, at: instant('2026-11-21T12:00:01Z') })).toBe('eligibility-answered-later');
  expect(code(answer)).toBe('ok');
});

test('an answer that the dossier contradicts is told with both', () => {
  const answers = [{ question: 'f', answer: 'yes', at: NOW }];
  expect(contradictions(answers, dossier({ facts: { f: 'no' } }))).toMatchObject([
    { code: 'eligibility-contradicted', facts: { fact: 'f', answer: 'yes', dossier: 'no' } },
  ]);
  expect(contradictions(answers, dossier({ facts: { f: 'yes' } }))).toEqual([]);
  expect(contradictions(answers, dossier())).toEqual([]);
});
