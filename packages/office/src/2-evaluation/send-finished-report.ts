import type { CannotRead } from '@assay/formats/read-document';
import { dropFinishedReport, keepFinishedReport } from '@assay/records/finished-report';
import type { Digest } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { digestOf } from '../digest.ts';
import { holdsFiles, outputsNamed } from '../evidence/files-held.ts';
import { readReport, type Handed, type Inconsistent } from '../handed.ts';
import { administratorOf, type Office } from '../office.ts';
import { openBench, type AtBench, type NoBench } from './report-bench.ts';
import { refusedNow } from './report-to-sign.ts';

type Refusals = NoBench | CannotRead | Inconsistent | { readonly code: string };

/**
 * Takes a finished report to the bench of a case, word for word, where it waits to be signed; one that waits there already
 * gives way. Refused where it cannot be read, contradicts itself, or would not be taken into the case as things stand.
 */
export async function sendFinishedReport(
  office: Office,
  { handed, ...at }: AtBench & { readonly handed: Handed },
): Promise<Result<Digest, Refusals>> {
  const bench = await openBench(office, at);
  if (!bench.ok) return bench;
  const read = readReport(office.library, handed);
  if (!read.ok) return read;
  const digest = digestOf(handed.bytes);
  const refused = refusedNow(office, bench.value, { report: read.value.document, digest });
  if (refused) return refuse(refused);
  const { state, laboratory, analyst } = bench.value;
  const { organisation } = laboratory;
  const named = outputsNamed(read.value.document);
  const held = await holdsFiles(office, office.records.read, { organisation, named });
  if (!held.ok) return held;
  await office.records.write((tx) =>
    keepFinishedReport(tx, {
      ...{ administrator: administratorOf(office), case: state.id, laboratory: organisation },
      ...{ digest, fileName: handed.file, bytes: handed.bytes },
      ...{ sentAt: office.clock(), sentBy: analyst.id },
    }),
  );
  return ok(digest);
}

/** Takes a finished report away again before anybody signed it. Nothing of it stays. */
export async function giveUpFinishedReport(
  office: Office,
  { digest, ...at }: AtBench & { readonly digest: Digest },
): Promise<Result<undefined, NoBench | { readonly code: 'no-finished-report' }>> {
  const bench = await openBench(office, at);
  if (!bench.ok) return bench;
  const { state, laboratory } = bench.value;
  const of = { case: state.id, laboratory: laboratory.organisation, digest };
  const dropped = await office.records.write((tx) =>
    dropFinishedReport(tx, { administrator: administratorOf(office), ...of }),
  );
  return dropped ? ok(undefined) : refuse({ code: 'no-finished-report' });
}
