import type { InvitationId, OrganisationId, PersonId } from './ids.ts';
import type { Instant } from './instant.ts';
import type { Role } from './programme.ts';

/** A manufacturer whose cases a person must not touch, as it was declared. */
export type Conflict = {
  readonly manufacturer: string;
  readonly declaredAt: Instant;
  readonly because: string;
};

/** That a person acts for an organisation, and as what. `until`: ended then; the roles are those it had. */
export type Membership = {
  readonly person: PersonId;
  readonly organisation: OrganisationId;
  readonly roles: readonly Role[];
  readonly conflicts: readonly Conflict[];
  readonly since: Instant;
  readonly until?: Instant;
};

/** An invitation to act for an organisation. Its token is not kept, only what it hashes to. */
export type Invitation = {
  readonly id: InvitationId;
  readonly organisation: OrganisationId;
  /** Where it was sent; absent: it was handed over at the terminal. */
  readonly mail?: string;
  readonly roles: readonly Role[];
  readonly invitedAt: Instant;
  readonly invitedBy?: PersonId;
  readonly expiresAt: Instant;
  readonly accepted?: { readonly at: Instant; readonly by: PersonId };
  readonly revoked?: { readonly at: Instant; readonly by?: PersonId };
};
