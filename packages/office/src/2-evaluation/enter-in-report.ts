import { canonicalJson } from '@assay/attestation/canonical-json';
import {
  entered,
  placeOf,
  standsAt,
  type EntryPlace,
  type NotEnterable,
  type ReportEntry,
} from '@assay/conformity/2-evaluation/report-draft';
import type { VersionConflict } from '@assay/records/case-file';
import { saveReportDraft } from '@assay/records/report-draft';
import { evidenceWith } from '@assay/records/evidence';
import type { ReportDraft } from '@assay/vocabulary/report-draft';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { digestOf } from '../digest.ts';
import { administratorOf, type Office } from '../office.ts';
import { openBench, type AtBench, type Bench, type NoBench } from './report-bench.ts';

/** Somebody else entered the same since the form was made. */
export type ReportChanged = { readonly code: 'report-draft-changed' };
export type ReportHandedIn = { readonly code: 'report-handed-in' };
export type OutputNotHeld = { readonly code: 'output-not-held'; readonly digest: string };
type Unsaved =
  NoBench | NotEnterable | ReportChanged | ReportHandedIn | OutputNotHeld | NoInstrument | VersionConflict;
export type NoInstrument = { readonly code: 'no-such-instrument' };

/** What the sender had seen: a form the mark of what stood at its place, a program the version of the whole. */
type Seen = { readonly saw?: string | undefined; readonly expected?: number | undefined };

/** Tries again where somebody else saved at the same moment: each try begins with what stands there then. */
const TRIES = 8;

/**
 * Enters one thing into the report of a case and keeps it at once. By the mark of its place what others entered elsewhere
 * meanwhile stays, and what they entered here is told and not overwritten; of another version nothing is changed.
 */
export async function enterInReport(
  office: Office,
  { entry, saw, expected, ...at }: AtBench & Seen & { readonly entry: ReportEntry },
): Promise<Result<Bench, Unsaved>> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const bench = await openBench(office, at);
    if (!bench.ok) return bench;
    const { draft, plan, kept, version: actual } = bench.value;
    if (kept?.report !== undefined) return refuse({ code: 'report-handed-in' });
    if (expected !== undefined && expected !== actual)
      return refuse({ code: 'version-conflict', expected, actual });
    if (entry.enter === 'no-instrument' && !draft.instruments[entry.place])
      return refuse({ code: 'no-such-instrument' });
    if (saw !== undefined && saw !== markAt(draft, placeOf(entry)))
      return refuse({ code: 'report-draft-changed' });
    const held = await holdsOutput(office, bench.value, entry);
    if (!held.ok) return held;
    const next = entered(draft, plan, entry);
    if (!next.ok) return next;
    const version = await saved(office, bench.value, next.value);
    if (version !== undefined) return ok({ ...bench.value, draft: next.value, version });
  }
  throw new Error(`the report of ${at.case} was saved by others ${String(TRIES)} times meanwhile`);
}

/** The mark of what stands at a place. */
export function markAt(draft: ReportDraft, place: EntryPlace): string {
  return digestOf(canonicalJson(standsAt(draft, place) ?? null)).slice(MARK_FROM, MARK_FROM + MARK_LENGTH);
}

const MARK_FROM = 'sha256:'.length;
const MARK_LENGTH = 24;

/** Begins a further report with what the last one said, once that was handed in. */
export async function beginFurtherReport(
  office: Office,
  { expected, ...at }: AtBench & Pick<Seen, 'expected'>,
): Promise<Result<Bench, NoBench | VersionConflict | { readonly code: 'report-not-handed-in' }>> {
  const bench = await openBench(office, at);
  if (!bench.ok) return bench;
  const { kept, draft, number, version: actual } = bench.value;
  if (expected !== undefined && expected !== actual)
    return refuse({ code: 'version-conflict', expected, actual });
  if (kept?.report === undefined) return refuse({ code: 'report-not-handed-in' });
  await saved(office, { ...bench.value, kept: undefined, number: number + 1 }, draft);
  return openBench(office, at);
}

async function saved(
  office: Office,
  { state, laboratory, number, kept, analyst, version }: Bench,
  draft: ReportDraft,
): Promise<number | undefined> {
  const { organisation } = laboratory;
  const saving = await office.records.write((tx) =>
    saveReportDraft(tx, {
      ...{ administrator: administratorOf(office), case: state.id, laboratory: organisation, number, draft },
      ...{ expected: kept?.version ?? 0, after: version, at: office.clock(), by: analyst.id },
    }),
  );
  return saving.ok ? saving.value : undefined;
}

/** An output that is named is a file that this laboratory keeps here. */
async function holdsOutput(
  office: Office,
  { laboratory: { organisation } }: Bench,
  entry: ReportEntry,
): Promise<Result<undefined, OutputNotHeld>> {
  if (entry.enter !== 'instrument' || entry.instrument.output === undefined) return ok(undefined);
  const digest = entry.instrument.output;
  const files = await evidenceWith(office.records.read, { organisation, digests: [digest] });
  return files.length > 0 ? ok(undefined) : refuse({ code: 'output-not-held', digest });
}
