import type { OrganisationId } from '@assay/vocabulary/ids';
import type { Organisation, OrganisationKind } from '@assay/vocabulary/organisation';
import type { Actor } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { belongsTo } from '../journey.ts';
import { mayManage } from './members.ts';
import { OVERSEES } from './roles.ts';

/** Who registers or changes an organisation, and from where. */
export type Registering = {
  readonly by: Actor;
  /** The seat of whoever acts. */
  readonly office: Organisation;
  /** Code of the administrator whose installation this is: whoever manages it may register anybody. */
  readonly keeper: string;
};

export type MayNotRegister =
  | { readonly code: 'registers-none'; readonly organisation: OrganisationId }
  | {
      readonly code: 'kind-not-given';
      readonly kinds: readonly OrganisationKind[];
      readonly allowed: readonly OrganisationKind[];
    }
  | { readonly code: 'registers-itself'; readonly organisation: OrganisationId }
  | {
      readonly code: 'kind-needs';
      readonly kind: OrganisationKind;
      readonly member: 'administrator' | 'body' | 'schemes';
    }
  | { readonly code: 'code-without-kind'; readonly administrator: string };
type Answer = Result<undefined, MayNotRegister>;

const ALL: readonly OrganisationKind[] = [
  'scheme-owner',
  'lead-administrator',
  'label-administrator',
  'laboratory',
  'developer',
  'authority',
  'accreditation-body',
];
/** Whoever leads the administrators lets in those who come to them, and nobody who stands above. */
const BY_THE_LEAD: readonly OrganisationKind[] = ['laboratory', 'developer', 'accreditation-body'];

/** The kinds of organisations that somebody may let in. */
export function kindsGivenBy({ by, office, keeper }: Registering): readonly OrganisationKind[] {
  if (office.administrator === keeper && by.roles.includes('manager')) return ALL;
  const oversees = (kind: OrganisationKind) => {
    const role = OVERSEES[kind];
    return role !== undefined && office.kinds.includes(kind) && by.roles.includes(role);
  };
  if (oversees('scheme-owner') || oversees('authority')) return ALL;
  return oversees('lead-administrator') ? BY_THE_LEAD : [];
}

/** Whether somebody may let in an organisation as it is described. */
export function mayRegister(registering: Registering, wanted: Organisation): Answer {
  const allowed = kindsGivenBy(registering);
  if (allowed.length === 0) return refuse({ code: 'registers-none', organisation: registering.office.id });
  const { kinds } = wanted;
  if (!kinds.every((kind) => allowed.includes(kind)))
    return refuse({ code: 'kind-not-given', kinds, allowed });
  return isWhole(wanted);
}

/**
 * Whether somebody may change an organisation. Where it may be written to, its manager; what it is, whoever could have
 * let it in as it was and as it will be, and never whoever belongs to it.
 */
export function mayChange(registering: Registering, was: Organisation, wanted: Organisation): Answer {
  const { by } = registering;
  if (isSameBody(was, wanted) && mayManage({ by, organisation: was }).ok) return ok(undefined);
  const allowed = mayRegister(registering, was);
  if (!allowed.ok) return allowed;
  if (belongsTo(by, was.id)) return refuse({ code: 'registers-itself', organisation: was.id });
  return mayRegister(registering, wanted);
}

/**
 * What an organisation is said to be must be said whole: a code, a body, the schemes it looks after. And nobody has the
 * code of a label administrator who is none: cases and audit of that code would be theirs to read.
 */
function isWhole({ kinds, administrator, body, schemes }: Organisation): Answer {
  const needs = [
    ['label-administrator', 'administrator', administrator !== undefined],
    ['laboratory', 'body', body !== undefined],
    ['lead-administrator', 'schemes', schemes.length > 0],
    ['scheme-owner', 'schemes', schemes.length > 0],
    ['authority', 'schemes', schemes.length > 0],
  ] as const;
  const lacking = needs.find(([kind, , there]) => kinds.includes(kind) && !there);
  if (lacking) return refuse({ code: 'kind-needs', kind: lacking[0], member: lacking[1] });
  return administrator !== undefined && !kinds.includes('label-administrator')
    ? refuse({ code: 'code-without-kind', administrator })
    : ok(undefined);
}

/** The same in everything but where it may be written to. */
function isSameBody(one: Organisation, other: Organisation): boolean {
  return JSON.stringify(told(one)) === JSON.stringify(told(other));
}

function told({ id, name, kinds, administrator, body, manufacturers, schemes }: Organisation) {
  return [id, name, [...kinds].toSorted(), administrator, body, manufacturers, [...schemes].toSorted()];
}
