import type { GeneratedAlways } from 'kysely';

import type { DraftId, EvidenceId, ProductId, UploadId } from '@assay/vocabulary/desk-ids';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import type {
  BodyId,
  CaseId,
  Digest,
  EditionRef,
  InvitationId,
  LabelId,
  OrganisationId,
  PersonId,
  ProvisionRef,
} from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { Conflict } from '@assay/vocabulary/membership';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';
import type { Told } from '@assay/vocabulary/told';

import type { Json, MaybeTime, Time } from './columns.ts';
import type { DeskTables } from './desk-tables.ts';
import type { DoorTables } from './door-tables.ts';
import type { NoticeTables } from './notice-tables.ts';
import type { SignInTables } from './sign-in-tables.ts';

type Beside = DeskTables & DoorTables & NoticeTables & SignInTables;

/** The tables of `migrations/`, column by column. Rows stay inside this package. */
export type Tables = Beside & {
  event: {
    administrator: string;
    stream: CaseId | LabelId;
    version: number;
    type: string;
    at: Time;
    by: PersonId;
    because: string;
    data: Json<object>;
  };
  document: {
    administrator: string;
    digest: Digest;
    kind: string;
    media_type: string;
    body: Uint8Array;
    received_at: Time;
  };
  label: {
    administrator: string;
    id: LabelId;
    idem: string;
    case_id: CaseId;
    state: 'pending' | 'integrated' | 'granted';
    list: number;
    idx: number;
    payload: string;
    facts: string;
    jws: string | null;
    vc_hash: string | null;
    offline_code: string | null;
    leaf: number | null;
    last_leaf: number | null;
  };
  outbox: {
    seq: GeneratedAlways<number>;
    administrator: string;
    kind: string;
    label: LabelId | null;
    members: Json<Readonly<Record<string, unknown>>>;
  };
  leaf: { administrator: string; log: string; idx: number; entry: Uint8Array; hash: Uint8Array };
  checkpoint: { administrator: string; log: string; size: number; root: Uint8Array; note: string };
  published: { administrator: string; log: string; size: number };
  log_fence: { administrator: string; log: string; token: number };
  label_status: {
    administrator: string;
    label: LabelId;
    list: number;
    idx: number;
    suspended: boolean;
    revoked: boolean;
    since: Time;
    leaf: number;
  };
  status_list: {
    administrator: string;
    purpose: 'suspension' | 'revocation';
    list: number;
    seq: number;
    jws: string;
    jws_hash: string;
    through: number;
    published_at: Time;
  };
  register: {
    administrator: string;
    label_id: LabelId;
    record: Json<LabelRecord>;
    state: 'valid' | 'suspended' | 'revoked';
    product: string;
    brand: string;
    manufacturer: string;
    category: string;
    scheme: EditionRef;
    level: number;
    valid_until: Time;
    granted_at: Time;
    codes: readonly string[];
    search: string;
  };
  witnessed: {
    witness: string;
    origin: string;
    size: number;
    root: Uint8Array;
    note: string;
    cosigned_at: Time;
  };
  mirrored_log: {
    origin: string;
    size: number;
    root: Uint8Array;
    note: string;
    cosigned_at: Time | null;
    accepted_at: Time;
  };
  mirror_look: { origin: string; looked_at: Time; since: Time; fault: Json<unknown> | null };
  mirrored_tile: { origin: string; level: number; idx: number; width: number; bytes: Uint8Array };
  mirrored_credential: { vc_hash: string; origin: string; jws: string };
  mirrored_list: {
    origin: string;
    purpose: 'suspension' | 'revocation';
    list: number;
    logged_hash: string;
    logged_through: number;
    held_hash: string | null;
    jws: string | null;
    valid_until: Time | null;
  };
  mirrored_label: {
    origin: string;
    label_id: LabelId;
    idx: number;
    vc_hash: string;
    kid: string;
    product: Json<MirroredProduct>;
    holder: Json<MirroredHolder>;
    tier: string;
    support_end: CalendarDate | null;
    valid_from: Time;
    valid_until: Time;
    list: number;
    list_index: number;
    state: 'granted' | 'suspended' | 'revoked';
    since: Time;
    granted_at: Time;
    last_idx: number;
    codes: readonly string[];
    search: string;
  };
  mirror_alarm: {
    origin: string;
    kind: string;
    evidence_hash: string;
    held_note: string | null;
    offered_note: string;
    detail: Json<unknown>;
    raised_at: Time;
  };
  product: {
    organisation: OrganisationId;
    id: ProductId;
    name: string;
    brand: string;
    manufacturer: string;
    models: readonly string[];
    gtins: readonly string[];
    category: string;
    version: number;
    begun_at: Time;
    changed_at: Time;
    changed_by: PersonId;
  };
  draft: {
    organisation: OrganisationId;
    id: DraftId;
    product: ProductId;
    purpose: 'application' | 'correction';
    administrator: string;
    case_id: CaseId;
    scheme: EditionRef;
    level: number;
    document: Json<DossierDraft>;
    told: Json<Told>;
    version: number;
    begun_at: Time;
    saved_at: Time;
    saved_by: PersonId;
    handed_in_at: Time | null;
  };
  evidence: {
    organisation: OrganisationId;
    id: EvidenceId;
    digest: Digest;
    file_name: string;
    media_type: string;
    size: number;
    kind: string;
    title: string;
    effective_from: CalendarDate;
    effective_to: CalendarDate | null;
    confidential: boolean;
    covers: readonly ProvisionRef[];
    received_at: Time;
    received_by: PersonId;
  };
  evidence_withdrawal: {
    organisation: OrganisationId;
    evidence: EvidenceId;
    reason: string;
    withdrawn_at: Time;
    withdrawn_by: PersonId;
  };
  upload: {
    organisation: OrganisationId;
    id: UploadId;
    file_name: string;
    declared_type: string;
    size: number;
    received: number;
    begun_at: Time;
    begun_by: PersonId;
    expires_at: Time;
    evidence: EvidenceId | null;
  };
  upload_piece: {
    organisation: OrganisationId;
    upload: UploadId;
    start: number;
    size: number;
    name: string;
  };
  organisation: {
    id: OrganisationId;
    name: string;
    kinds: readonly OrganisationKind[];
    contact: string | null;
    administrator: string | null;
    body: BodyId | null;
    manufacturers: readonly string[];
    schemes: readonly string[];
    version: number;
    registered_at: Time;
  };
  organisation_event: Line & { organisation: OrganisationId; version: number };
  person: { id: PersonId; name: string; mail: string | null; since: Time };
  membership: {
    person: PersonId;
    organisation: OrganisationId;
    roles: readonly Role[];
    conflicts: Json<readonly Conflict[]>;
    since: Time;
    until: MaybeTime;
  };
  invitation: {
    id: InvitationId;
    organisation: OrganisationId;
    mail: string | null;
    roles: readonly Role[];
    token_hash: string;
    invited_at: Time;
    invited_by: PersonId | null;
    expires_at: Time;
    accepted_at: MaybeTime;
    accepted_by: PersonId | null;
    revoked_at: MaybeTime;
    revoked_by: PersonId | null;
  };
  recognition: Line & { body: BodyId; scheme: string; version: number };
  setting: { administrator: string; name: string; value: Json<unknown> };
};

/** What a log entry says of the product, and of who holds the label. */
export type MirroredProduct = {
  readonly brand: string;
  readonly model: string;
  readonly gtins: readonly string[];
};
export type MirroredHolder = { readonly id: string; readonly name: string };

/** A line of a history, whatever it is the history of. */
type Line = {
  type: string;
  at: Time;
  by: PersonId | null;
  seat: OrganisationId | null;
  because: string;
  data: Json<object>;
};
