import { DossierKind } from '@assay/vocabulary/dossier';
import type { DisclosureField, SchemeEdition } from '@assay/vocabulary/scheme';

import { about, each, type Complaint, type Filed } from './complaint.ts';

/** Members of the dossier that a disclosure is taken from; none where the issuing body or the laboratory adds it. */
export const TAKEN_FROM: Readonly<Record<DisclosureField, readonly string[]>> = {
  productName: ['/product/name'],
  manufacturer: ['/product/manufacturer'],
  authorisation: [],
  administrator: [],
  laboratory: [],
  passwordChange: ['/disclosures/passwordChange'],
  secureConfiguration: ['/disclosures/secureConfiguration'],
  updates: ['/disclosures/updates'],
  supportPeriod: ['/supportPeriod'],
  inventories: ['/disclosures/sbom', '/disclosures/hbom'],
  category: ['/product/category'],
  models: ['/product/models'],
  level: [],
  labelId: [],
  validity: [],
  contact: ['/contacts/security'],
  securityInformation: ['/disclosures/securityInformation'],
  declaration: [],
};

/** The form asks for members that a dossier has, and for all that must be published. */
export function checkApplication({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(file);
  const asked = scheme.applicationForm;
  return [
    ...each('/applicationForm', asked, (pointer, path) =>
      isMember(parseShape(DossierKind.schema), pointer.split('/').slice(1))
        ? []
        : [say(path, 'form-asks-for-no-member', { pointer })],
    ),
    ...each('/disclosures', scheme.disclosures, ({ field, required }, path) =>
      required
        ? TAKEN_FROM[field]
            .filter((member) => !asked.includes(member))
            .map((member) => say(`${path}/field`, 'disclosure-without-field', { field, member }))
        : [],
    ),
  ];
}

/** The parts of a schema that say which members there are. */
type Shape = {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly anyOf?: readonly Shape[];
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
};

/** A schema is made of these words, whatever else it holds. */
function parseShape(schema: object): Shape {
  return schema;
}

function isMember(shape: Shape, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (shape.anyOf) return shape.anyOf.some((one) => isMember(one, [name, ...rest]));
  if (shape.items) return /^\d+$/.test(name) && isMember(shape.items, rest);
  const named = Object.hasOwn(shape.properties ?? {}, name) ? shape.properties?.[name] : undefined;
  if (named) return isMember(named, rest);
  return Object.entries(shape.patternProperties ?? {}).some(
    ([pattern, one]) => new RegExp(pattern).test(name) && isMember(one, rest),
  );
}
