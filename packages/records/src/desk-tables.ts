import type { WaitsFor } from '@assay/conformity/case-desk';
import type { Stage } from '@assay/conformity/journey';
import type { CaseId, Digest, EditionRef, LabelId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { GeneratedAlways } from 'kysely';

import type { MaybeTime, Time } from './columns.ts';

/** Which commands were obeyed, and where each case lies. */
export type DeskTables = {
  act: {
    administrator: string;
    key: string;
    digest: Digest;
    stream: CaseId | LabelId;
    first_version: number;
    last_version: number;
  };
  case_desk: {
    administrator: string;
    case_id: CaseId;
    scheme: EditionRef;
    scheme_id: string;
    level: number;
    product: string;
    manufacturer: string;
    applicant: OrganisationId | null;
    laboratory: OrganisationId | null;
    stage: Exclude<Stage, 'none'>;
    waits_for: WaitsFor;
    due_on: CalendarDate | null;
    due_clock: string | null;
    overdue_from: MaybeTime;
    filed_at: Time;
    received: GeneratedAlways<number>;
    complete_at: MaybeTime;
    decided_at: MaybeTime;
    version: number;
    updated_at: Time;
    label: LabelId | null;
    identity: readonly string[];
    took: readonly PersonId[];
  };
};
