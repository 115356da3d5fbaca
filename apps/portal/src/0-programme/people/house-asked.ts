import {
  ORGANISATION_ID_PATTERN,
  PERSON_ID_PATTERN,
  type OrganisationId,
  type PersonId,
} from '@assay/vocabulary/ids';
import { refuse, ok, type Result } from '@assay/vocabulary/result';

import type { DeskContext } from '../../http/desk-route.ts';

/** Who asks, and from which organisation; whoever belongs nowhere has none. */
export function houseOf({ signed }: DeskContext): Result<
  {
    readonly by: DeskContext['signed']['person'];
    readonly as: OrganisationId;
    readonly organisation: OrganisationId;
  },
  { readonly code: 'belongs-nowhere'; readonly person: DeskContext['signed']['person'] }
> {
  const { person, seat } = signed;
  return seat === undefined
    ? refuse({ code: 'belongs-nowhere', person })
    : ok({ by: person, as: seat, organisation: seat });
}

const PERSON = new RegExp(PERSON_ID_PATTERN);

/** The person that an address names. */
export function parsePerson(
  id = '',
): Result<PersonId, { readonly code: 'unknown-person'; readonly person: string }> {
  return PERSON.test(id) ? ok(id as PersonId) : refuse({ code: 'unknown-person', person: id });
}

const ORGANISATION = new RegExp(ORGANISATION_ID_PATTERN);

/** The organisation that an address names. */
export function parseOrganisation(
  id = '',
): Result<OrganisationId, { readonly code: 'unknown-organisation'; readonly organisation: string }> {
  return ORGANISATION.test(id)
    ? ok(id as OrganisationId)
    : refuse({ code: 'unknown-organisation', organisation: id });
}
