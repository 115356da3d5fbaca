import type { Condition } from '@assay/vocabulary/condition';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { RecognisedBody } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Catalogue } from '../../0-programme/catalogue.ts';
import { reason } from '../../reason.ts';
import { requirementsOf, type Profile, type Requirement } from '../requirement.ts';
import { judgeOf, type Judge } from './asked-facts.ts';
import { demandOf, keyOf, laid, type Layout } from './layout.ts';
import { categoriesOf } from './plan.ts';
import { shapeOf, type RecordShape } from './record.ts';

/** One condition and the provisions that do not apply where it is false. */
export type Applying = { readonly judge: Judge; readonly mask: Int32Array };

/** Requirements of one level and principle with one way of being met: a mask over the provisions, each at most once. */
export type Group = {
  readonly level: number;
  readonly principle: number;
  readonly declaredAt: number;
  readonly assessedAt: number;
  readonly mask: Int32Array;
};

/** What an edition asks of products of one category. */
export type Asked = { readonly applying: readonly Applying[]; readonly groups: readonly Group[] };

/** An edition in the form that judges encoded dossiers; `byCategory` follows the layout, the rest of the world first. */
export type CompiledEdition = {
  readonly shape: RecordShape;
  readonly ranks: readonly number[];
  readonly principles: readonly string[] | undefined;
  readonly byCategory: readonly Asked[];
};

/** Each thing that an edition asks and that was not settled when the dossiers were encoded; a guess is never made. */
export type NotEncoded = { readonly code: 'not-encoded'; readonly grounds: readonly Reason[] };

type Input = {
  readonly scheme: Profile;
  readonly catalogue: Catalogue;
  readonly layout: Layout;
  readonly asOf: CalendarDate;
  readonly bodies: readonly RecognisedBody[];
};

/** Compiles an edition for dossiers of a layout, or names everything that it asks and the layout cannot answer. */
export function compileEdition(input: Input): Result<CompiledEdition, NotEncoded> {
  const { scheme, catalogue, layout } = input;
  const shape = shapeOf(layout);
  const lacks = new Map<string, Reason>();
  const lack = (one: Reason) => lacks.set(JSON.stringify(one), one);
  otherTimes(input).forEach(lack);
  for (const category of categoriesOf(scheme))
    if (!layout.categories.includes(category)) lack(reason('category-not-encoded', { category }));
  const byCategory = ['', ...layout.categories].map((category) => {
    const requirements = requirementsOf(scheme, catalogue, category);
    return {
      applying: applyingTo(requirements, { layout, shape, lack }),
      groups: groupsOf(requirements, { scheme, layout, shape, lack }),
    };
  });
  if (lacks.size > 0) return refuse({ code: 'not-encoded', grounds: [...lacks.values()] });
  return ok({
    shape,
    ranks: scheme.levels.map(({ rank }) => rank),
    principles: scheme.principles?.map(({ id }) => id),
    byCategory,
  });
}

type Making = { readonly layout: Layout; readonly shape: RecordShape; readonly lack: (one: Reason) => void };

function otherTimes({ layout, asOf, bodies }: Input): readonly Reason[] {
  const inOrder = [...bodies].sort((one, other) => (one.id < other.id ? -1 : 1));
  const day =
    layout.asOf === asOf ? [] : [reason('encoded-for-another-day', { encoded: layout.asOf, asked: asOf })];
  return JSON.stringify(layout.bodies) === JSON.stringify(inOrder)
    ? day
    : [...day, reason('encoded-with-other-bodies')];
}

/** Every condition once, with the provisions that it governs. */
function applyingTo(
  requirements: readonly Requirement[],
  { layout, shape, lack }: Making,
): readonly Applying[] {
  const governed = new Map<string, { readonly expression: Condition; readonly mask: Int32Array }>();
  for (const { ref, applies } of requirements) {
    const slot = slotOf(ref, layout);
    if (slot < 0) continue;
    for (const { expression } of applies) {
      const key = JSON.stringify(expression);
      const known = governed.get(key) ?? { expression, mask: new Int32Array(shape.planeWords) };
      governed.set(key, known);
      setBit(known.mask, slot);
    }
  }
  return [...governed.values()].flatMap(({ expression, mask }) => {
    const judge = judgeOf(expression, { laid: layout.facts, shape });
    if (judge.ok) return [{ judge: judge.value, mask }];
    lack(judge.refusal);
    return [];
  });
}

function groupsOf(
  requirements: readonly Requirement[],
  { scheme, layout, shape, lack }: Making & { readonly scheme: Profile },
): readonly Group[] {
  const groups: Group[] = [];
  const principles = scheme.principles?.map(({ id }) => id) ?? [];
  for (const requirement of requirements) {
    const slot = slotOf(requirement.ref, layout);
    const demand = demandNumber(requirement, scheme, layout);
    lacksOf(requirement, { slot, demand, layout }).forEach(lack);
    if (slot < 0 || demand < 0) continue;
    const { level, justifiedNotApplicable: exempt } = requirement;
    const like = {
      level,
      principle: requirement.principle === undefined ? -1 : principles.indexOf(requirement.principle),
      declaredAt: shape.readingAt(exempt, 'declared'),
      assessedAt: shape.readingAt(exempt, demand),
    };
    // One that is asked twice alike is counted twice, in a group of its own.
    const group = groups.find((one) => isLike(one, like) && !hasBit(one.mask, slot));
    const mask = group?.mask ?? new Int32Array(shape.planeWords);
    if (!group) groups.push({ ...like, mask });
    setBit(mask, slot);
  }
  return groups.sort((one, other) => one.level - other.level);
}

type Placed = { readonly slot: number; readonly demand: number; readonly layout: Layout };

function lacksOf(requirement: Requirement, { slot, demand, layout }: Placed): readonly Reason[] {
  const { ref, method, maxAgeDays } = requirement;
  const lacks: Reason[] = [];
  if (slot < 0) lacks.push(reason('provision-not-encoded', { provision: ref }));
  else if (layout.provisions[slot]?.rests !== laid(requirement).rests)
    lacks.push(reason('provision-encoded-otherwise', { provision: ref }));
  if (demand < 0) lacks.push(reason('method-not-encoded', { method: method.id, days: maxAgeDays ?? 'none' }));
  return lacks;
}

function slotOf(ref: Requirement['ref'], { provisions }: Layout): number {
  return provisions.findIndex((one) => one.ref === ref);
}

function demandNumber(requirement: Requirement, { id }: Profile, { demands }: Layout): number {
  const wanted = keyOf(demandOf(requirement, id));
  return demands.findIndex((one) => keyOf(one) === wanted);
}

function isLike(one: Group, like: Omit<Group, 'mask'>): boolean {
  return (
    one.level === like.level &&
    one.principle === like.principle &&
    one.declaredAt === like.declaredAt &&
    one.assessedAt === like.assessedAt
  );
}

function setBit(mask: Int32Array, slot: number): void {
  const word = slot >> 5;
  mask[word] = (mask[word] ?? 0) | (1 << (slot & 31));
}

function hasBit(mask: Int32Array, slot: number): boolean {
  return (((mask[slot >> 5] ?? 0) >>> (slot & 31)) & 1) === 1;
}
