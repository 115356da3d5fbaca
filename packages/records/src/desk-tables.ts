import type { Stage } from '@assay/conformity/journey';
import type { Step, WaitsFor } from '@assay/vocabulary/case-step';
import type { CaseId, Digest, EditionRef, LabelId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { ReportDraft } from '@assay/vocabulary/report-draft';
import type { SigningJwk } from '@assay/vocabulary/report-signature';
import type { GeneratedAlways } from 'kysely';

import type { Json, MaybeTime, Time } from './columns.ts';

/** Which commands were obeyed, where each case lies, and what laboratories have entered for it. */
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
  further_due: {
    administrator: string;
    case_id: CaseId;
    clock: string;
    waits_for: Step;
    due_on: CalendarDate;
    overdue_from: Time;
  };
  report_draft: {
    administrator: string;
    case_id: CaseId;
    laboratory: OrganisationId;
    number: number;
    document: Json<ReportDraft>;
    version: number;
    begun_at: Time;
    saved_at: Time;
    saved_by: PersonId;
    report: Digest | null;
  };
  finished_report: {
    administrator: string;
    case_id: CaseId;
    laboratory: OrganisationId;
    digest: Digest;
    file_name: string;
    body: Uint8Array;
    sent_at: Time;
    sent_by: PersonId;
  };
  report_key: {
    laboratory: OrganisationId;
    thumbprint: string;
    name: string;
    jwk: Json<SigningJwk>;
    added_at: Time;
    added_by: PersonId;
    revoked_at: MaybeTime;
    revoked_by: PersonId | null;
    revoked_because: string | null;
  };
};
