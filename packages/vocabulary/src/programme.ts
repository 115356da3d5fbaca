import { PERSON_ID_PATTERN, type PersonId } from './ids.ts';
import { ActivitySchema, CompetenceSchema, EditionRefSchema } from './scheme.ts';
import { DateSchema, NameSchema } from './standard.ts';
import { BodyIdSchema } from './test-report.ts';
import { closed, listOf, oneOf, shaped, text, Type, type Static } from './schema.ts';

const PersonIdSchema = shaped<PersonId>(
  PERSON_ID_PATTERN,
  'the id of a person, such as person_rita-reviewer',
);

/** What a person may be in a programme. One person may hold several; impartiality is judged case by case. */
export type Role = Static<typeof RoleSchema>;
const RoleSchema = oneOf([
  'applicant',
  'intake',
  'laboratory',
  'evaluator',
  'reviewer',
  'decider',
  'issuer',
  'surveillance',
]);

/** A body whose results count, for which schemes, with which activities, from when to when. */
export const RecognisedBodySchema = closed({
  id: BodyIdSchema,
  name: text(120),
  competence: CompetenceSchema,
  activities: listOf(ActivitySchema, 10, 1),
  schemes: listOf(NameSchema, 50, 1),
  recognised: closed({ from: DateSchema, until: Type.Optional(DateSchema) }),
});

const PersonSchema = closed({
  id: PersonIdSchema,
  name: text(80),
  roles: listOf(RoleSchema, 10, 1),
  body: Type.Optional(BodyIdSchema),
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
      /** Two characters that begin every label id of this administrator. */
      code: shaped<string>('^[0-9A-HJKMNP-TV-Z]{2}$', 'two characters of Crockford base 32'),
      name: text(120),
      contact: text(200),
    }),
    schemes: listOf(EditionRefSchema, 50, 1),
    bodies: listOf(RecognisedBodySchema, 1_000),
    people: listOf(PersonSchema, 1_000),
  }),
};
