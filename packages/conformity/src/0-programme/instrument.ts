import type { Reason } from '@assay/vocabulary/evaluation';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { RecognitionEntry } from '@assay/vocabulary/recognition';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { reason } from '../reason.ts';
import type { Catalogue } from './catalogue.ts';
import type { SchemeLevel } from './equivalence.ts';

/** What a published arrangement does for a label on a day: a legal fact, whatever the technical verdict is. */
export type Instrument = {
  readonly arrangement: string;
  readonly entry: RecognitionEntry;
  readonly effect: RecognitionEntry['effect'] | 'not-recognised';
  /** The level that it counts as, however high the one that is held; `not-known`: no source says. */
  readonly cap: number | 'not-known';
  /** The conditions of the instrument that fail. */
  readonly failed: readonly Reason[];
  /** What the instrument turns on and nobody has been told: which category, say, or whether the label is still valid. */
  readonly open: readonly Reason[];
};

export type InstrumentQuestion = {
  readonly source: SchemeLevel;
  readonly target: SchemeEdition;
  readonly category: string | undefined;
  readonly asOf: CalendarDate;
};

/** Every published arrangement by which labels of one scheme count in another, held against one label and one day. */
export function instrumentsFor(
  { recognitions }: Pick<Catalogue, 'recognitions'>,
  question: InstrumentQuestion,
): readonly Instrument[] {
  return recognitions.flatMap(({ arrangement, entries }) =>
    entries.flatMap((entry): readonly Instrument[] => {
      const { from, to } = entry;
      if ('outside' in from || 'outside' in to) return [];
      if (from.scheme !== question.source.scheme.id || to.scheme !== question.target.id) return [];
      const failed = [
        ...onTheDay(entry, question.asOf),
        ...pins(from, to, question),
        ...product(entry, question),
      ];
      const effect = failed.length > 0 ? 'not-recognised' : entry.effect;
      return [{ arrangement, entry, effect, cap: to.cap, failed, open: openIn(entry, question) }];
    }),
  );
}

function onTheDay({ inForce, suspensions }: RecognitionEntry, day: CalendarDate): readonly Reason[] {
  if (day < inForce.from) return [reason('instrument-not-yet', { from: inForce.from })];
  if (inForce.to !== undefined && day >= inForce.to)
    return [reason('instrument-ended', { until: inForce.to })];
  const pause = suspensions.find(({ from, to }) => from <= day && (to === undefined || day < to));
  return pause ? [reason('instrument-suspended', { from: pause.from })] : [];
}

type Label = Exclude<RecognitionEntry['from'], { readonly outside: unknown }>;
type RecognisedAs = Exclude<RecognitionEntry['to'], { readonly outside: unknown }>;

function pins(from: Label, to: RecognisedAs, { source, target }: InstrumentQuestion): readonly Reason[] {
  const sides = [
    { editions: from.editions, scheme: source.scheme },
    { editions: to.editions, scheme: target },
  ];
  const other = sides.filter(
    ({ editions, scheme }) => editions !== 'any' && !editions.includes(scheme.edition),
  );
  const levels =
    typeof from.levels === 'string' || from.levels.includes(source.level)
      ? []
      : [reason('instrument-other-level', { level: source.level, takes: from.levels.join(', ') })];
  return [
    ...other.map(({ editions, scheme }) =>
      reason('instrument-other-edition', {
        ...{ scheme: scheme.id, edition: scheme.edition },
        pinned: editions === 'any' ? editions : editions.join(', '),
      }),
    ),
    ...levels,
  ];
}

function product({ categories }: RecognitionEntry, { category }: InstrumentQuestion): readonly Reason[] {
  if (category === undefined || categories === 'any') return [];
  const taken =
    'only' in categories ? categories.only.includes(category) : !categories.except.includes(category);
  return taken ? [] : [reason('instrument-other-category', { category })];
}

function openIn(entry: RecognitionEntry, { category, target }: InstrumentQuestion): readonly Reason[] {
  const { categories, from, sourceLabel, conditions } = entry;
  const listed = category === undefined && categories !== 'any';
  return [
    ...(listed && 'only' in categories
      ? [reason('instrument-only-categories', { categories: categories.only.join(', ') })]
      : []),
    ...(listed && 'except' in categories
      ? [reason('instrument-except-categories', { categories: categories.except.join(', ') })]
      : []),
    ...('levels' in from && from.levels === 'not-known' ? [reason('instrument-levels-not-known')] : []),
    sourceLabel === 'must-be-live' ? reason('label-must-be-live') : reason('label-live-not-known'),
    ...conditions.map(({ rule }) => reason('instrument-condition', { rule })),
    ...(target.status === 'open' ? [] : [reason('target-gives-no-labels', { status: target.status })]),
  ];
}
