import type { InvitationId, OrganisationId, PersonId } from './ids.ts';
import type { Instant } from './instant.ts';
import type { Organisation } from './organisation.ts';
import type { Role } from './programme.ts';

type Happened<Type extends string, Data extends object> = {
  readonly type: Type;
  readonly at: Instant;
  /** Nobody: the installation itself, from its programme or its terminal. */
  readonly by?: PersonId;
  /** The organisation from which it was done. */
  readonly as?: OrganisationId;
  readonly because: string;
} & Readonly<Data>;

/** One line of the history of an organisation, its people and its invitations: append-only, past tense. */
export type OrganisationEvent =
  | Happened<'OrganisationRegistered', { organisation: Organisation }>
  | Happened<'OrganisationChanged', { organisation: Organisation }>
  | Happened<
      'PersonInvited',
      { invitation: InvitationId; mail?: string; roles: readonly Role[]; expiresAt: Instant }
    >
  | Happened<'InvitationRevoked', { invitation: InvitationId }>
  | Happened<'MemberJoined', { person: PersonId; roles: readonly Role[]; invitation?: InvitationId }>
  | Happened<'RolesChanged', { person: PersonId; from: readonly Role[]; to: readonly Role[] }>
  | Happened<'RolesTransferred', { from: PersonId; to: PersonId; roles: readonly Role[] }>
  | Happened<'ConflictDeclared', { person: PersonId; manufacturer: string }>
  | Happened<'ConflictWithdrawn', { person: PersonId; manufacturer: string }>
  | Happened<'MemberDeactivated', { person: PersonId; roles: readonly Role[] }>
  | Happened<'MemberReactivated', { person: PersonId; roles: readonly Role[] }>;
