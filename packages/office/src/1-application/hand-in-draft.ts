import { canonicalJson } from '@assay/attestation/canonical-json';
import { dossierOf, type Incomplete } from '@assay/conformity/1-application/draft';
import { eligibilityQuestions } from '@assay/conformity/1-application/eligibility';
import type { ManufacturerNotOwn } from '@assay/conformity/1-application/own-manufacturer';
import { missingFrom } from '@assay/conformity/1-application/completeness';
import { markHandedIn, readDraft, type KeptDraft } from '@assay/records/draft';
import { readProduct } from '@assay/records/product';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { CaseId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { officeFor } from '../0-programme/office-for.ts';
import { filesNeeded, holdsFiles, type NotHeld } from '../evidence/files-held.ts';
import type { Handed } from '../handed.ts';
import type { Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';
import type { OneDraft } from './answer-draft.ts';
import type { NoSuchDraft } from './own-drafts.ts';
import { resubmitApplication, submitApplication } from './submit-application.ts';
import { underOwnName } from './under-own-name.ts';

export type NotReady =
  | Incomplete
  | { readonly code: 'prior-denials-not-told' }
  | NotHeld
  | ManufacturerNotOwn
  /** Intake would send it back for this; whoever wants to hand it in all the same says so. */
  | { readonly code: 'application-lacks'; readonly missing: readonly Reason[] };

/** What would be handed in, word for word, and what stands in its way. */
export type Preview = {
  readonly kept: KeptDraft;
  readonly dossier: Dossier | undefined;
  readonly notReady: readonly NotReady[];
};

/** Shows what handing in a draft would do, and does nothing. */
export async function previewDraft(
  office: Pick<Office, 'records' | 'library' | 'blobs'>,
  { organisation, draft: id }: Pick<OneDraft, 'organisation' | 'draft'>,
): Promise<Result<Preview, NoSuchDraft>> {
  const kept = await readDraft(office.records.read, { organisation, id });
  if (!kept) return refuse({ code: 'no-such-draft' });
  const dossier = dossierOf({ ...kept.draft, skipped: [] });
  const had = await namesBefore(office, kept);
  const named = filesNeeded(kept.draft);
  const notReady = [
    dossier,
    await holdsFiles(office, office.records.read, { organisation, named }),
    toldDenials(kept),
    dossier.ok
      ? await underOwnName(office.records.read, {
          ...{ organisation, manufacturer: dossier.value.product.manufacturer, had },
        })
      : dossier,
    dossier.ok ? lacksNothing(schemeOf(office, kept.scheme), dossier.value) : dossier,
  ].flatMap((one): readonly NotReady[] => (one.ok ? [] : [one.refusal]));
  return ok({ kept, dossier: dossier.ok ? dossier.value : undefined, notReady: [...new Set(notReady)] });
}

/** The name that the product of a draft has had since before it was lost. */
async function namesBefore(
  { records }: Pick<Office, 'records'>,
  { organisation, product: id }: KeptDraft,
): Promise<readonly string[]> {
  const kept = await readProduct(records.read, { organisation, id });
  return kept ? [kept.product.manufacturer] : [];
}

function toldDenials({ told }: KeptDraft): Result<undefined, NotReady> {
  return told.priorDenials ? ok(undefined) : refuse({ code: 'prior-denials-not-told' });
}

function lacksNothing(scheme: SchemeEdition, dossier: Dossier): Result<undefined, NotReady> {
  const missing = missingFrom(scheme, dossier, []);
  return missing.length > 0 ? refuse({ code: 'application-lacks', missing }) : ok(undefined);
}

/** The dossier that a draft becomes: the same answers give the same bytes, in whichever order they came. */
export function dossierBytes(dossier: Dossier): Handed {
  const bytes = new TextEncoder().encode(canonicalJson(dossier));
  return { file: `${dossier.dossier}.json`, bytes };
}

type HandIn = OneDraft & {
  /** Why it is handed in, kept with the event. */
  readonly because: string;
  /** Hands it in although intake would send it back for what it lacks. */
  readonly although: boolean;
};

/**
 * Makes an application of a draft, or hands in the correction that it is. The case was named when the draft was begun, so a
 * second click, a lost answer and two people at once all end in one case; a draft that was handed in answers as it did.
 */
export async function handInDraft(
  here: Office,
  { organisation, by, draft: id, expected, because, although }: HandIn,
) {
  const preview = await previewDraft(here, { organisation, draft: id });
  if (!preview.ok) return preview;
  const { kept, dossier, notReady } = preview.value;
  const home = await officeFor(here, kept.administrator);
  if (!home.ok) return home;
  const office = home.value;
  if (kept.handedInAt !== undefined) return handedIn(office, kept, true);
  if (expected !== undefined && expected !== kept.version)
    return refuse({ code: 'version-conflict' as const, expected, actual: kept.version });
  const stops = notReady.find(({ code }) => code !== 'application-lacks' || !although);
  if (stops) return refuse(stops);
  if (!dossier) throw new Error('unreachable: a draft that is no dossier yet is not ready');
  const { scheme, level } = kept;
  const { priorDenials } = kept.told;
  const command = {
    ...{ case: kept.case, by, as: organisation, because, key: keyOf(kept) },
    ...{ dossier: dossierBytes(dossier), declarations: dossier.declarations },
    eligibility: eligibilityIn(office, kept, dossier),
    had: await namesBefore(here, kept),
    ...(priorDenials && { priorDenials }),
  };
  const done =
    kept.purpose === 'correction'
      ? await resubmitApplication(office, command)
      : await submitApplication(office, { ...command, scheme, level, reports: [] });
  if (done.ok) return handedIn(office, kept, done.value.repeated);
  // The key is this draft's alone: it was recorded, and a stop came before the draft was marked.
  return done.refusal.code === 'idempotency-key-reused' ? handedIn(office, kept, true) : done;
}

export type HandedInNow = { readonly case: CaseId; readonly repeated: boolean };

/** The answers of scope with the time at which each was given, as far as they are still what the dossier says. */
function eligibilityIn(office: Pick<Office, 'library'>, { scheme, told }: KeptDraft, { facts }: Dossier) {
  const asked = eligibilityQuestions(schemeOf(office, scheme));
  return told.eligibility.filter(
    ({ question, answer }) => asked.includes(question) && facts[question] === answer,
  );
}

async function handedIn(
  { records, clock }: Office,
  { organisation, id, case: caseId }: KeptDraft,
  repeated: boolean,
) {
  await records.write((tx) => markHandedIn(tx, { organisation, id, at: clock() }));
  const done: HandedInNow = { case: caseId, repeated };
  return ok(done);
}

/** One act for one draft, whoever sends it and how often. */
function keyOf({ id }: KeptDraft): string {
  return `hand-in/${id}`;
}
