import type { OrganisationEvent } from '@assay/vocabulary/organisation-event';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';

/** What a role is called, and what who holds it does. */
export const ROLE_WORDS: Readonly<Record<Role, { readonly name: string; readonly does: string }>> = {
  applicant: { name: 'Applicant', does: 'hands in applications and answers questions about them' },
  laboratory: { name: 'Laboratory', does: 'tests what is assigned and hands in reports' },
  intake: { name: 'Intake', does: 'takes applications in, or returns them with what is missing' },
  evaluator: { name: 'Evaluator', does: 'judges the case on its documents and reports' },
  reviewer: { name: 'Reviewer', does: 'looks whether the results suffice for a decision' },
  decider: { name: 'Decider', does: 'grants, denies or dismisses' },
  issuer: { name: 'Issuer', does: 'issues the label of what was granted' },
  surveillance: { name: 'Surveillance', does: 'watches labels, suspends and withdraws them' },
  lead: { name: 'Lead administrator', does: 'recognises bodies, and lets laboratories and developers in' },
  authority: { name: 'Authority', does: 'reads cases, recognises bodies, and gives orders' },
  'scheme-owner': { name: 'Scheme owner', does: 'looks after a scheme and its bodies' },
  accreditor: { name: 'Accreditor', does: 'says what it accredited whom for' },
  manager: { name: 'Manager', does: 'looks after the people of the organisation, and its keys' },
};

export const KIND_WORDS: Readonly<Record<OrganisationKind, string>> = {
  'scheme-owner': 'Scheme owner',
  'lead-administrator': 'Lead administrator',
  'label-administrator': 'Label administrator',
  laboratory: 'Laboratory',
  developer: 'Developer',
  authority: 'Authority',
  'accreditation-body': 'Accreditation body',
};

/** What happened to an organisation, in a few words. */
export const HAPPENED: Readonly<Record<OrganisationEvent['type'], string>> = {
  OrganisationRegistered: 'Registered',
  OrganisationChanged: 'Changed',
  PersonInvited: 'Invited',
  InvitationRevoked: 'Invitation taken back',
  MemberJoined: 'Joined',
  RolesChanged: 'Roles changed',
  RolesTransferred: 'Roles handed over',
  ConflictDeclared: 'Conflict declared',
  ConflictWithdrawn: 'Conflict taken back',
  MemberDeactivated: 'Membership ended',
  MemberReactivated: 'Membership begun again',
};

export function rolesInWords(roles: readonly Role[]): string {
  return roles.map((role) => ROLE_WORDS[role].name).join(', ');
}
