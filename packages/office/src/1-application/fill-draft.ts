import { draftOf } from '@assay/conformity/1-application/draft';
import { caseOf, type Case } from '@assay/conformity/case';
import { readBytesAs, type CannotRead } from '@assay/formats/read-document';
import type { VersionConflict } from '@assay/records/case-file';
import { readCaseLine } from '@assay/records/case-desk';
import { readStream } from '@assay/records/case-file';
import { beginDraft as noteDraft, draftOfCase, readDraft, type KeptDraft } from '@assay/records/draft';
import { BYTES_OF_ID, mintId, type DraftId } from '@assay/vocabulary/desk-ids';
import { DossierDraftKind, type DossierDraft } from '@assay/vocabulary/dossier-draft';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { CaseId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { readDossier, type Handed, type Inconsistent } from '../handed.ts';
import { keptDossier } from '../kept-document.ts';
import type { Office } from '../office.ts';
import { change, type HandedIn, type OneDraft, type Saved } from './answer-draft.ts';
import { beginDraft as beginNew, type NoSuchDraft } from './own-drafts.ts';
import { addProductOfCase } from './own-products.ts';

export type NoSuchOwnCase = { readonly code: 'no-such-case-of-ours' };
/** A document holds a character that no database keeps. */
export type NotSound = { readonly code: 'text-not-sound' };

/**
 * Puts a dossier, or a draft that the command line has made, in the place of what a draft says. Declarations are not taken
 * along: each is signed here, by itself. Files that it names are asked for where they are not here.
 */
export async function importDossier(
  office: Office,
  { handed, ...one }: OneDraft & { readonly handed: Handed },
): Promise<Result<Saved, NoSuchDraft | HandedIn | CannotRead | Inconsistent | NotSound | VersionConflict>> {
  const draft = readBytesAs(DossierDraftKind, handed.file, handed.bytes);
  if (draft.ok) return fillWith(office, one, draft.value.document);
  const dossier = readDossier(office.library, handed);
  return dossier.ok ? fillWith(office, one, draftOf(dossier.value.document)) : dossier;
}

/** Puts what an earlier application of the same organisation said in the place of what a draft says. */
export async function copyFromCase(
  office: Office,
  { case: from, ...one }: OneDraft & { readonly case: CaseId },
): Promise<Result<Saved, NoSuchDraft | HandedIn | NotSound | NoSuchOwnCase | VersionConflict>> {
  const own = await ownCase(office, one.organisation, from);
  if (!own) return refuse({ code: 'no-such-case-of-ours' });
  const dossier = await keptDossier(office.records.read, own.administrator, own.state.dossier);
  return fillWith(office, one, draftOf(dossier));
}

/** Opens a correction of an application that came back, filled as it was handed in; the one that is open already, if any. */
export async function beginCorrection(
  office: Office,
  {
    organisation,
    by,
    case: returned,
  }: {
    readonly organisation: OrganisationId;
    readonly by: PersonId;
    readonly case: CaseId;
  },
): Promise<Result<DraftId, NoSuchOwnCase | { readonly code: 'not-returned'; readonly stage: string }>> {
  const own = await ownCase(office, organisation, returned);
  if (!own) return refuse({ code: 'no-such-case-of-ours' });
  const { state, newest, administrator } = own;
  if (state.stage !== 'returned') return refuse({ code: 'not-returned', stage: state.stage });
  if (newest?.handedInAt === undefined && newest) return ok(newest.id);
  const { scheme, level } = state;
  const dossier = await keptDossier(office.records.read, administrator, state.dossier);
  const { product, told } = await beforeIt(office, { organisation, by, own, dossier });
  const draft = { ...draftOf(dossier), schemes: [scheme] };
  const id = mintId('draft', office.random(BYTES_OF_ID));
  await office.records.write((tx) =>
    noteDraft(tx, {
      ...{ organisation, id, product, purpose: 'correction', administrator, case: returned },
      ...{ scheme, level, told, draft, at: office.clock(), by },
    }),
  );
  return ok(id);
}

/** Begins an application anew for the product of one that ended, filled as that one was; nothing of it is signed yet. */
export async function applyAgain(
  office: Office,
  { organisation, by, case: ended }: By & { readonly case: CaseId },
): Promise<Result<DraftId, NoSuchOwnCase | { readonly code: 'still-open' } | NotBegun>> {
  const own = await ownCase(office, organisation, ended);
  if (!own) return refuse({ code: 'no-such-case-of-ours' });
  const { state, administrator } = own;
  if (!ENDED.has(state.stage)) return refuse({ code: 'still-open' });
  const { scheme, level } = state;
  const dossier = await keptDossier(office.records.read, administrator, state.dossier);
  const { product } = await beforeIt(office, { organisation, by, own, dossier });
  const begun = await beginNew(office, { organisation, by, product, administrator, scheme, level });
  if (!begun.ok) return begun;
  const filled = await copyFromCase(office, { organisation, by, draft: begun.value, case: ended });
  return filled.ok ? ok(begun.value) : filled;
}

type NotBegun = Refused<typeof beginNew> | Refused<typeof copyFromCase>;
type Refused<F extends (...args: never[]) => Promise<Result<unknown, unknown>>> = Extract<
  Awaited<ReturnType<F>>,
  { readonly ok: false }
>['refusal'];
type By = { readonly organisation: OrganisationId; readonly by: PersonId };
const ENDED: ReadonlySet<string> = new Set(['refused', 'dismissed', 'discontinued']);

type OwnCase = {
  readonly state: Exclude<Case, { stage: 'none' }>;
  readonly administrator: string;
  /** Absent: it was handed in without a draft, by a program. */
  readonly newest: Awaited<ReturnType<typeof draftOfCase>>;
};

/** The product of a case and what was told with it, as the draft before says; of one without a draft, as the case does. */
async function beforeIt(
  office: Office,
  { organisation, by, own, dossier }: By & { readonly own: OwnCase; readonly dossier: Dossier },
): Promise<Pick<KeptDraft, 'product' | 'told'>> {
  const { newest, state } = own;
  const before = newest && (await readDraft(office.records.read, { organisation, id: newest.id }));
  if (before) return before;
  const { name, brand, manufacturer, models, gtins, category } = dossier.product;
  const named = { name, brand, manufacturer, models: [...models], gtins: [...gtins], category };
  const product = await addProductOfCase(office, { organisation, by, product: named });
  const { eligibility, priorDenials } = state;
  return {
    product,
    told: { eligibility: [...eligibility], ...(priorDenials && { priorDenials: [...priorDenials] }) },
  };
}

/** A case for which this organisation applied: nobody else's is found. */
async function ownCase(
  { records, clock }: Pick<Office, 'records' | 'clock'>,
  organisation: OrganisationId,
  id: CaseId,
): Promise<OwnCase | undefined> {
  const newest = await draftOfCase(records.read, { organisation, case: id });
  const sight = { kind: 'applicant', organisation } as const;
  const line = newest ?? (await readCaseLine(records.read, { sight, at: clock(), case: id }));
  if (!line) return undefined;
  const { administrator } = line;
  const state = caseOf(await readStream(records.read, { administrator, stream: id }));
  return state.stage === 'none' ? undefined : { state, administrator, newest };
}

function fillWith(office: Office, one: OneDraft, filling: DossierDraft) {
  return change<NotSound>(office, one, (kept) => {
    if (!isSound(filling)) return refuse({ code: 'text-not-sound' });
    const draft = {
      ...filling,
      draft: kept.draft.draft,
      schemes: [kept.scheme],
      skipped: [],
      declarations: [],
    };
    return ok({ ...kept, draft, told: { ...kept.told, eligibility: [] } });
  });
}

/** Whether all text can be kept: YAML may spell out the character that ends texts, and halves of others. */
function isSound(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => isSound(name) && isSound(member));
}
