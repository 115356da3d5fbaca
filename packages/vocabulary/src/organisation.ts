import { ORGANISATION_ID_PATTERN, type OrganisationId } from './ids.ts';
import { DateSchema, NameSchema } from './standard.ts';
import { BodyIdSchema } from './test-report.ts';
import { closed, listOf, oneOf, shaped, text, Type, type Static } from './schema.ts';

export const OrganisationIdSchema = shaped<OrganisationId>(
  ORGANISATION_ID_PATTERN,
  'the id of an organisation, such as org_sandbox-developer',
);

/** What an organisation may be in a programme. One may be several, and never acts on itself. */
export type OrganisationKind = Static<typeof OrganisationKindSchema>;
export const OrganisationKindSchema = oneOf([
  'scheme-owner',
  'lead-administrator',
  'label-administrator',
  'laboratory',
  'developer',
  'authority',
  'accreditation-body',
]);

/** Two characters that begin every label id of an administrator. */
export const AdministratorCodeSchema = shaped<string>(
  '^[0-9A-HJKMNP-TV-Z]{2}$',
  'two characters of Crockford base 32',
);

/** Who found a body competent, for what, and until which day: the last on which it holds. */
export const AccreditationSchema = closed({
  by: text(120),
  /** The number under which the accreditor lists it. */
  number: Type.Optional(text(60)),
  scope: text(300),
  until: DateSchema,
});
export type Accreditation = Static<typeof AccreditationSchema>;

/** An organisation that takes part in a programme. */
export const OrganisationSchema = closed({
  id: OrganisationIdSchema,
  name: text(120),
  kinds: listOf(OrganisationKindSchema, 7, 1),
  /** Where it may be written to. */
  contact: Type.Optional(text(200)),
  /** Of a label administrator. */
  administrator: Type.Optional(AdministratorCodeSchema),
  /** Of a laboratory. */
  body: Type.Optional(BodyIdSchema),
  /** Of a developer: the legal names under which it applies. */
  manufacturers: listOf(text(120), 50),
  /** Of a lead administrator, scheme owner or authority: the schemes it looks after. */
  schemes: listOf(NameSchema, 50),
});
export type Organisation = Static<typeof OrganisationSchema>;
