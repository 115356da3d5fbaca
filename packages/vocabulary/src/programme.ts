import { PERSON_ID_PATTERN, type BodyId, type OrganisationId, type PersonId } from './ids.ts';
import {
  AccreditationSchema,
  AdministratorCodeSchema,
  OrganisationIdSchema,
  OrganisationSchema,
} from './organisation.ts';
import { ActivitySchema, CompetenceSchema, EditionRefSchema } from './scheme.ts';
import { DateSchema, NameSchema } from './standard.ts';
import { BodyIdSchema } from './test-report.ts';
import { closed, listOf, oneOf, shaped, text, Type, type Static } from './schema.ts';

const PersonIdSchema = shaped<PersonId>(
  PERSON_ID_PATTERN,
  'the id of a person, such as person_rita-reviewer',
);

/** What a person may be in an organisation. One person may hold several; impartiality is judged case by case. */
export type Role = Static<typeof RoleSchema>;
export const RoleSchema = oneOf([
  'applicant',
  'intake',
  'laboratory',
  'evaluator',
  'reviewer',
  'decider',
  'issuer',
  'surveillance',
  'lead',
  'authority',
  'scheme-owner',
  'accreditor',
  'manager',
]);

/** Somebody who acts, from one organisation: what every rule judges. The roles are those of that seat and no other. */
export type Actor = {
  readonly id: PersonId;
  readonly name: string;
  /** The seat. */
  readonly organisation: OrganisationId;
  readonly roles: readonly Role[];
  /** The seat's own body, where it is one whose results may count. */
  readonly body?: BodyId;
  /** The seat's own code, where it is a label administrator. */
  readonly administrator?: string;
  /** Names of manufacturers whose cases this person must not touch, declared in any seat. */
  readonly conflicts: readonly string[];
  /** Every organisation that this person may act from, the seat among them. */
  readonly memberOf: readonly OrganisationId[];
  /** The bodies among those. */
  readonly bodies: readonly BodyId[];
  /** The codes of the label administrators among those. */
  readonly administrators: readonly string[];
  /** The schemes that the seat looks after, where it is one of an organisation that looks after any. */
  readonly schemes: readonly string[];
};

/** A body whose results count, for which schemes, with which activities, from when to when. */
export const RecognisedBodySchema = closed({
  id: BodyIdSchema,
  name: text(120),
  competence: CompetenceSchema,
  activities: listOf(ActivitySchema, 10, 1),
  schemes: listOf(NameSchema, 50, 1),
  recognised: closed({ from: DateSchema, until: Type.Optional(DateSchema) }),
  accreditation: Type.Optional(AccreditationSchema),
});

const PersonSchema = closed({
  id: PersonIdSchema,
  name: text(80),
  roles: listOf(RoleSchema, 15, 1),
  body: Type.Optional(BodyIdSchema),
  /** Where the roles are held; without it an organisation is made of what the roles say. */
  organisation: Type.Optional(OrganisationIdSchema),
  /** Names of manufacturers whose cases this person must not touch. */
  conflicts: listOf(text(120), 50),
});

export type RecognisedBody = Static<typeof RecognisedBodySchema>;
export type Person = Static<typeof PersonSchema>;
export type Programme = Static<typeof ProgrammeKind.schema>;

/** Who runs labels under which schemes with whom: `programmes/<id>.yaml`. */
export const ProgrammeKind = {
  name: 'programme',
  schema: closed({
    programme: NameSchema,
    title: text(120),
    /** A sandbox says so on every page and artefact; its labels state nothing about real products. */
    sandbox: Type.Boolean(),
    administrator: closed({
      code: AdministratorCodeSchema,
      name: text(120),
      contact: text(200),
    }),
    schemes: listOf(EditionRefSchema, 50, 1),
    bodies: listOf(RecognisedBodySchema, 1_000),
    /** Who takes part; of an administrator, laboratory or applicant that is not named one is made. */
    organisations: Type.Optional(listOf(OrganisationSchema, 1_000)),
    /** Who an installation begins with. */
    people: listOf(PersonSchema, 1_000),
  }),
};
