import { emptyDraft } from '@assay/conformity/1-application/draft';
import { editorOf, type Editor } from '@assay/conformity/1-application/editor';
import { evidenceWith, type KeptEvidence } from '@assay/records/evidence';
import {
  beginDraft as noteDraft,
  draftsOf,
  readDraft,
  type DraftRow,
  type KeptDraft,
} from '@assay/records/draft';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import { namesOfProducts, readProduct, type KeptProduct } from '@assay/records/product';
import { BYTES_OF_ID, drawnFrom, mintId, type DraftId, type ProductId } from '@assay/vocabulary/desk-ids';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import {
  parseCaseId,
  type CaseId,
  type EditionRef,
  type OrganisationId,
  type PersonId,
} from '@assay/vocabulary/ids';
import { dateIn } from '@assay/vocabulary/instant';
import type { Product } from '@assay/vocabulary/product';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { officeFor, type UnknownAdministrator } from '../0-programme/office-for.ts';
import { type Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';
import { tablesAsked, type TableAsked } from './ixit-tables.ts';
import type { NoSuchProduct } from './own-products.ts';
import { isOffered, type NotOffered } from './submit-application.ts';

type Of = { readonly organisation: OrganisationId };
type By = Of & { readonly by: PersonId };

export type NoSuchDraft = { readonly code: 'no-such-draft' };

/** Which label is asked for, and of whom. */
export type Wanted = {
  readonly administrator: string;
  readonly scheme: EditionRef;
  readonly level: number;
};

/** Begins an application for a product; what names the product stands in it already. */
export async function beginDraft(
  office: Office,
  { organisation, by, product: id, ...wanted }: By & Wanted & { readonly product: ProductId },
): Promise<Result<DraftId, NotOffered | NoSuchProduct | UnknownAdministrator>> {
  const home = await officeFor(office, wanted.administrator);
  if (!home.ok) return home;
  const offered = isOffered(office, wanted.scheme, wanted.level);
  if (!offered.ok) return offered;
  const kept = await readProduct(office.records.read, { organisation, id });
  if (!kept) return refuse({ code: 'no-such-product-here' });
  const draft = mintId('draft', office.random(BYTES_OF_ID));
  await office.records.write((tx) =>
    noteDraft(tx, {
      ...{ organisation, id: draft, product: id, purpose: 'application', ...wanted, by },
      ...{ case: newCaseId(office), told: { eligibility: [] }, at: office.clock() },
      draft: { ...namedDraft(kept.product), schemes: [wanted.scheme] },
    }),
  );
  return ok(draft);
}

/** A draft as a list shows it, with the name of its product. */
export type DraftLine = DraftRow & { readonly name: string };

/** The drafts of an organisation, the one saved last first: two questions, however many they are. */
export async function ownDrafts(
  { records }: Pick<Office, 'records'>,
  { organisation, after }: Of & { readonly after?: string | undefined },
): Promise<Result<Page<DraftLine>, MalformedCursor>> {
  const page = await draftsOf(records.read, { organisation, after, limit: 50 });
  if (!page.ok) return page;
  const ids = page.value.rows.map(({ product }) => product);
  const names = await namesOfProducts(records.read, { organisation, ids: [...new Set(ids)] });
  const rows = page.value.rows.map((row) => ({ ...row, name: names.get(row.product) ?? row.product }));
  return ok({ ...page.value, rows });
}

/** A draft with all that its pages show. */
export type OpenDraft = {
  readonly kept: KeptDraft;
  readonly product: KeptProduct;
  readonly scheme: SchemeEdition;
  readonly editor: Editor;
  /** Tables of details that tests read. */
  readonly tables: readonly TableAsked[];
  /** The files that it names, by their ids; one that is not here was named by an imported dossier. */
  readonly files: ReadonlyMap<string, KeptEvidence>;
};

/** Opens a draft of one's own organisation and judges it as it stands today. */
export async function openDraft(
  office: Pick<Office, 'records' | 'library' | 'clock'>,
  { organisation, draft: id }: Of & { readonly draft: DraftId },
): Promise<Result<OpenDraft, NoSuchDraft>> {
  const kept = await readDraft(office.records.read, { organisation, id });
  if (!kept) return refuse({ code: 'no-such-draft' });
  const product = await readProduct(office.records.read, { organisation, id: kept.product });
  if (!product) throw new Error(`${id} is a draft for ${kept.product}, which is not among the products`);
  const scheme = schemeOf(office, kept.scheme);
  const asOf = dateIn(office.clock(), scheme.timeZone);
  const { catalogue } = office.library;
  const editor = editorOf({ draft: kept.draft, scheme, level: kept.level, catalogue, asOf });
  const files = await filesOf(office, organisation, kept.draft);
  const tables = tablesAsked(office.library, kept.draft, editor.requirements);
  return ok({ kept, product, scheme, editor, tables, files });
}

/** The files that the items of a draft name: of those with the same bytes the one of the same id, else the newest. */
async function filesOf(
  { records }: Pick<Office, 'records'>,
  organisation: OrganisationId,
  draft: Pick<DossierDraft, 'evidence'>,
): Promise<ReadonlyMap<string, KeptEvidence>> {
  const digests = draft.evidence.map(({ digest }) => digest);
  const held = await evidenceWith(records.read, { organisation, digests });
  return new Map(
    draft.evidence.flatMap((item): readonly (readonly [string, KeptEvidence])[] => {
      const same = held.filter(({ digest }) => digest === item.digest);
      const file =
        same.find(({ id }) => id === item.id) ?? same.find(({ withdrawn }) => !withdrawn) ?? same[0];
      return file ? [[item.id, file]] : [];
    }),
  );
}

/** A draft that says what names the product and nothing else. */
function namedDraft({ name, brand, manufacturer, models, gtins, category }: Product): DossierDraft {
  const product = { name, brand, manufacturer, models, gtins, category };
  return { ...emptyDraft(shortName(name)), product };
}

/** A lower-case name with hyphens, such as documents have. */
function shortName(name: string): string {
  const short = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
  return short === '' ? 'dossier' : short;
}

/** The case that a draft will be. */
export function newCaseId({ random }: Pick<Office, 'random'>): CaseId {
  const id = parseCaseId(`case_${drawnFrom(random(BYTES_OF_ID))}`);
  if (!id.ok) throw new Error('a case id takes ten random bytes');
  return id.value;
}
