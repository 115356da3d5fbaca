import type { Dossier } from '@assay/vocabulary/dossier';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** Members that every dossier has and this draft does not have yet, as JSON Pointers. */
export type Incomplete = { readonly code: 'draft-incomplete'; readonly members: readonly string[] };

/** What stands in a dossier for something that the product's papers do not say. */
const NOT_STATED = 'not stated';

/** A draft in which nothing is answered yet. */
export function emptyDraft(name: string): DossierDraft {
  return {
    draft: name,
    schemes: [],
    skipped: [],
    product: {},
    components: [],
    facts: {},
    statements: [],
    ixit: [],
    evidence: [],
    disclosures: {},
    contacts: {},
    declarations: [],
  };
}

/** A dossier opened again as a draft; what reads "not stated" counts as not answered. */
export function draftOf(dossier: Dossier): DossierDraft {
  const { dossier: name, product, contacts, components, ...rest } = dossier;
  const isSaid = (value: unknown) => value !== NOT_STATED && value !== 'not-stated' && !isOnly(value);
  return {
    draft: name,
    schemes: [],
    skipped: [],
    ...rest,
    product: Object.fromEntries(Object.entries(product).filter(([, value]) => isSaid(value))),
    components: components.filter((one) => one.name !== NOT_STATED),
    contacts: Object.fromEntries(Object.entries(contacts).filter(([, value]) => isSaid(value))),
  };
}

function isOnly(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => one === NOT_STATED);
}

/**
 * The dossier that a draft has become. In whichever order the answers came, the same answers make the same dossier. Refuses while a member is missing
 * that every dossier has; what a single scheme misses is for its gap to say.
 */
export function dossierOf(draft: DossierDraft): Result<Dossier, Incomplete> {
  const members = missingMembers(draft);
  return members.length > 0 ? refuse({ code: 'draft-incomplete', members }) : ok(provisional(draft));
}

/** The draft as a dossier that can be judged before it is complete: what is missing reads "not stated". */
export function provisional(draft: DossierDraft): Dossier {
  const { product, contacts, supportPeriod, provenance } = draft;
  const { components, facts, statements, ixit, evidence, disclosures, declarations } = draft;
  return {
    dossier: draft.draft,
    provenance: provenance ?? { kind: 'submitted', note: 'Answered question by question.', sources: [] },
    product: {
      name: product.name ?? NOT_STATED,
      brand: product.brand ?? NOT_STATED,
      manufacturer: product.manufacturer ?? NOT_STATED,
      models: product.models ?? [NOT_STATED],
      gtins: product.gtins ?? [],
      category: product.category ?? 'not-stated',
      hardwareVersions: product.hardwareVersions ?? [NOT_STATED],
      firmwareVersions: product.firmwareVersions ?? [NOT_STATED],
    },
    components: components.length > 0 ? sorted(components, ({ id }) => id) : [{ ...UNNAMED }],
    facts: Object.fromEntries(sorted(Object.entries(facts), ([id]) => id)),
    statements: sorted(statements, ({ provision }) => provision),
    ixit: sorted(ixit, ({ table }) => table),
    evidence: sorted(evidence, ({ id }) => id),
    disclosures: Object.fromEntries(sorted(Object.entries(disclosures), ([field]) => field)),
    supportPeriod: supportPeriod ?? { state: 'not-published' },
    contacts: { ...contacts, security: contacts.security ?? NOT_STATED },
    declarations: sorted(declarations, ({ declaration, version }) => `${declaration}@${version}`),
  };
}

const UNNAMED = {
  id: 'device',
  kind: 'device',
  name: NOT_STATED,
  maker: NOT_STATED,
  version: NOT_STATED,
} as const;

function missingMembers({ product, components, contacts, supportPeriod }: DossierDraft): readonly string[] {
  return [
    ...PRODUCT_MEMBERS.filter((member) => product[member] === undefined).map((one) => `/product/${one}`),
    ...(components.length === 0 ? ['/components'] : []),
    ...(supportPeriod === undefined ? ['/supportPeriod'] : []),
    ...(contacts.security === undefined ? ['/contacts/security'] : []),
  ];
}

/** Members of the product in the order in which they are asked. */
export const PRODUCT_MEMBERS = [
  'name',
  'brand',
  'manufacturer',
  'models',
  'gtins',
  'category',
  'hardwareVersions',
  'firmwareVersions',
] as const;
export type ProductMember = (typeof PRODUCT_MEMBERS)[number];

function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((one, other) => key(one).localeCompare(key(other), 'en', { numeric: true }));
}
