import { addDays, type CalendarDate } from '@assay/vocabulary/instant';
import { editionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { isInForce } from '../0-programme/catalogue.ts';
import { inDossier, inGuard, type Breach, type Release, type Watched } from './breach.ts';
import { graceOf } from './grace.ts';

/** What ends a label or bars a release from it whatever the product can do: its term, its edition, what it covers, support. */
export function checkTerms(release: Release, watched: Watched): readonly Breach[] {
  return [
    ...ownTerm(release, watched),
    ...ofEdition(release, watched),
    ...coverage(release, watched),
    ...statedSupport(release, watched),
  ];
}

function ownTerm(release: Release, { label, place }: Watched): readonly Breach[] {
  const { validUntil: until, scheme } = label;
  const path = `/labels/${String(place)}/validUntil`;
  if (until === undefined) return [];
  const facts = { label: scheme, until };
  if (until < release.asOf)
    return [inGuard(release, path, { severity: 'error', label: scheme }, { code: 'label-expired', facts })];
  return isSoon(release, until)
    ? [inGuard(release, path, { severity: 'warning', label: scheme }, { code: 'label-expires-soon', facts })]
    : [];
}

function ofEdition(release: Release, { label, scheme, place }: Watched): readonly Breach[] {
  const path = `/labels/${String(place)}/scheme`;
  const facts = { label: label.scheme };
  const [error, warning] = [
    { severity: 'error', label: label.scheme } as const,
    { severity: 'warning', label: label.scheme } as const,
  ];
  const status =
    scheme.status === 'withdrawn'
      ? [inGuard(release, path, error, { code: 'edition-withdrawn', facts })]
      : scheme.status === 'closed-to-new'
        ? [inGuard(release, path, warning, { code: 'edition-closed', facts })]
        : [];
  const next = successor(release, scheme);
  if (!next)
    return isInForce(scheme, release.asOf) || scheme.inForce.from > release.asOf
      ? status
      : [...status, inGuard(release, path, warning, { code: 'edition-ended', facts })];
  const known = {
    ...facts,
    next: editionRef(next.id, next.edition),
    from: next.inForce.from,
    rule: release.say(next.id, next.standardChange.rule),
  };
  const { on } = graceOf(next);
  if (next.inForce.from > release.asOf)
    return [...status, inGuard(release, path, warning, { code: 'edition-to-be-replaced', facts: known })];
  if (on === undefined)
    return [...status, inGuard(release, path, warning, { code: 'grace-not-fixed', facts: known })];
  return [
    ...status,
    on <= release.asOf
      ? inGuard(release, path, error, { code: 'grace-over', facts: { ...known, on } })
      : inGuard(release, path, warning, { code: 'grace-running', facts: { ...known, on } }),
  ];
}

/** The first edition of the scheme that comes after one. */
function successor({ catalogue }: Release, { id, inForce }: SchemeEdition): SchemeEdition | undefined {
  const [first] = [...catalogue.schemes.values()]
    .filter((other) => other.id === id && other.inForce.from > inForce.from)
    .sort((one, other) => (one.inForce.from < other.inForce.from ? -1 : 1));
  return first;
}

/** A release that the label was not granted for; what must be done then is a matter of the scheme's change classes. */
function coverage(release: Release, { label, scheme, place }: Watched): readonly Breach[] {
  if (label.firmwareVersions.includes(release.firmware)) return [];
  const path = `/labels/${String(place)}/firmwareVersions`;
  const facts = {
    label: label.scheme,
    release: release.firmware,
    covered: label.firmwareVersions.join(', '),
  };
  const said = { severity: 'error', label: label.scheme } as const;
  if (scheme.changeClasses.length === 0)
    return [inGuard(release, path, said, { code: 'release-not-covered', facts })];
  const classes = scheme.changeClasses
    .map(({ id, action }) => `${id}: ${release.say(scheme.id, action)}`)
    .join(' ');
  return [inGuard(release, path, said, { code: 'release-needs-change-class', facts: { ...facts, classes } })];
}

/** The support that the label states must go on being promised. */
function statedSupport(release: Release, { label, scheme }: Watched): readonly Breach[] {
  const { supportPeriod } = release.dossier.document;
  const said = { severity: 'error', label: label.scheme } as const;
  if (!('until' in supportPeriod))
    return label.supportUntil === undefined && !scheme.supportPeriod.endDateRequired
      ? []
      : [
          inDossier(release, '/supportPeriod', said, {
            code: 'support-end-missing',
            facts: { label: label.scheme },
          }),
        ];
  const { until } = supportPeriod;
  if (label.supportUntil === undefined || until >= label.supportUntil) return [];
  const facts = { label: label.scheme, stated: label.supportUntil, until };
  return [inDossier(release, '/supportPeriod/until', said, { code: 'support-shortened', facts })];
}

/** Whether a last day is so near that one should act. */
export function isSoon({ asOf, soonDays }: Release, last: CalendarDate): boolean {
  return last < addDays(asOf, soonDays);
}
