import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { about, each, type Complaint, type Filed } from './complaint.ts';

/**
 * Ranks run 1, 2, 3 …; each adds something, or nobody could tell it from the one below; each looks different on the
 * label; and the model of levels has the parts that it is made of.
 */
export function checkLevels(scheme: Filed<SchemeEdition>): readonly Complaint[] {
  return [...unreachable(scheme), ...lookAlike(scheme), ...shapeOfModel(scheme)];
}

function unreachable({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(file);
  const ranks = new Set(scheme.levels.map(({ rank }) => rank));
  return each('/levels', scheme.levels, ({ rank: level }, path) => [
    ...(scheme.requirements.some((group) => group.level === level)
      ? []
      : [say(path, 'unreachable-level', { level, reason: 'no requirement group adds to it' })]),
    ...(level === 1 || ranks.has(level - 1)
      ? []
      : [
          say(`${path}/rank`, 'unreachable-level', {
            level,
            reason: `there is no level ${String(level - 1)}`,
          }),
        ]),
  ]);
}

/** Whoever sees the label knows the level by its symbol alone. */
function lookAlike({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  if (scheme.label === undefined) return [];
  return each('/levels', scheme.levels, ({ rank, symbol }, path, index) => {
    const earlier = scheme.levels.slice(0, index).find((one) => one.symbol === symbol && one.rank !== rank);
    return earlier
      ? [about(file)(`${path}/symbol`, 'levels-look-alike', { level: rank, other: earlier.rank, symbol })]
      : [];
  });
}

function shapeOfModel({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(file);
  const { levelModel, levels, classes, principles } = scheme;
  const counted = new Set(scheme.requirements.map(({ principle }) => principle));
  return [
    ...(levelModel === 'binary' && levels.length !== 1
      ? [say('/levels', 'binary-with-levels', { levels: levels.length })]
      : []),
    ...(levelModel === 'classes' && classes === undefined ? [say('/levelModel', 'classes-missing')] : []),
    ...(levelModel === 'per-principle' && principles === undefined
      ? [say('/levelModel', 'principles-missing')]
      : []),
    ...(levelModel !== 'per-principle' && principles !== undefined
      ? [say('/principles', 'principles-without-model', { model: levelModel })]
      : []),
    ...each('/principles', principles ?? [], ({ id }, path) =>
      counted.has(id) ? [] : [say(path, 'principle-without-requirements', { principle: id })],
    ),
  ];
}
