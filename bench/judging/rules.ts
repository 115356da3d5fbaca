/** The same rules for every peer: what is known about a product in a flat sheet, and one rule for each outcome of each provision. */
import type { Condition } from '@assay/vocabulary/condition';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { Counts } from '@assay/vocabulary/evaluation';
import { editionRef, provisionRef } from '@assay/vocabulary/ids';
import type { StandardEdition } from '@assay/vocabulary/standard';

/** A dossier as the peers get it: facts by id, and for each provision `s…` the word and `e…` whether it is shown. */
export type Sheet = Readonly<Record<string, string | boolean | number>>;

/** A test of one member of the sheet, put together by all, any and not. */
export type Test =
  | { readonly member: string; readonly equals: string | boolean }
  | { readonly all: readonly Test[] }
  | { readonly any: readonly Test[] }
  | { readonly not: Test };

export type Outcome = keyof Counts;
/** Of the rules of one provision at most one holds; where none does, there is no evidence. */
export type Rule = {
  readonly provision: number;
  readonly level: number;
  readonly outcome: Outcome;
  readonly test: Test;
};

/** What every peer answers. */
export type Answer = { readonly level: number; readonly counts: Counts };

/** Level 1 is what is mandatory, level 2 all of it: as `assay check --standard` asks, on the developer's own word. */
export function rulesOf(standard: StandardEdition): readonly Rule[] {
  const conditions = new Map(standard.conditions.map(({ id, expression }) => [id, expression]));
  return standard.provisions.flatMap((provision, number) => {
    const level = provision.modality === 'mandatory' ? 1 : 2;
    const asked = provision.conditions.flatMap((id) => conditions.get(id) ?? []);
    const yes = asked.map(isYes);
    const no: Test = { any: asked.map(isNo) };
    const said = (word: string): Test => ({ member: `s${number}`, equals: word });
    const rule = (outcome: Outcome, test: Test): Rule => ({ provision: number, level, outcome, test });
    return [
      rule('met', { all: [said('yes'), { member: `e${number}`, equals: true }, ...yes] }),
      rule('notMet', { all: [said('no'), ...yes] }),
      rule(level === 2 ? 'notApplicable' : 'inconclusive', { all: [said('not-applicable'), ...yes] }),
      ...(asked.length === 0
        ? []
        : [rule('notApplicable', no), rule('unanswered', { all: [{ not: no }, { not: { all: yes } }] })]),
    ];
  });
}

/** Three-valued conditions in two-valued words: a fact is known to be so, or known not to be. */
function isYes(condition: Condition): Test {
  if ('fact' in condition) return { member: condition.fact, equals: 'yes' };
  if ('not' in condition) return isNo(condition.not);
  if ('all' in condition) return { all: condition.all.map(isYes) };
  if ('any' in condition) return { any: condition.any.map(isYes) };
  throw new Error('the standard of the bench has conditions on yes-no facts alone');
}

function isNo(condition: Condition): Test {
  if ('fact' in condition) return { member: condition.fact, equals: 'no' };
  if ('not' in condition) return isYes(condition.not);
  if ('all' in condition) return { any: condition.all.map(isNo) };
  if ('any' in condition) return { all: condition.any.map(isNo) };
  throw new Error('the standard of the bench has conditions on yes-no facts alone');
}

/** Flattens a dossier beforehand; no peer is charged for it. */
export function sheetOf(standard: StandardEdition, dossier: Dossier): Sheet {
  const from = editionRef(standard.id, standard.edition);
  const words = new Map(dossier.statements.map(({ provision, supported }) => [provision, supported]));
  const shown = new Set(
    dossier.evidence.filter(({ effective }) => effective.to === undefined).flatMap(({ covers }) => covers),
  );
  return Object.fromEntries<string | boolean | number>([
    ...Object.entries(dossier.facts),
    ...standard.provisions.flatMap(({ id }, number): [string, string | boolean][] => [
      [`s${number}`, words.get(provisionRef(from, id)) ?? 'unsaid'],
      [`e${number}`, shown.has(provisionRef(from, id))],
    ]),
  ]);
}

/** Sums up which rules hold; `levels` are those of the provisions. */
export class Tally {
  readonly #levels: readonly number[];
  readonly #counts = { met: 0, notMet: 0, notApplicable: 0, noEvidence: 0, inconclusive: 0, unanswered: 0 };
  readonly #held: Uint8Array;

  constructor(levels: readonly number[]) {
    this.#levels = levels;
    this.#held = new Uint8Array(levels.length);
  }

  /** 1: something is known; 2: it lets a level be reached. */
  add({ provision, outcome }: Rule): void {
    this.#counts[outcome] += 1;
    this.#held[provision] = outcome === 'met' || outcome === 'notApplicable' ? 2 : 1;
  }

  answer(): Answer {
    let open = 3;
    for (let place = 0; place < this.#held.length; place += 1) {
      if (this.#held[place] === 0) this.#counts.noEvidence += 1;
      const level = this.#levels[place] ?? 1;
      if (this.#held[place] !== 2 && level < open) open = level;
    }
    return { level: open - 1, counts: this.#counts };
  }
}

/** The level of each provision. */
export function levelsOf(standard: StandardEdition): readonly number[] {
  return standard.provisions.map(({ modality }) => (modality === 'mandatory' ? 1 : 2));
}
