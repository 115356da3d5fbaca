import type { OrganisationEvent } from '@assay/vocabulary/organisation-event';
import {
  AdministratorCodeSchema,
  OrganisationKindSchema,
  OrganisationSchema,
  type Organisation,
} from '@assay/vocabulary/organisation';
import type { Instant } from '@assay/vocabulary/instant';
import { closed, listOf, text, Type, type Static } from '@assay/vocabulary/schema';
import { NameSchema } from '@assay/vocabulary/standard';

/** What a program says of an organisation that it lets in or changes. */
export const DESCRIBED = {
  name: text(120),
  kinds: listOf(OrganisationKindSchema, 7, 1),
  contact: Type.Optional(text(200)),
  /** Code of a label administrator. */
  administrator: Type.Optional(AdministratorCodeSchema),
  manufacturers: listOf(text(120), 50),
  schemes: listOf(NameSchema, 50),
};
/** The same as a form says it: names one a line. */
export const DESCRIBED_IN_FORM = {
  ...DESCRIBED,
  manufacturers: Type.Optional(text(6_000)),
  schemes: Type.Optional(listOf(NameSchema, 50)),
};

/** An organisation as programs are told of it; its version is its entity tag. */
export const OrganisationToldSchema = closed({
  ...OrganisationSchema.properties,
  version: Type.Integer(),
  registeredAt: Type.String(),
});
export const HistorySchema = listOf(
  closed({
    version: Type.Integer(),
    type: Type.String(),
    at: Type.String(),
    by: Type.Optional(Type.String()),
    as: Type.Optional(Type.String()),
    because: Type.String(),
    data: Type.Object({}, { description: 'What else there is to tell, by the type.' }),
  }),
);

type Known = Organisation & { readonly version: number; readonly registeredAt: Instant };

export function organisationTold(known: Known): Static<typeof OrganisationToldSchema> {
  const { id, name, kinds, contact, administrator, body, manufacturers, schemes } = known;
  return {
    ...{ id, name, kinds: [...kinds], manufacturers: [...manufacturers], schemes: [...schemes] },
    ...(contact !== undefined && { contact }),
    ...(administrator !== undefined && { administrator }),
    ...(body !== undefined && { body }),
    ...{ version: known.version, registeredAt: known.registeredAt },
  };
}

export function historyTold(
  history: readonly (OrganisationEvent & { readonly version: number })[],
): Static<typeof HistorySchema> {
  return history.map(({ version, type, at, by, as, because, ...data }) => ({
    ...{ version, type, at, because, data },
    ...(by !== undefined && { by }),
    ...(as !== undefined && { as }),
  }));
}

/** What a form says, as a program does. */
export function describedInForm<
  F extends { readonly manufacturers?: string; readonly schemes?: readonly string[] },
>({ manufacturers = '', schemes = [], ...rest }: F) {
  const names = manufacturers.split('\n').map((line) => line.trim());
  return {
    ...rest,
    schemes: [...schemes],
    manufacturers: [...new Set(names)].filter((line) => line !== ''),
  };
}
