import { editionRef, type BodyId, type OrganisationId, type PersonId } from '@assay/vocabulary/ids';

/** How far a case of the sandbox is taken: what was done last. */
export type Until =
  | 'submitted'
  | 'returned'
  | 'accepted'
  | 'asked'
  | 'tested'
  | 'evaluated'
  | 'reviewed'
  | 'granted'
  | 'labelled'
  | 'suspended'
  | 'withdrawn'
  | 'report-ordered'
  | 'reported'
  | 'suspension-ordered'
  | 'refused'
  | 'dismissed'
  | 'discontinued';

/** One invented product, and where its case or label stands. */
export type WaitingCase = {
  readonly product: string;
  readonly model: string;
  readonly until: Until;
  /** Administrator that it was handed in to, where it is not the sandbox's own. */
  readonly administrator?: string;
};

/** The scheme of these cases: its dossier and report are the invented lamp's. */
export const WAITING_SCHEME = { scheme: editionRef('us-cyber-trust-mark', '2024'), level: 1 };

/** Work for every desk, in the order in which it came in. */
export const WAITING_CASES: readonly WaitingCase[] = [
  { product: 'Sandbox Desk Lamp', model: 'SL-2 (fictional)', until: 'labelled' },
  { product: 'Sandbox Reading Lamp', model: 'SL-3 (fictional)', until: 'suspended' },
  { product: 'Sandbox Floor Lamp', model: 'SL-4 (fictional)', until: 'withdrawn' },
  { product: 'Sandbox Hall Lamp', model: 'SL-17 (fictional)', until: 'report-ordered' },
  { product: 'Sandbox Attic Lamp', model: 'SL-18 (fictional)', until: 'reported' },
  { product: 'Sandbox Cellar Lamp', model: 'SL-19 (fictional)', until: 'suspension-ordered' },
  { product: 'Sandbox Ceiling Lamp', model: 'SL-5 (fictional)', until: 'refused' },
  { product: 'Sandbox Wall Lamp', model: 'SL-6 (fictional)', until: 'dismissed' },
  { product: 'Sandbox Bedside Lamp', model: 'SL-7 (fictional)', until: 'discontinued' },
  { product: 'Sandbox Garden Lamp', model: 'SL-8 (fictional)', until: 'granted' },
  { product: 'Sandbox Night Lamp', model: 'SL-9 (fictional)', until: 'reviewed' },
  { product: 'Sandbox Mirror Lamp', model: 'SL-10 (fictional)', until: 'evaluated' },
  { product: 'Sandbox Kitchen Lamp', model: 'SL-11 (fictional)', until: 'tested' },
  { product: 'Sandbox Porch Lamp', model: 'SL-12 (fictional)', until: 'asked' },
  { product: 'Sandbox Stair Lamp', model: 'SL-13 (fictional)', until: 'accepted' },
  { product: 'Sandbox Shelf Lamp', model: 'SL-14 (fictional)', until: 'returned' },
  { product: 'Sandbox String of Lights', model: 'SL-15 (fictional)', until: 'submitted' },
  { product: 'Sandbox Lantern', model: 'SL-16 (fictional)', until: 'submitted', administrator: 'S2' },
];

/** Who oversees their scheme; named in the sandbox programme. */
export const LAMP_AUTHORITY = parsePerson('person_otto-authority');

/** Who tests these products, and from where; both are named in the sandbox programme. */
export const LAMP_TESTER = parsePerson('person_lena-laboratory');
export const LAMP_LABORATORY = {
  laboratory: parseOrganisation('org_sandbox-accredited-laboratory'),
  body: parseBody('body_sandbox-accredited-laboratory'),
};

function parsePerson(text: string): PersonId {
  return text as PersonId;
}

function parseOrganisation(text: string): OrganisationId {
  return text as OrganisationId;
}

function parseBody(text: string): BodyId {
  return text as BodyId;
}
