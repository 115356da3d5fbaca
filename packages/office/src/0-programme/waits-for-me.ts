import { STEPS, type Step } from '@assay/vocabulary/case-step';
import { countCases } from '@assay/records/case-counts';
import { caseQueue, type CaseLine } from '@assay/records/case-desk';

import type { Office } from '../office.ts';
import type { Signed } from '../sign-in/signed.ts';
import { sightsOfSeat } from './sight-of.ts';

/** What waits for somebody; `open` and `overdue` are of all that they see, as far as it is counted. */
export type WaitsForMe = {
  readonly waiting: readonly Waiting[];
  readonly overdue: number;
  readonly open: number;
};

/** One step at which somebody is waited for: how many cases in all, and the first of them in the order of receipt. */
type Waiting = { readonly step: Step; readonly count: number; readonly first: readonly CaseLine[] };

const FIRST = 10;

/**
 * What waits for somebody in the seat that they act from, and how many cases in their sight are overdue, whoever is waited for. Two questions for
 * what they see, and one more for each of their roles that is waited for.
 */
export async function waitsForMe(
  office: Pick<Office, 'records' | 'clock'>,
  signed: Signed,
): Promise<WaitsForMe> {
  const [sight] = await sightsOfSeat(office, signed);
  if (!sight) return { waiting: [], overdue: 0, open: 0 };
  const at = office.clock();
  const reader = office.records.read;
  const { overdue, ...counts } = await countCases(reader, { sight, at });
  // A step bears the name of the role that it waits for.
  const steps = STEPS.filter((step) => counts[step] > 0 && signed.roles.some((role) => role === step));
  const waiting = await Promise.all(
    steps.map(async (step) => {
      const page = await caseQueue(reader, { sight, at, waitsFor: step, limit: FIRST });
      if (!page.ok) throw new Error('unreachable: there is no cursor');
      return { step, count: counts[step], first: page.value.rows };
    }),
  );
  return { waiting, overdue, open: Object.values(counts).reduce((sum, one) => sum + one, 0) };
}
