import type { DimensionResult, Equivalence, Verdict } from '@assay/conformity/0-programme/equivalence';
import type { Dimension, EquivalenceGap } from '@assay/conformity/0-programme/equivalence-gap';
import type { Instrument } from '@assay/conformity/0-programme/instrument';
import type { Difference } from '@assay/conformity/0-programme/agreement';
import type { Direction, LabelsAnswer } from '@assay/office/0-programme/compare-labels';
import type { Words } from '@assay/office/words';
import type { Reason } from '@assay/vocabulary/evaluation';

import type { Io } from './io.ts';
import { table, wrap, type Cell } from './table.ts';

export const VERDICT: Readonly<Record<Verdict, string>> = {
  equivalent: 'EQUIVALENT',
  'with-conditions': 'WITH CONDITIONS',
  not: 'NOT EQUIVALENT',
};

export const DIFFERS: Readonly<Record<Difference, string>> = {
  'not-recognised': 'the comparison does not support it',
  conditions: 'the instrument asks for nothing, the comparison finds conditions',
  'higher-level': 'the comparison would recognise a higher level than the cap',
  'lower-source': 'a lower level of the source would do by the comparison',
};

/** Each pair: the dimensions of both directions side by side, then for each its conditions and what has been published. */
export function labelsTable(answer: LabelsAnswer, words: Words, io: Io): string {
  const pairs = answer.pairs.flatMap(({ there, back }) => [
    table(sideBySide(there.technical, back.technical, io), io.width),
    ...[there, back].flatMap((one) => ['', ...directionLines(one, words, io)]),
    '',
  ]);
  return [...pairs, PROPOSAL, `Inputs ${answer.inputs.digest}`].join('\n');
}

const PROPOSAL =
  'A verdict here is a technical proposal. Recognition is decided by the parties, who may decide otherwise.';

function sideBySide(there: Equivalence, back: Equivalence, io: Io): readonly (readonly Cell[])[] {
  const both = [there, back];
  return [
    ['', ...both.map((one): Cell => ({ text: arrow(one), dress: io.style.bold }))],
    [
      'verdict',
      ...both.map(({ verdict }): Cell => ({ text: VERDICT[verdict], dress: dressOf(verdict, io) })),
    ],
    ['confidence', ...both.map(({ confidence }) => confidence)],
    ['recognised', ...both.map(recognisedLevel)],
    ...there.dimensions.map((one, index) => [
      one.dimension,
      ...[one, back.dimensions[index] ?? one].map((found, side) => said(found, both[side] ?? there)),
    ]),
    ['would end', ...both.map(ends)],
  ];
}

export function dressOf(verdict: Verdict, { style }: Io): (text: string) => string {
  return verdict === 'equivalent' ? style.good : verdict === 'not' ? style.bad : style.open;
}

function arrow({ source, target }: Equivalence): string {
  return `${labelOf(source)} -> ${labelOf(target)}`;
}

export function labelOf({ scheme, level }: Equivalence['source']): string {
  return `${scheme}:${String(level)}`;
}

function recognisedLevel({ recognised, source }: Equivalence): string {
  if (recognised.level === 0) return 'no level';
  const from = recognised.from < source.level ? `, from level ${String(recognised.from)} on` : '';
  return `level ${String(recognised.level)}${from}`;
}

function said({ dimension, gaps, blocking, confidence }: DimensionResult, { counts }: Equivalence): string {
  const found =
    dimension === 'coverage'
      ? extents(counts)
      : gaps === 0
        ? 'no gap'
        : `${String(gaps)} ${gaps === 1 ? 'gap' : 'gaps'}`;
  const stops = blocking > 0 ? `, ${String(blocking)} blocking` : '';
  return `${found}${stops} (${confidence})`;
}

function extents(counts: Equivalence['counts']): string {
  const rest = [
    { count: counts['where-it-applies'], how: 'where it applies' },
    { count: counts.part, how: 'in part' },
    { count: counts.none, how: 'not' },
  ].filter(({ count }) => count > 0);
  const whole = `${String(counts.whole)} of ${String(counts.asked)} whole`;
  return [whole, ...rest.map(({ count, how }) => `${String(count)} ${how}`)].join(', ');
}

function ends({ ends: { withSupport, months } }: Equivalence): string {
  const first = [
    'with the source label',
    ...(withSupport ? ['with support'] : []),
    ...(months === undefined
      ? []
      : [months === 'unset' ? 'after a term not set' : `after ${String(months)} months`]),
  ];
  return `${first.join(', ')}${first.length > 1 ? ', whichever is first' : ''}`;
}

/** Groups of gaps shown to a person at once; JSON and Markdown have every gap. */
const GROUPS = 12;

function directionLines(direction: Direction, words: Words, io: Io): readonly string[] {
  const { technical } = direction;
  const groups = alike(blockingFirst(technical.gaps));
  const rows = groups.slice(0, GROUPS).map((group) => groupRow(group, words, io));
  const more = groups.length - rows.length;
  return [
    io.style.bold(arrow(technical)),
    ...(rows.length > 0 ? [table(rows, io.width)] : ['No gaps.']),
    ...(more > 0 ? [`and ${String(more)} more: --format md or json lists them.`] : []),
    ...publishedLines(direction, words).flatMap((line) => wrap(line, io.width)),
  ];
}

/** Gaps that say the same of several requirements. */
function alike(gaps: readonly EquivalenceGap[]): readonly (readonly EquivalenceGap[])[] {
  const key = ({ severity, kind, remedy, requirement, because, confidence }: EquivalenceGap) => {
    const { by, ...facts } = because.facts;
    const named = [requirement?.split('#')[0], because.code, facts, because.because, by === undefined];
    return JSON.stringify([severity, kind, remedy, confidence, named]);
  };
  return [...Map.groupBy(gaps, key).values()];
}

function groupRow(group: readonly EquivalenceGap[], words: Words, io: Io): readonly Cell[] {
  const [first] = group;
  if (!first) return [];
  const { severity, kind, requirement, because } = first;
  const ids = group.map((gap) => gap.requirement?.split('#')[1] ?? '');
  const by = group.map((gap) => gap.because.facts['by']).filter((one) => one !== undefined);
  const facts = by.length > 0 ? { ...because.facts, by: inShort(by.map(String)) } : because.facts;
  const whole = {
    ...first,
    because: { ...because, facts },
    testCases: group.flatMap((gap) => gap.testCases),
  };
  return [
    severity === 'blocking' ? { text: 'BLOCKS', dress: io.style.bad } : 'condition',
    kind,
    requirement?.split('#')[0] ?? 'the scheme',
    `${requirement ? `${ids.join(', ')}: ` : ''}${gapSaid(whole, words)}${closing(whole)}`,
  ];
}

function inShort(names: readonly string[]): string {
  const different = [...new Set(names.flatMap((name) => name.split(', ')))];
  const more = different.length - SHOWN;
  return `${different.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

const SHOWN = 4;

function blockingFirst(gaps: readonly EquivalenceGap[]): readonly EquivalenceGap[] {
  const rank = ({ severity }: EquivalenceGap) => (severity === 'blocking' ? 0 : 1);
  return [...gaps].sort((one, other) => rank(one) - rank(other));
}

function gapSaid({ because, confidence }: EquivalenceGap, words: Words): string {
  const sure = confidence === 'uncertain' ? ' (uncertain)' : '';
  return `${spoken(because, words)}${sure}`;
}

function spoken(reason: Reason, words: Words): string {
  return [words.reason(reason), ...reason.because.map((below) => spoken(below, words))].join(' ');
}

function closing({ remedy, testCases }: EquivalenceGap): string {
  if (remedy === 'none') return '';
  const cases = inShort(testCases.map((one) => one.split('#')[1] ?? one));
  return ` Closed by: ${remedy}${testCases.length > 0 ? `, test cases ${cases}` : ''}.`;
}

function publishedLines({ instruments, agreements }: Direction, words: Words): readonly string[] {
  if (instruments.length === 0) return ['Published: nothing between these two in this direction.'];
  return [
    ...instruments.map((one) => `Published (${one.arrangement}): ${instrumentSaid(one, words)}`),
    ...agreements.map(({ entry, source, target, differences }) => {
      const held = `${labelOf(source)} as ${labelOf(target)}`;
      return differences.length === 0
        ? `The comparison agrees with ${entry.id} (${held}).`
        : `The comparison differs from ${entry.id} (${held}): ${differences.map((one) => DIFFERS[one]).join('; ')}.`;
    }),
  ];
}

function instrumentSaid({ effect, cap, failed, open, entry }: Instrument, words: Words): string {
  const says = (reasons: readonly Reason[]) => reasons.map((one) => words.reason(one)).join(' ');
  if (effect === 'not-recognised') return `not recognised. ${says(failed)}`;
  const level = cap === 'not-known' ? 'at a level not known' : `as level ${String(cap)}`;
  return `${effect === 'not-known' ? 'recognised, effect not known' : effect}, ${level} (${entry.confidence}). ${says(open)}`;
}

/** The same with every gap, for a page or an issue. */
export function labelsMarkdown(answer: LabelsAnswer, words: Words, io: Io): string {
  const plain = (cell: Cell) => (typeof cell === 'string' ? cell : cell.text).replaceAll('|', '\\|');
  const row = (cells: readonly Cell[]) => `| ${cells.map(plain).join(' | ')} |`;
  const pairs = answer.pairs.flatMap(({ there, back }) => {
    const [head = [], ...rows] = sideBySide(there.technical, back.technical, io);
    return [
      ...[row(head), row(head.map(() => '---')), ...rows.map(row)],
      ...[there, back].flatMap((one) => [
        ...['', `## ${arrow(one.technical)}`, ''],
        ...blockingFirst(one.technical.gaps).map(
          (gap) =>
            `- **${gap.severity}** ${gap.kind}, ${gap.requirement ?? 'the scheme'}: ${gapSaid(gap, words)}${closing(gap)}`,
        ),
        '',
        ...publishedLines(one, words).map((line) => `- ${line}`),
      ]),
      '',
    ];
  });
  return [
    `# Equivalence as of ${answer.asOf}`,
    '',
    ...pairs,
    PROPOSAL,
    '',
    `Inputs: \`${answer.inputs.digest}\``,
  ].join('\n');
}

/** For programs: everything, with the sentence of each gap. */
export function labelsJson({ asOf, pairs, inputs }: LabelsAnswer, words: Words): string {
  return JSON.stringify(
    {
      asOf,
      pairs: pairs.map(({ there, back }) => ({
        there: directionJson(there, words),
        back: directionJson(back, words),
      })),
      inputs,
    },
    null,
    2,
  );
}

function directionJson({ technical, instruments, agreements }: Direction, words: Words) {
  const { source, target, category, verdict, confidence, recognised, counts } = technical;
  return {
    ...{ source, target, category: category ?? null, verdict, confidence, recognised, counts },
    dimensions: Object.fromEntries(
      technical.dimensions.map(({ dimension, ...rest }): readonly [Dimension, unknown] => [dimension, rest]),
    ),
    ends: { ...technical.ends, months: technical.ends.months ?? null },
    covers: technical.covers.map(({ requirement, extent, by, confidence: sureness }) => ({
      requirement: requirement.ref,
      extent,
      confidence: sureness,
      by: by.map(({ source: one, link: { relation, strength, confidence: how, way } }) => ({
        ...{ requirement: one.ref, relation, strength, confidence: how, way },
      })),
    })),
    gaps: technical.gaps.map(({ requirement, because, ...rest }) => ({
      ...{ requirement: requirement ?? null, ...rest },
      ...{ code: because.code, says: spoken(because, words) },
    })),
    published: instruments.map((one) => instrumentJson(one, words)),
    agreements: agreements.map(({ entry, differences }) => ({ entry: entry.id, differences })),
  };
}

export function instrumentJson({ arrangement, entry, effect, cap, failed, open }: Instrument, words: Words) {
  return {
    ...{ arrangement, entry: entry.id, effect, cap, confidence: entry.confidence },
    failed: failed.map((one) => words.reason(one)),
    open: open.map((one) => words.reason(one)),
  };
}
