import { lackingIn, type ReportEntry } from '@assay/conformity/2-evaluation/report-draft';
import { enterInReport } from '@assay/office/2-evaluation/enter-in-report';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import { EnteredSchema } from '@assay/vocabulary/bench-api';
import type { Static } from '@assay/vocabulary/schema';

import type { Acting } from '../../http/desk-act.ts';
import type { CaseContext, DeskReply } from '../../http/desk-route.ts';
import { benchAt } from './bench-at.tsx';

/** Enters one thing into the report of the address, as it stood when a form was made or a program read it. */
export async function enterHere(
  { version: expected, saw }: Pick<Acting, 'version' | 'saw'>,
  at: CaseContext,
  entry: ReportEntry,
) {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { office, who } = opened.value;
  return enterInReport(office, { ...who, entry, saw, expected });
}

/** What addresses for programs at a bench have in common: the report has versions of its own. */
export const BENCH_API = {
  versioned: true,
  gives: EnteredSchema,
  refusals: ['report-handed-in', 'no-such-case'],
} as const;

/** How a report under way stands. */
export function standOf({ number, version, draft, plan }: Bench): Static<typeof EnteredSchema> {
  return { number, version, lacking: lackingIn(draft, plan).length };
}

/** What a program is told after it entered something. */
export function enteredTold(bench: Bench): DeskReply<Static<typeof EnteredSchema>> {
  return { data: standOf(bench), version: bench.version };
}
