import type { Evidence } from '@assay/vocabulary/dossier';
import type { Gap } from '@assay/vocabulary/evaluation';
import { splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';

import { inScope } from '../1-application/scope.ts';
import { evaluate } from '../2-evaluation/evaluate.ts';
import { sameObject } from '../2-evaluation/report.ts';
import { requirementsOf } from '../2-evaluation/requirement.ts';
import { inDossier, inGuard, type Breach, type Release, type Watched } from './breach.ts';
import { checkTerms, isSoon } from './check-terms.ts';

/**
 * Every condition of a label held that a release breaks on a day, and every one that will break soon. None: the release
 * may ship under its labels, as far as the papers say. Each label must name a level of an edition that is loaded.
 */
export function checkRelease(release: Release): readonly Breach[] {
  const watched = release.guard.document.labels.flatMap((label, place): readonly Watched[] => {
    const scheme = release.catalogue.schemes.get(label.scheme);
    return scheme ? [{ label, scheme, place }] : [];
  });
  if (watched.length === 0) return [];
  return [
    ...object(release),
    ...support(release),
    ...watched.flatMap((one) => [...checkTerms(release, one), ...conformity(release, one)]),
    ...evidence(release, watched),
  ];
}

/** The release must be one that the dossier speaks of, and so must each report's object. */
function object(release: Release): readonly Breach[] {
  const { firmware, dossier, reports } = release;
  const listed = dossier.document.product.firmwareVersions;
  const facts = { release: firmware, listed: listed.join(', ') };
  return [
    ...(listed.includes(firmware)
      ? []
      : [
          inDossier(
            release,
            '/product/firmwareVersions',
            { severity: 'error' },
            { code: 'release-not-in-dossier', facts },
          ),
        ]),
    ...reports.flatMap(({ file, document }): readonly Breach[] => {
      const same = sameObject(document, dossier.document);
      if (same.ok) return [];
      const { member, tested, applied } = same.refusal;
      const what = {
        ...{ code: 'report-on-another-object', facts: { member, tested, applied: applied.join(', ') } },
      };
      return [{ file, path: `/object/${member}`, ...what, severity: 'error' }];
    }),
  ];
}

function support(release: Release): readonly Breach[] {
  const { supportPeriod } = release.dossier.document;
  if (!('until' in supportPeriod)) return [];
  const { until } = supportPeriod;
  const path = '/supportPeriod/until';
  const facts = { until };
  if (until < release.asOf)
    return [inDossier(release, path, { severity: 'error' }, { code: 'support-ended', facts })];
  return isSoon(release, until)
    ? [inDossier(release, path, { severity: 'warning' }, { code: 'support-ends-soon', facts })]
    : [];
}

/** The level that the label declares must still be reached by the product as its papers stand. */
function conformity(release: Release, { label, scheme, place }: Watched): readonly Breach[] {
  const { catalogue, bodies, asOf, view, dossier } = release;
  const said = { severity: 'error', label: label.scheme } as const;
  const scope = inScope(scheme, dossier.document);
  if (!scope.ok)
    return scope.refusal.grounds.map((closes) =>
      inDossier(
        release,
        '/product/category',
        { ...said, closes },
        { code: 'outside-scope', facts: { label: label.scheme } },
      ),
    );
  const submission = { dossier: dossier.document, reports: reportsOnIt(release) };
  const asked = label.level;
  const { level, gaps } = evaluate({ scheme, catalogue, submission, bodies, asked, asOf });
  if (level[view] >= asked) return [];
  const facts = { label: label.scheme, level: asked, reached: level[view] };
  return [
    inGuard(release, `/labels/${String(place)}/level`, said, { code: 'level-lost', facts }),
    ...gaps
      .filter(({ kind }) => view === 'assessed' || kind !== 'assessment')
      .map((gap) => open(release, { label, scheme, place }, gap)),
  ];
}

function reportsOnIt({ reports, dossier }: Release) {
  return reports.map(({ document }) => document).filter((report) => sameObject(report, dossier.document).ok);
}

function open(release: Release, watched: Watched, gap: Gap): Breach {
  const { requirement, title, kind, closes } = gap;
  const label = watched.label.scheme;
  return inDossier(
    release,
    kind === 'fact' ? '/facts' : statementOn(release, watched, requirement),
    { severity: 'error', label, closes },
    { code: 'requirement-open', facts: { label, requirement, title } },
  );
}

/** Where the dossier speaks of a requirement, under its own name or that of the edition before or after. */
function statementOn(release: Release, watched: Watched, requirement: ProvisionRef): string {
  const names = demandedBy(release, watched).get(requirement) ?? [requirement];
  const place = release.dossier.document.statements.findIndex(({ provision }) => names.includes(provision));
  return place < 0 ? '/statements' : `/statements/${String(place)}`;
}

/** The requirements up to the label's level, each with the provisions whose evidence speaks for it. */
function demandedBy(
  { catalogue, dossier }: Release,
  { label, scheme }: Watched,
): ReadonlyMap<ProvisionRef, readonly ProvisionRef[]> {
  const { category } = dossier.document.product;
  return new Map(
    requirementsOf(scheme, catalogue, category)
      .filter(({ level }) => level <= label.level)
      .map(({ ref, carries }) => [ref, carries.map((carry) => carry.ref)]),
  );
}

/** Evidence on which a label rests must be effective on the day. */
function evidence(release: Release, watched: readonly Watched[]): readonly Breach[] {
  const rests = new Set(watched.flatMap((one) => [...demandedBy(release, one).values()].flat()));
  return release.dossier.document.evidence.flatMap((item, index) => {
    const covers = item.covers.filter((ref) => rests.has(ref));
    if (covers.length === 0) return [];
    const path = `/evidence/${String(index)}/effective`;
    return effect(release, item, path, covers.map((ref) => splitProvisionRef(ref).id).join(', '));
  });
}

function effect(
  release: Release,
  { id, effective: { from, to } }: Evidence,
  path: string,
  covers: string,
): readonly Breach[] {
  const error = { severity: 'error' } as const;
  if (from > release.asOf)
    return [inDossier(release, path, error, { code: 'evidence-not-yet', facts: { id, from, covers } })];
  if (to === undefined) return [];
  const facts = { id, to, covers };
  if (to <= release.asOf) return [inDossier(release, path, error, { code: 'evidence-ended', facts })];
  return isSoon(release, to)
    ? [inDossier(release, path, { severity: 'warning' }, { code: 'evidence-ends-soon', facts })]
    : [];
}
