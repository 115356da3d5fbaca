import type { FactAnswer, Statement } from '@assay/vocabulary/dossier';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import { editionRef } from '@assay/vocabulary/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FACTS, worlds } from '../../test/arbitrary-world.ts';
import * as small from '../../test/small-world.ts';
import { catalogueOf, type Catalogue } from '../0-programme/catalogue.ts';
import { evaluate } from '../2-evaluation/evaluate.ts';
import { answered, putOff, takeUpAgain, type DraftAnswer } from './answer.ts';
import { dossierOf, draftOf, emptyDraft, provisional } from './draft.ts';
import { keyOf, nextQuestion, openQuestions, type DraftQuestion } from './interview.ts';
import { inScope } from './scope.ts';

/** What a maker would say to each question, whenever it is asked. */
type Maker = {
  readonly facts: Readonly<Record<string, FactAnswer>>;
  readonly statements: Statement['supported'];
  /** Keys of questions that the maker puts off. */
  readonly later: readonly string[];
};
const said = fc.constantFrom<FactAnswer>('yes', 'no', 'unknown');
const makers: fc.Arbitrary<Maker> = fc.record({
  facts: fc.record(Object.fromEntries(FACTS.map((id) => [id, said]))),
  statements: fc.constantFrom<Statement['supported']>('yes', 'no', 'not-applicable'),
  later: fc.subarray(['product/brand', 'contact', 'fact/g']),
});

type Place = { readonly catalogue: Catalogue; readonly ref: DossierDraft['schemes'][number] };
/** A world's standards with a scheme whose scope may turn on a fact. */
const places: fc.Arbitrary<Place> = fc.tuple(worlds, fc.boolean()).map(([world, scoped]) => {
  const inclusion = [{ id: 'in', when: { fact: 'h' }, source: 'Sandbox', confidence: 'sure' as const }];
  const scheme = scoped ? { ...world.scheme, scope: { ...world.scheme.scope, inclusion } } : world.scheme;
  const catalogue = catalogueOf({
    facts: { facts: FACTS.map(small.yesNoFact) },
    standards: [...world.catalogue.standards.values()],
    schemes: [scheme],
  });
  return { catalogue, ref: editionRef(scheme.id, scheme.edition) };
});

function answerOf(question: DraftQuestion, maker: Maker, { ref }: Place): DraftAnswer | 'later' {
  if (maker.later.includes(keyOf(question))) return 'later';
  const { product, components, contacts, supportPeriod } = small.dossier();
  switch (question.ask) {
    case 'schemes':
      return { ask: 'schemes', schemes: [ref] };
    case 'product':
      return { ask: 'product', member: question.member, value: product[question.member] };
    case 'components':
      return { ask: 'components', components };
    case 'fact':
      return { ask: 'fact', fact: question.fact, value: maker.facts[question.fact] ?? 'unknown' };
    case 'statement': {
      const { provision } = question;
      return {
        ask: 'statement',
        statement: { provision, supported: maker.statements, reason: 'As we say.' },
      };
    }
    case 'support-period':
      return { ask: 'support-period', supportPeriod };
    case 'contact':
      return { ask: 'contact', security: contacts.security };
    case 'evidence':
      return { ask: 'evidence', evidence: { ...small.shows(['1-1']), covers: [...question.shows] } };
    case 'disclosure':
    case 'declaration':
      return 'later';
  }
}

function step(draft: DossierDraft, question: DraftQuestion, maker: Maker, place: Place): DossierDraft {
  const answer = answerOf(question, maker, place);
  if (answer === 'later') return putOff(draft, question);
  const next = answered(draft, answer, place.catalogue);
  if (!next.ok) throw new Error(JSON.stringify(next.refusal));
  return next.value;
}

/** The whole interview: every draft on the way, with the question asked of it. */
function asked(place: Place, maker: Maker, pick = (open: readonly DraftQuestion[]) => open[0]) {
  const steps: { readonly draft: DossierDraft; readonly question: DraftQuestion }[] = [];
  let draft = emptyDraft('sandbox-lamp');
  for (let count = 0; count < 200; count += 1) {
    const isOpen = (one: DraftQuestion) => !draft.skipped.includes(keyOf(one));
    const open = openQuestions(draft, place.catalogue, small.TODAY).filter(isOpen);
    const question = pick(open);
    if (!question) return { draft, steps };
    steps.push({ draft, question });
    draft = step(draft, question, maker, place);
  }
  throw new Error('the interview does not end');
}

function outcomes(draft: DossierDraft, { catalogue, ref }: Place): string {
  const scheme = catalogue.schemes.get(ref);
  const dossier = provisional(draft);
  if (!scheme || !inScope(scheme, dossier).ok) return 'not taken';
  const level = Math.max(...scheme.levels.map(({ rank }) => rank));
  const submission = { dossier, reports: [] };
  const found = evaluate({ scheme, catalogue, submission, bodies: [], asked: level, asOf: small.TODAY });
  return JSON.stringify([
    scopeFacts(draft, { catalogue, ref }),
    found.findings.map(({ outcome }) => outcome),
  ]);
}

function scopeFacts(draft: DossierDraft, { catalogue, ref }: Place): readonly string[] {
  const scheme = catalogue.schemes.get(ref);
  const scope = scheme && inScope(scheme, provisional(draft));
  return scope?.ok === true ? scope.value.ask : [];
}

describe('the interview', () => {
  test('never asks for a fact on which no outcome of the chosen schemes turns any more', () => {
    fc.assert(
      fc.property(places, makers, (place, maker) => {
        for (const { draft, question } of asked(place, maker).steps) {
          if (question.ask !== 'fact') continue;
          const others = FACTS.filter((id) => id !== question.fact && !Object.hasOwn(draft.facts, id));
          const turns = combinations(others).some((rest) => {
            const seen = [{}, { [question.fact]: 'yes' }, { [question.fact]: 'no' }].map((own) =>
              outcomes({ ...draft, facts: { ...draft.facts, ...rest, ...own } }, place),
            );
            return new Set(seen).size > 1;
          });
          expect(turns).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('leaves nothing unanswered but what the maker does not know or puts off', () => {
    fc.assert(
      fc.property(places, makers, (place, maker) => {
        const { draft } = asked(place, { ...maker, later: [] });
        const unknown = FACTS.some((id) => draft.facts[id] === 'unknown');
        if (!unknown) expect(outcomes(draft, place)).not.toContain('unanswered');
        expect(nextQuestion(draft, place.catalogue, small.TODAY)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test('ends in the same dossier in whichever order the same answers come', () => {
    fc.assert(
      fc.property(places, makers, fc.infiniteStream(fc.nat(50)), (place, maker, stream) => {
        const straight = asked(place, maker);
        const answers = straight.steps.map(({ question }) => question);
        const shuffled = [...answers].sort(() => ((stream.next().value ?? 0) % 2 === 0 ? 1 : -1));
        const other = shuffled.reduce(
          (draft, question) => step(draft, question, maker, place),
          emptyDraft('sandbox-lamp'),
        );
        expect(JSON.stringify(provisional(other))).toBe(JSON.stringify(provisional(straight.draft)));
        expect(other.skipped).toEqual(straight.draft.skipped);
      }),
      { numRuns: 60 },
    );
  });

  test('asks again for what was put off only when it is taken up again', () => {
    fc.assert(
      fc.property(places, makers, (place, maker) => {
        const { draft } = asked(place, maker);
        const open = openQuestions(draft, place.catalogue, small.TODAY);
        expect(open.every((question) => draft.skipped.includes(keyOf(question)))).toBe(true);
        const again = nextQuestion(takeUpAgain(draft), place.catalogue, small.TODAY);
        expect(again !== undefined).toBe(open.length > 0);
      }),
      { numRuns: 50 },
    );
  });
});

/** Every way to leave open or answer some facts. */
function combinations(facts: readonly string[]): readonly Readonly<Record<string, FactAnswer>>[] {
  return facts.reduce<readonly Readonly<Record<string, FactAnswer>>[]>(
    (all, id) => all.flatMap((one) => [one, { ...one, [id]: 'yes' }, { ...one, [id]: 'no' }]),
    [{}],
  );
}

const WORLD = small.world({
  provisions: [
    small.provision('1-1', { conditions: ['c1'] }),
    small.provision('1-2', { conditions: ['c1'] }),
    small.provision('1-3', { conditions: ['c2'] }),
  ],
  conditions: [
    small.condition('c1', { all: [{ fact: 'f' }, { fact: 'g' }] }),
    small.condition('c2', { fact: 'h' }),
  ],
});
const PLACE = { catalogue: WORLD.catalogue, ref: editionRef(WORLD.scheme.id, WORLD.scheme.edition) };
const NAMED = { ...draftOf(small.dossier()), schemes: [PLACE.ref] };
const open = (draft: DossierDraft) => openQuestions(draft, PLACE.catalogue, small.TODAY).map(keyOf);

describe('what is asked next', () => {
  test('is which schemes, before all else', () => {
    expect(openQuestions(emptyDraft('a'), PLACE.catalogue, small.TODAY)).toEqual([{ ask: 'schemes' }]);
  });

  test('is the fact on which most requirements turn', () => {
    expect(open(NAMED)).toEqual(['fact/f', 'fact/g', 'fact/h']);
  });

  test('is not a fact that another has made idle', () => {
    expect(open({ ...NAMED, facts: { f: 'no' } })).toEqual(['fact/h']);
  });

  test('is a statement only for provisions that apply and of which nothing is said', () => {
    const facts = { f: 'no', h: 'yes' } as const;
    expect(open({ ...NAMED, facts })).toEqual(['statement/sandbox-standard@1#1-3']);
    expect(open({ ...NAMED, facts, statements: [small.says('1-3', 'no')] })).toEqual([]);
    expect(open({ ...NAMED, facts, statements: [small.says('1-3', 'yes')] })).toEqual(['evidence']);
  });

  test('is nothing about a scheme that does not take the product', () => {
    const excludedCategories = [{ category: 'lighting', source: 'Sandbox', confidence: 'sure' as const }];
    const scheme = { ...WORLD.scheme, scope: { ...WORLD.scheme.scope, excludedCategories } };
    const catalogue = { ...PLACE.catalogue, schemes: new Map([[PLACE.ref, scheme]]) };
    expect(openQuestions(NAMED, catalogue, small.TODAY)).toEqual([]);
  });
});

describe('a draft', () => {
  test('becomes a dossier when every member that a dossier has is answered, and names those that are not', () => {
    expect(dossierOf(NAMED)).toMatchObject({ ok: true, value: { dossier: 'sandbox-lamp' } });
    expect(dossierOf({ ...NAMED, contacts: {}, components: [] })).toEqual({
      ok: false,
      refusal: { code: 'draft-incomplete', members: ['/components', '/contacts/security'] },
    });
  });

  test('made of a dossier asks again for what it says is not stated', () => {
    const { product } = small.dossier();
    const draft = draftOf(
      small.dossier({ product: { ...product, brand: 'not stated', models: ['not stated'] } }),
    );
    expect(open({ ...draft, schemes: [PLACE.ref] }).slice(0, 2)).toEqual(['product/brand', 'product/models']);
  });

  test.each<[string, DraftAnswer]>([
    ['a fact that is none', { ask: 'fact', fact: 'nothing_known', value: 'yes' }],
    ['an answer that does not fit the fact', { ask: 'fact', fact: 'f', value: 7 }],
    ['a name that is blank', { ask: 'product', member: 'name', value: ' ' }],
    ['a bar code that is none', { ask: 'product', member: 'gtins', value: ['123'] }],
    ['no models', { ask: 'product', member: 'models', value: [] }],
  ])('does not take %s', (_, answer) => {
    expect(answered(NAMED, answer, PLACE.catalogue).ok).toBe(false);
  });
});
