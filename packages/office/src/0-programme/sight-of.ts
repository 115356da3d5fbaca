import { seenAs, sightsOf, type SeenAs, type Sight } from '@assay/conformity/sight';
import { readCaseLine, type CaseLine } from '@assay/records/case-desk';
import { readOrganisation } from '@assay/records/organisation';
import type { CaseId } from '@assay/vocabulary/ids';

import type { Office } from '../office.ts';
import type { Signed } from '../sign-in/signed.ts';

type Seat = Pick<Signed, 'seat' | 'roles' | 'kinds' | 'administrator'>;

/** What somebody sees of the cases of this installation from the seat that they act from, the widest first. */
export async function sightsOfSeat(
  office: Pick<Office, 'records'>,
  { seat: organisation, roles, kinds, administrator }: Seat,
): Promise<readonly Sight[]> {
  if (organisation === undefined) return [];
  // Only those who look after schemes are asked of which; of everybody else the session says enough.
  const looksAfter = kinds.some((kind) => LOOKING_AFTER.has(kind));
  const found = looksAfter ? await readOrganisation(office.records.read, organisation) : undefined;
  return sightsOf({
    ...{ organisation, roles, schemes: found?.schemes ?? [] },
    ...(administrator !== undefined && { administrator }),
  });
}

const LOOKING_AFTER: ReadonlySet<string> = new Set(['lead-administrator', 'authority', 'scheme-owner']);

/** A case that somebody may know of: whose it is, its version, and by what it is seen from their seat. */
export type SeenCase = {
  readonly id: CaseId;
  readonly administrator: string;
  readonly version: number;
  readonly seenAs: readonly SeenAs[];
};

/** The case, if it is in sight from the seat; one that does not exist is in sight of nobody. */
export async function caseInSight(
  office: Pick<Office, 'records' | 'clock'>,
  seat: Seat,
  id: CaseId,
): Promise<SeenCase | undefined> {
  const sights = await sightsOfSeat(office, seat);
  const line = await lineInSight(office, sights, id);
  return (
    line && {
      ...{ id, administrator: line.administrator, version: line.version },
      seenAs: seenAs(sights, line),
    }
  );
}

/** Where a case stands, for whoever may see it. */
export async function lookAtCase(
  office: Pick<Office, 'records' | 'clock'>,
  seat: Seat,
  id: CaseId,
): Promise<CaseLine | undefined> {
  return lineInSight(office, await sightsOfSeat(office, seat), id);
}

async function lineInSight(
  office: Pick<Office, 'records' | 'clock'>,
  sights: readonly Sight[],
  id: CaseId,
): Promise<CaseLine | undefined> {
  for (const sight of sights) {
    const line = await readCaseLine(office.records.read, { sight, at: office.clock(), case: id });
    if (line) return line;
  }
  return undefined;
}
