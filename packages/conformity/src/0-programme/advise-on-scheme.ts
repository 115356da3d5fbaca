import { clockEvents } from '@assay/vocabulary/case-event';
import { editionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { isAskedFor } from '../1-application/product-class.ts';
import { isSound } from './check-conditions.ts';
import { categoriesNamed } from './check-references.ts';
import { soundTests } from './check-scope.ts';
import type { Surroundings } from './check-scheme.ts';
import type { CheckCode } from './checks.ts';
import { about, each, type Complaint, type Filed } from './complaint.ts';
import { compareWithFramework } from './framework.ts';
import { satisfiable } from './satisfiable.ts';
import { settingsUsed } from './settings-used.ts';

/**
 * What somebody should look at in an edition that can be used: what a labelling programme is expected to have and this
 * one does not, what has no effect, and what nobody has settled yet.
 */
export function adviseOnScheme(scheme: Filed<SchemeEdition>, around: Surroundings): readonly Complaint[] {
  return [
    ...compareWithFramework(scheme),
    ...sources(scheme, around),
    ...neverAsked(scheme, around),
    ...scopeWithoutEffect(scheme, around),
    ...levelsForNothing(scheme),
    ...unused(scheme),
    ...openSettings(scheme),
  ];
}

/** Each requirement traces to a standard that was published before it was asked for, and whose reading is settled. */
function sources(
  { file, document: scheme }: Filed<SchemeEdition>,
  { standards }: Surroundings,
): readonly Complaint[] {
  const say = about(file);
  return each('/requirements', scheme.requirements, ({ from, provisions }, path) => {
    const standard = standards.find(
      ({ document }) => editionRef(document.id, document.edition) === from,
    )?.document;
    if (!standard) return [];
    const rows = new Map(standard.provisions.map((row) => [row.id, row]));
    const uncertain = provisions.filter((id) => rows.get(id)?.confidence === 'uncertain');
    return [
      ...publication(standard, scheme).map(({ code, facts }) => say(`${path}/from`, code, facts)),
      ...(uncertain.length > 0
        ? [
            say(`${path}/provisions`, 'requirements-uncertain', {
              count: uncertain.length,
              of: provisions.length,
              provisions: uncertain.join(', '),
            }),
          ]
        : []),
    ];
  });
}

function publication(
  { published, id, edition }: StandardEdition,
  { inForce: { from } }: SchemeEdition,
): readonly { readonly code: CheckCode; readonly facts: Complaint['facts'] }[] {
  const facts = { standard: editionRef(id, edition), published, from };
  if (!/^\d{4}(-\d{2}){0,2}$/.test(published)) return [{ code: 'publication-unknown', facts }];
  return published > from.slice(0, published.length) ? [{ code: 'standard-published-later', facts }] : [];
}

/** A requirement whose conditions no product within the scope can meet. */
function neverAsked(
  { file, document: scheme }: Filed<SchemeEdition>,
  { standards, facts }: Surroundings,
): readonly Complaint[] {
  const scope = soundTests(scheme, facts);
  // A scope that takes nothing, or a provision that never applies, is told as the fault that it is.
  if (satisfiable(scope, facts) === 'no') return [];
  return each('/requirements', scheme.requirements, ({ from, provisions }, path) => {
    const standard = standards.find(
      ({ document }) => editionRef(document.id, document.edition) === from,
    )?.document;
    const expressions = new Map(standard?.conditions.map(({ id, expression }) => [id, expression]));
    const rows = new Map(standard?.provisions.map((row) => [row.id, row]));
    return each(`${path}/provisions`, provisions, (id, place) => {
      const demands = (rows.get(id)?.conditions ?? []).flatMap((name) => {
        const condition = expressions.get(name);
        return condition && isSound(condition, facts) ? [{ condition, holds: true }] : [];
      });
      if (demands.length === 0 || satisfiable(demands, facts) === 'no') return [];
      return satisfiable([...scope, ...demands], facts) === 'no'
        ? [about(file)(place, 'requirement-never-asked', { requirement: `${from}#${id}` })]
        : [];
    });
  });
}

/** A test of the scope that every product passes. */
function scopeWithoutEffect(
  { file, document: scheme }: Filed<SchemeEdition>,
  { facts }: Surroundings,
): readonly Complaint[] {
  return soundTests(scheme, facts)
    .filter(({ condition, holds }) => satisfiable([{ condition, holds: !holds }], facts) === 'no')
    .map(({ id, path }) => about(file)(path, 'scope-test-without-effect', { test: id }));
}

/** A level that asks nothing more of some products: they would reach it with the one below. */
function levelsForNothing({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  return each('/levels', scheme.levels, ({ rank }, path) => {
    const groups = scheme.requirements.filter(({ level }) => level === rank);
    const spared = [...categoriesNamed(scheme)].filter(
      (category) => !groups.some((group) => isAskedFor(scheme, group, category)),
    );
    return groups.length > 0 && spared.length > 0
      ? [about(file)(path, 'level-adds-nothing', { level: rank, categories: spared.join(', ') })]
      : [];
  });
}

function unused({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(file);
  const used = new Set(scheme.requirements.map(({ method }) => method));
  return [
    ...each('/methods', scheme.methods, ({ id }, path) =>
      used.has(id) ? [] : [say(path, 'method-unused', { method: id })],
    ),
    ...each('/clocks', scheme.clocks, ({ id, starts, ends }, path) =>
      [
        { member: 'starts', event: starts },
        { member: 'ends', event: ends },
      ]
        .filter(({ event }) => clockEvents(event).length === 0)
        .map(({ member, event }) => say(`${path}/${member}`, 'clock-without-event', { clock: id, event })),
    ),
  ];
}

/** Numbers that no rule fixes: whoever runs the programme must choose one before what rests on it can work. */
function openSettings({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(file);
  const used = Map.groupBy(settingsUsed(scheme), ({ id }) => id);
  return each('/settings', scheme.settings, ({ id, value, unit }, path) => {
    if (value !== null) return [];
    const places = used
      .get(id)
      ?.map((use) => use.path)
      .join(', ');
    return [
      places === undefined
        ? say(`${path}/value`, 'open-setting', { setting: id, unit })
        : say(`${path}/value`, 'open-setting-in-use', { setting: id, unit, places }),
    ];
  });
}
