import { InstantSchema } from './dossier.ts';
import { DateSchema } from './standard.ts';
import { closed, listOf, oneOf, text, Type, type Static } from './schema.ts';

/** What an applicant tells the administrator beside the dossier. */
export type Told = Static<typeof ToldKind.schema>;
export type EligibilityAnswer = Told['eligibility'][number];
export type PriorDenial = Static<typeof PriorDenialSchema>;

/** An administrator that denied the same product, or one much like it, and what was done about its reasons. */
export const PriorDenialSchema = closed({
  administrator: text(120),
  deniedOn: Type.Optional(DateSchema),
  reasons: text(2_000),
  corrected: text(2_000),
});

/** `priorDenials` is absent until the question was answered; an empty list says that there was none. */
export const ToldKind = {
  name: 'statement beside a dossier',
  schema: closed({
    /** Each question on which it turns whether the scheme takes the product, as answered, and when. */
    eligibility: listOf(
      closed({ question: text(100), answer: oneOf(['yes', 'no', 'unknown']), at: InstantSchema }),
      100,
    ),
    priorDenials: Type.Optional(listOf(PriorDenialSchema, 20)),
  }),
};
