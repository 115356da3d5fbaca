import type { EditionRef, OrganisationId } from '@assay/vocabulary/ids';
import type { Role } from '@assay/vocabulary/programme';
import { unreachable } from '@assay/vocabulary/result';

/** Which cases somebody may see at all. Every question to the records about cases is asked with one. */
export type Sight =
  | { readonly kind: 'administrator'; readonly administrator: string }
  | { readonly kind: 'applicant'; readonly organisation: OrganisationId }
  | { readonly kind: 'laboratory'; readonly organisation: OrganisationId }
  /** Ids of schemes, whatever the edition. */
  | { readonly kind: 'schemes'; readonly schemes: readonly string[] }
  | { readonly kind: 'none' };

/** Somebody in a seat, as far as it decides what they see. */
export type Seated = {
  readonly organisation: OrganisationId;
  readonly roles: readonly Role[];
  /** Of a seat in a label administrator. */
  readonly administrator?: string;
  /** Of a seat in a lead administrator, authority or scheme owner: the schemes it looks after. */
  readonly schemes: readonly string[];
};

/** The roles in which somebody sees all cases of the own administrator. */
const OF_ADMINISTRATOR: readonly Role[] = [
  'intake',
  'evaluator',
  'reviewer',
  'decider',
  'issuer',
  'surveillance',
];
/** The roles in which somebody sees the cases of some schemes, to read. */
const OF_SCHEMES: readonly Role[] = ['lead', 'authority', 'scheme-owner'];

/**
 * What somebody sees from a seat, the widest first: from most seats one thing, from that of a body that is several things
 * more than one. Of a case that is in none of them nothing is said, not even that it is there.
 */
export function sightsOf({ organisation, roles, administrator, schemes }: Seated): readonly Sight[] {
  const has = (some: readonly Role[]) => roles.some((role) => some.includes(role));
  return [
    ...(administrator !== undefined && has(OF_ADMINISTRATOR)
      ? [{ kind: 'administrator' as const, administrator }]
      : []),
    ...(has(OF_SCHEMES) && schemes.length > 0 ? [{ kind: 'schemes' as const, schemes }] : []),
    ...(has(['laboratory']) ? [{ kind: 'laboratory' as const, organisation }] : []),
    ...(has(['applicant']) ? [{ kind: 'applicant' as const, organisation }] : []),
  ];
}

/** By what a case is seen: it decides which of its pages and papers are shown. */
export type SeenAs = Exclude<Sight['kind'], 'none'>;

/** Whose a case is. */
export type Whose = {
  readonly administrator: string;
  readonly scheme: EditionRef;
  readonly applicant: OrganisationId | undefined;
  readonly laboratory: OrganisationId | undefined;
};

/** By which of some sights a case is seen. A body that is several things may be only one of them to this case. */
export function seenAs(sights: readonly Sight[], whose: Whose): readonly SeenAs[] {
  return sights.flatMap((sight) => (sight.kind !== 'none' && sees(sight, whose) ? [sight.kind] : []));
}

function sees(sight: Sight, { administrator, scheme, applicant, laboratory }: Whose): boolean {
  switch (sight.kind) {
    case 'administrator':
      return sight.administrator === administrator;
    case 'applicant':
      return sight.organisation === applicant;
    case 'laboratory':
      return sight.organisation === laboratory;
    case 'schemes':
      return sight.schemes.includes(scheme.slice(0, scheme.indexOf('@')));
    case 'none':
      return false;
    default:
      return unreachable(sight);
  }
}
