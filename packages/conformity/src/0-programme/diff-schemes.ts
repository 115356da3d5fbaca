import { editionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Catalogue } from './catalogue.ts';
import { demandChanges } from './demand-changes.ts';
import { canonical, differences, type Difference } from './differences.ts';
import { undecided } from './directions.ts';
import { PROVENANCE, read, type Between } from './readings.ts';
import type { SchemeChange, SchemeDiff } from './scheme-change.ts';
import { textKeysOf } from './text-keys.ts';

/** An edition with its sentences, by language. */
export type EditionWithTexts = {
  readonly scheme: SchemeEdition;
  readonly texts: ReadonlyMap<string, Readonly<Record<string, string>>>;
};

/**
 * Everything that differs between two editions, which way each change goes, and why. Nothing is passed over: every
 * member of the document is compared, and every sentence that either edition speaks. What groups of requirements
 * demand is compared requirement by requirement. Both editions must have passed `checkScheme`.
 */
export function diffSchemes(
  before: EditionWithTexts,
  after: EditionWithTexts,
  catalogue: Catalogue,
): SchemeDiff {
  const between = { before: before.scheme, after: after.scheme };
  return {
    before: editionRef(before.scheme.id, before.scheme.edition),
    after: editionRef(after.scheme.id, after.scheme.edition),
    changes: [
      ...demandChanges(before.scheme, after.scheme, catalogue),
      ...differences(before.scheme, after.scheme)
        .filter(({ pattern }) => !DEMANDS.test(pattern))
        .map((one) => changeOf(one, between)),
      ...textChanges(before, after),
    ],
  };
}

/** What a group demands is told requirement by requirement; what else it says is told as it stands. */
const DEMANDS = /^requirements\/\*\/(level|from|provisions|method|only|principle|justifiedNotApplicable)\b/;

function changeOf(difference: Difference, between: Between): SchemeChange {
  const { path, before, after } = difference;
  const [member = '', ...rest] = path;
  const listed = difference.pattern.split('/')[1] === '*';
  const aspect = listed ? rest.slice(1) : rest;
  return {
    what: before === undefined ? 'added' : after === undefined ? 'removed' : 'altered',
    member,
    item: listed ? (rest[0] ?? '') : '',
    aspect: aspect.join('/'),
    ...(before !== undefined && { before: said(before) }),
    ...(after !== undefined && { after: said(after) }),
    ...read(difference, between),
  };
}

/** A value for a reader; of an item that came or went whole, what it asks and not where that is written. */
function said(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return canonical(value);
  return Object.entries(value)
    .filter(([name]) => !PROVENANCE.has(name))
    .map(([name, member]) => `${name}: ${typeof member === 'string' ? member : canonical(member)}`)
    .join('; ');
}

/** A sentence that both editions speak and that reads otherwise, and languages that came or went. */
function textChanges(before: EditionWithTexts, after: EditionWithTexts): readonly SchemeChange[] {
  const named = [before, after].flatMap(({ scheme }) => textKeysOf(scheme)).map(({ key }) => key);
  const keys = [...new Set(named)].sort();
  const languages = [...new Set([...before.texts.keys(), ...after.texts.keys()])].sort();
  return languages.flatMap((language) => {
    const [one, other] = [before.texts.get(language), after.texts.get(language)];
    if (!one || !other) return [spoken(language, '', one && language, other && language)];
    return keys
      .filter((key) => one[key] !== other[key] && (one[key] ?? other[key]) !== undefined)
      .map((key) => spoken(language, key, one[key], other[key]));
  });
}

function spoken(
  language: string,
  key: string,
  before: string | undefined,
  after: string | undefined,
): SchemeChange {
  return {
    what: before === undefined ? 'added' : after === undefined ? 'removed' : 'altered',
    ...{ member: 'texts', item: language, aspect: key },
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...undecided(),
  };
}
