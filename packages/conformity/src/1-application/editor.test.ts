import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import { editionRef } from '@assay/vocabulary/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import * as small from '../../test/small-world.ts';
import { catalogueOf } from '../0-programme/catalogue.ts';
import { answered, standingAt, type DraftAnswer } from './answer.ts';
import { dossierOf, emptyDraft, provisional } from './draft.ts';
import { editorOf, type Editor, type Section } from './editor.ts';
import { openQuestions } from './interview.ts';

const TABLE = '7-UpdMech';
const STANDARD = small.standard(
  [
    small.provision('1-1'),
    small.provision('1-2', { conditions: ['c1'], assessedPer: TABLE }),
    small.provision('1-3', { scope: 'each-component' }),
    small.provision('1-4', { conditions: ['c2'] }),
  ],
  [small.condition('c1', { fact: 'f' }), small.condition('c2', { fact: 'g' })],
);
const SCHEME = small.scheme([small.group(1, ['1-1', '1-2', '1-3']), small.group(2, ['1-4'])], {
  declarations: [
    { id: 'c1', version: '1', text: 'declaration.c1', source: 'Sandbox', confidence: 'sure' },
    { id: 'c2', version: '2', text: 'declaration.c2', source: 'Sandbox', confidence: 'sure' },
  ],
  disclosures: [
    { field: 'updates', required: true, label: 'disclosure.updates', source: 'Sandbox', confidence: 'sure' },
  ],
});
const CATALOGUE = catalogueOf({
  facts: { facts: ['f', 'g'].map(small.yesNoFact) },
  standards: [STANDARD],
  schemes: [SCHEME],
});
const BEGUN: DossierDraft = { ...emptyDraft('lamp'), schemes: [editionRef(SCHEME.id, SCHEME.edition)] };
const { product, components, contacts, supportPeriod } = small.dossier();

const edited = (draft: DossierDraft, level = 1): Editor =>
  editorOf({ draft, scheme: SCHEME, level, catalogue: CATALOGUE, asOf: small.TODAY });
const state = (editor: Editor, section: Section) =>
  editor.sections.find((one) => one.section === section)?.state;

function after(answers: readonly DraftAnswer[], begun = BEGUN): DossierDraft {
  return answers.reduce((draft, answer) => {
    const next = answered(draft, answer, CATALOGUE);
    if (!next.ok) throw new Error(JSON.stringify(next.refusal));
    return next.value;
  }, begun);
}

const signed = (declaration: string, version: string): DraftAnswer => ({
  ask: 'declaration',
  declaration: { declaration, version, signer: 'Ada', capacity: 'Owner', signedAt: small.NOW },
});
const row = (id: string) => ({ id, fields: { description: `Row ${id}` } });
/** One answer to everything; none of them builds on another. */
const ALL: readonly DraftAnswer[] = [
  ...(['name', 'brand', 'manufacturer', 'models', 'gtins', 'category'] as const).map(
    (member): DraftAnswer => ({ ask: 'product', member, value: product[member] }),
  ),
  { ask: 'product', member: 'hardwareVersions', value: product.hardwareVersions },
  { ask: 'product', member: 'firmwareVersions', value: product.firmwareVersions },
  { ask: 'components', components },
  { ask: 'fact', fact: 'f', value: 'yes' },
  { ask: 'fact', fact: 'g', value: 'no' },
  ...['1-1', '1-2', '1-3'].map((id): DraftAnswer => ({ ask: 'statement', statement: small.says(id, 'yes') })),
  { ask: 'ixit', table: TABLE, rows: [row('B'), row('A')] },
  { ask: 'ixit', table: '1-AuthMech', rows: [row('C')] },
  {
    ask: 'disclosure',
    field: 'updates',
    disclosures: { updates: { automatic: 'yes', how: { says: 'So.' } } },
  },
  { ask: 'support-period', supportPeriod },
  { ask: 'contact', security: contacts.security },
  { ask: 'evidence', evidence: { ...small.shows(['1-1', '1-2']), id: 'e1' } },
  { ask: 'evidence', evidence: { ...small.shows(['1-3']), id: 'e2' } },
  signed('c1', '1'),
  signed('c2', '2'),
];

describe('a draft', () => {
  test('is the same dossier and the same picture in whichever order its answers came, and however often', () => {
    const straight = after(ALL);
    const orders = fc.shuffledSubarray([...ALL], { minLength: ALL.length, maxLength: ALL.length });
    fc.assert(
      fc.property(orders, fc.subarray([...ALL]), (order, again) => {
        const draft = after([...order, ...again]);
        expect(JSON.stringify(provisional(draft))).toBe(JSON.stringify(provisional(straight)));
        expect(JSON.stringify(edited(draft))).toBe(JSON.stringify(edited(straight)));
      }),
      { numRuns: 40 },
    );
  });

  test('that was kept and read again is the same, whatever became of the order of its members', () => {
    const straight = after(ALL);
    const kept = parseDraft(JSON.parse(JSON.stringify(reversed(straight))));
    expect(provisional(kept)).toEqual(provisional(straight));
    expect(edited(kept)).toEqual(edited(straight));
  });

  test('with every answer is a dossier that intake would send back for nothing', () => {
    const draft = after(ALL);
    const editor = edited(draft);
    expect(dossierOf(draft).ok).toBe(true);
    expect(editor.missing).toEqual([]);
    expect(editor.evaluation.level.declared).toBe(2);
    expect(editor.sections.map(({ state: is }) => is)).toEqual(Array.from({ length: 9 }, () => 'done'));
  });

  test('can be taken back answer by answer', () => {
    const draft = after([
      ...ALL,
      { ask: 'take-out', from: 'evidence', id: 'e2' },
      { ask: 'take-out', from: 'declarations', id: 'c2@2' },
      { ask: 'take-out', from: 'statements', id: small.ref('1-3') },
      { ask: 'ixit', table: '1-AuthMech', rows: [] },
    ]);
    expect(draft.evidence.map(({ id }) => id)).toEqual(['e1']);
    expect(draft.declarations.map(({ declaration }) => declaration)).toEqual(['c1']);
    expect(draft.ixit.map(({ table }) => table)).toEqual([TABLE]);
    expect(state(edited(draft), 'declarations')).toBe('begun');
    expect(edited(draft).missing.map(({ code }) => code)).toEqual(['declaration-missing']);
  });

  test('says what stands at the place of each answer, so that a form knows what it saw', () => {
    const draft = after(ALL);
    for (const answer of ALL) {
      expect(standingAt(draft, answer)).toBeDefined();
      if (!['disclosure', 'components', 'contact'].includes(answer.ask))
        expect(standingAt(BEGUN, answer)).toBeUndefined();
    }
  });
});

describe('what is asked', () => {
  test('is what the level asks: a question on which only a higher level turns is not asked', () => {
    const asked = (level: number) => edited(BEGUN, level).facts.map(({ fact }) => fact.id);
    expect(asked(1)).toEqual(['f']);
    expect(asked(2).toSorted()).toEqual(['f', 'g']);
    expect(openQuestions(BEGUN, CATALOGUE, small.TODAY, 1)).not.toContainEqual(
      expect.objectContaining({ ask: 'fact', fact: 'g' }),
    );
  });

  test('leaves out a requirement that does not apply, and names tables and parts of those that do', () => {
    const no = after([{ ask: 'fact', fact: 'f', value: 'no' }]);
    expect(edited(no).requirements.map(({ ref }) => ref)).toEqual([small.ref('1-1'), small.ref('1-3')]);
    const [, second, third] = edited(after(ALL)).requirements;
    expect(second).toMatchObject({ tables: [TABLE], parts: ['B', 'A'], evidence: ['e1'] });
    expect(third?.parts).toEqual(components.length < 2 ? [] : components.map(({ id }) => id));
  });

  test('waits for the facts on which it turns', () => {
    expect(state(edited(BEGUN), 'statements')).toBe('waits');
    const settled = after([{ ask: 'fact', fact: 'f', value: 'yes' }]);
    expect(state(edited(settled), 'statements')).toBe('open');
    expect(state(edited(settled), 'evidence')).toBe('waits');
  });
});

/** The same with the members of every object the other way round, as a store may hand them back. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

function parseDraft(value: unknown): DossierDraft {
  return value as DossierDraft;
}
