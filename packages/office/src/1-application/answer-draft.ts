import { canonicalJson } from '@assay/attestation/canonical-json';
import {
  answered,
  standingAt,
  type DraftAnswer,
  type WrongAnswer,
} from '@assay/conformity/1-application/answer';
import { eligibilityQuestions } from '@assay/conformity/1-application/eligibility';
import type { VersionConflict } from '@assay/records/case-file';
import { readDraft, saveDraft, type DraftSave, type KeptDraft } from '@assay/records/draft';
import { readEvidence } from '@assay/records/evidence';
import type { PriorDenial } from '@assay/vocabulary/case-event';
import type { DraftId, EvidenceId } from '@assay/vocabulary/desk-ids';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import type { OrganisationId, PersonId, ProvisionRef } from '@assay/vocabulary/ids';
import { dateIn, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { Told } from '@assay/vocabulary/told';

import { digestOf } from '../digest.ts';
import type { NoSuchEvidence } from '../evidence/own-evidence.ts';
import type { Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';
import { isOffered, type NotOffered } from './submit-application.ts';
import type { NoSuchDraft } from './own-drafts.ts';

export type OneDraft = {
  readonly organisation: OrganisationId;
  readonly by: PersonId;
  readonly draft: DraftId;
  /** The version that was looked at: of another one nothing is changed. Absent: whatever stands there. */
  readonly expected?: number;
};

export type HandedIn = { readonly code: 'draft-handed-in' };
/** Somebody else answered the same since the form was made; `there`: what stands there now. */
export type ChangedHere = { readonly code: 'draft-changed-here'; readonly there: unknown };
export type Unsaved = NoSuchDraft | HandedIn | ChangedHere | WrongAnswer | VersionConflict;
/** The new version, and what is in the draft now. */
export type Saved = { readonly version: number; readonly draft: DossierDraft };

/** Tries again where somebody else saved at the same moment: each try begins with what stands there then. */
const TRIES = 8;

/**
 * Puts answers into a draft, all or none, and keeps it at once. `saw` is the mark of what stood at their places when the
 * form was made: what others answered elsewhere meanwhile stays, what they answered here is told and not overwritten.
 */
export async function answerDraft(
  office: Office,
  { answers, saw, ...one }: OneDraft & { readonly answers: readonly DraftAnswer[]; readonly saw?: string },
): Promise<Result<Saved, Unsaved>> {
  return change<WrongAnswer | ChangedHere>(office, one, (kept, at) => {
    if (saw !== undefined && saw !== markOf(kept.draft, answers))
      return refuse({
        code: 'draft-changed-here',
        there: answers.map((answer) => standingAt(kept.draft, answer)),
      });
    let { draft } = kept;
    for (const answer of answers) {
      const next = answered(draft, answer, office.library.catalogue);
      if (!next.ok) return next;
      draft = next.value;
    }
    return ok({ ...kept, draft, told: withEligibility(office, kept, answers, at) });
  });
}

/** The mark of what stands at the places of some answers, whatever they say. */
export function markOf(draft: DossierDraft, answers: readonly DraftAnswer[]): string {
  const there = answers.map((answer) => standingAt(draft, answer) ?? null);
  return digestOf(canonicalJson(there)).slice('sha256:'.length, 'sha256:'.length + 24);
}

/** Says which administrators denied the same product, or that none did. */
export function tellPriorDenials(
  office: Office,
  { priorDenials, ...one }: OneDraft & { readonly priorDenials: readonly PriorDenial[] },
): Promise<Result<Saved, Unsaved>> {
  return change(office, one, (kept) =>
    ok({ ...kept, told: { ...kept.told, priorDenials: [...priorDenials] } }),
  );
}

/** Names a file of one's own as showing provisions; those it showed in this draft before are replaced. None: it is taken out. */
export async function useEvidence(
  office: Office,
  {
    evidence,
    covers,
    ...one
  }: OneDraft & {
    readonly evidence: EvidenceId;
    readonly covers: readonly ProvisionRef[];
  },
): Promise<Result<Saved, Unsaved | NoSuchEvidence | { readonly code: 'evidence-withdrawn' }>> {
  const { organisation } = one;
  if (covers.length === 0)
    return answerDraft(office, { ...one, answers: [{ ask: 'take-out', from: 'evidence', id: evidence }] });
  const file = await readEvidence(office.records.read, { organisation, id: evidence });
  if (!file) return refuse({ code: 'no-such-evidence' });
  if (file.withdrawn) return refuse({ code: 'evidence-withdrawn' });
  const kept = await readDraft(office.records.read, { organisation, id: one.draft });
  if (!kept) return refuse({ code: 'no-such-draft' });
  const { id, kind, title, digest, confidential, effective } = file;
  const received = dateIn(file.receivedAt, schemeOf(office, kept.scheme).timeZone);
  const item = { id, kind, title, digest, received, effective, confidential, covers: [...covers] };
  return answerDraft(office, { ...one, answers: [{ ask: 'evidence', evidence: item }] });
}

export type KeepsLevel = { readonly code: 'correction-keeps-level'; readonly level: number };

/**
 * Asks for another level of the same scheme: what was answered stays, and what is asked changes. The correction of an
 * application is of the level that was applied for.
 */
export function chooseLevel(
  office: Office,
  { level, ...one }: OneDraft & { readonly level: number },
): Promise<Result<Saved, Unsaved | NotOffered | KeepsLevel>> {
  return change<NotOffered | KeepsLevel>(office, one, (kept) => {
    if (kept.purpose === 'correction') return refuse({ code: 'correction-keeps-level', level: kept.level });
    const offered = isOffered(office, kept.scheme, level);
    return offered.ok ? ok({ ...kept, level }) : offered;
  });
}

/** Loads, decides and keeps, again where another save came in between. */
export async function change<R>(
  office: Office,
  { organisation, by, draft: id, expected }: OneDraft,
  decide: (kept: KeptDraft, at: Instant) => Result<DraftSave, R>,
): Promise<Result<Saved, R | NoSuchDraft | HandedIn | VersionConflict>> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const kept = await readDraft(office.records.read, { organisation, id });
    if (!kept) return refuse({ code: 'no-such-draft' });
    if (kept.handedInAt !== undefined) return refuse({ code: 'draft-handed-in' });
    if (expected !== undefined && expected !== kept.version)
      return refuse({ code: 'version-conflict', expected, actual: kept.version });
    const at = office.clock();
    const save = decide(kept, at);
    if (!save.ok) return save;
    const saved = await office.records.write((tx) =>
      saveDraft(tx, { organisation, id, expected: kept.version, save: save.value, at, by }),
    );
    if (saved.ok) return ok({ version: saved.value, draft: save.value.draft });
  }
  throw new Error(`${id} was saved by others ${String(TRIES)} times while one answer waited`);
}

/** Answers on which it turns whether the scheme takes the product are kept with the time at which they were given. */
function withEligibility(
  office: Pick<Office, 'library'>,
  { told, scheme }: Pick<KeptDraft, 'told' | 'scheme'>,
  answers: readonly DraftAnswer[],
  at: Instant,
): Told {
  const asked = new Set(eligibilityQuestions(schemeOf(office, scheme)));
  const given = answers.flatMap((one) =>
    one.ask === 'fact' && asked.has(one.fact) ? [{ question: one.fact, answer: one.value, at }] : [],
  );
  if (given.length === 0) return told;
  const others = told.eligibility.filter((one) => !given.some(({ question }) => question === one.question));
  return { ...told, eligibility: [...others, ...given] };
}
