import { ProvisionRefSchema } from './dossier.ts';
import { FactIdSchema } from './condition.ts';
import { RecognisedBodySchema } from './programme.ts';
import { ActivitySchema, CompetenceSchema, PartySchema } from './scheme.ts';
import { closed, listOf, oneOf, text, Type, type Static } from './schema.ts';
import { DateSchema, NameSchema } from './standard.ts';

/** What stands at the head of a file of encoded dossiers: all that was settled when they were encoded. */
export type EncodedPopulation = Static<typeof EncodedPopulationKind.schema>;
export const EncodedPopulationKind = {
  name: 'head of encoded dossiers',
  schema: closed({
    /** Words of 32 bits in one record, without the name of its dossier. */
    words: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    layout: closed({
      facts: listOf(
        closed({
          id: FactIdSchema,
          type: oneOf(['yes-no', 'number', 'choice']),
          choices: listOf(text(100), 50),
        }),
        1_000,
      ),
      categories: listOf(NameSchema, 10_000),
      provisions: listOf(closed({ ref: ProvisionRefSchema, rests: text(20_000) }), 20_000, 1),
      demands: listOf(
        closed({
          activity: ActivitySchema,
          party: PartySchema,
          competence: CompetenceSchema,
          maxAgeDays: Type.Union([Type.Number(), oneOf(['unset']), Type.Null()]),
          scheme: Type.Union([NameSchema, oneOf([''])]),
        }),
        1_000,
        1,
      ),
      asOf: DateSchema,
      bodies: listOf(RecognisedBodySchema, 10_000),
    }),
  }),
};
