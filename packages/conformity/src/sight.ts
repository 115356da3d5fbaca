import type { OrganisationId } from '@assay/vocabulary/ids';
import type { Role } from '@assay/vocabulary/programme';

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

/** The same for a desk that shows one thing: the widest. */
export function sightOf(seated: Seated): Sight {
  return sightsOf(seated)[0] ?? { kind: 'none' };
}
