import {
  openSurveillance,
  restore,
  suspend,
  withdraw,
  type NotSanctioned,
  type NotWatched,
} from '@assay/conformity/7-surveillance/surveillance';
import { caseOf } from '@assay/conformity/case';
import { evolveLabel, labelOf, type Holder, type Label, type Surveillance } from '@assay/conformity/label';
import {
  appendEvents,
  readStream,
  readStreamWithVersion,
  recallAct,
  type KeyReused,
  type VersionConflict,
} from '@assay/records/case-file';
import { readLabel } from '@assay/records/label';
import { holdLock, type Tx } from '@assay/records/open';
import { sendToLog } from '@assay/records/outbox';
import type { LabelEvent } from '@assay/vocabulary/case-event';
import type { EditionRef, LabelId } from '@assay/vocabulary/ids';
import type { StateAct } from '@assay/vocabulary/label-reason';
import type { LabelFacts } from '@assay/vocabulary/label-record';
import type { Actor } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { actorOf, type Acting, type NoSeat } from '../0-programme/actor-of.ts';
import { showAgain } from '../6-register/publish-labels.ts';
import { seatOf } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';

export type LabelCommand = Acting & {
  readonly label: LabelId;
  readonly because: string;
  readonly key: string;
};
export type SanctionCommand = LabelCommand & {
  readonly reasonCode: string;
  /** The order of an authority that it carries out. */
  readonly order?: string;
};

export type UnknownLabel = { readonly code: 'unknown-label'; readonly label: LabelId };
export type LabelDone = { readonly label: LabelId; readonly version: number; readonly repeated: boolean };
export type LabelRefused = NotSanctioned | NotWatched | UnknownLabel | NoSeat | KeyReused | VersionConflict;

/** Puts a label under surveillance. Nothing about what it states changes, so nothing goes to the log. */
export function openLabelSurveillance(office: Office, command: LabelCommand & Surveillance): Done {
  const { modes, nextReview } = command;
  return actOnLabel(office, command, { act: 'openSurveillance', modes, nextReview }, (label, act) =>
    openSurveillance(label, { ...act, modes, nextReview }),
  );
}

type Done = Promise<Result<LabelDone, LabelRefused>>;

/** Suspends a label: the log says so first, then the status list, then the page. */
export function suspendLabel(office: Office, command: SanctionCommand): Done {
  return changeState(office, command, { act: 'suspend', decide: suspend });
}

/** Makes a suspended label valid again. */
export function restoreLabel(office: Office, command: SanctionCommand): Done {
  return changeState(office, command, { act: 'restore', decide: restore });
}

/** Ends a label for good. */
export function withdrawLabel(office: Office, command: SanctionCommand): Done {
  return changeState(office, command, { act: 'withdraw', decide: withdraw });
}

function changeState(
  office: Office,
  command: SanctionCommand,
  { act, decide }: { readonly act: StateAct; readonly decide: typeof suspend },
): Done {
  const { reasonCode, order } = command;
  const told = { reasonCode, ...(order !== undefined && { order }) };
  const { sandbox } = office.programme;
  return actOnLabel(office, command, { act, ...told }, (label, done) =>
    decide(label, { ...done, ...told, sandbox }),
  );
}

type Act = {
  readonly by: Actor;
  readonly at: LabelEvent['at'];
  readonly because: string;
  readonly holder: Holder;
  readonly scheme: SchemeEdition;
};
type Decide = (label: Label, act: Act) => Result<readonly LabelEvent[], NotSanctioned | NotWatched>;

/** One act on one label, in one transaction with what it asks of the log. */
function actOnLabel(
  office: Office,
  command: LabelCommand,
  asked: object,
  decide: Decide,
): Promise<Result<LabelDone, LabelRefused>> {
  const administrator = administratorOf(office);
  const { label: id, key, because } = command;
  const act = { key, digest: digestOf(JSON.stringify([id, command.by, because, asked, ...seatOf(command)])) };
  return office.records.write(async (tx) => {
    const actor = await actorOf(tx, command);
    if (!actor.ok) return actor;
    await holdLock(tx, 'act', administrator, act.key);
    const earlier = await recallAct(tx, { administrator, ...act });
    if (!earlier.ok) return earlier;
    if (earlier.value) return ok({ label: id, version: earlier.value.to, repeated: true });
    const { version, events } = await readStreamWithVersion(tx, { administrator, stream: id });
    const label = labelOf(events);
    if (label.state === 'none') return refuse({ code: 'unknown-label', label: id });
    const origin = await originOf(tx, administrator, label);
    const scheme = schemeOf(office, origin.scheme);
    const { holder } = origin;
    const decided = decide(label, { by: actor.value, at: office.clock(), because, holder, scheme });
    if (!decided.ok) return decided;
    const appended = await appendEvents(tx, {
      administrator,
      stream: id,
      expected: version,
      events: decided.value,
      act,
    });
    if (!appended.ok) return appended;
    const sent = decided.value.flatMap((event) =>
      statusMembers(label, event, `${id}/${String(appended.value.to)}`),
    );
    for (const members of sent)
      await sendToLog(tx, { administrator, kind: 'label.status', label: id, members });
    if (sent.length === 0) await showAgain(office, tx, id);
    return ok({ label: id, version: appended.value.to, repeated: appended.value.repeated });
  });
}

/** Whose label it is, and of which scheme. The case file may be lost with a database that was restored (`assay recover`); the label says it too. */
async function originOf(
  tx: Tx,
  administrator: string,
  { id, case: caseId }: Exclude<Label, { state: 'none' }>,
): Promise<{ readonly holder: Holder; readonly scheme: EditionRef }> {
  const state = caseOf(await readStream(tx, { administrator, stream: caseId }));
  if (state.stage !== 'none') return { holder: state, scheme: state.scheme };
  const label = await readLabel(tx, { administrator, id });
  if (!label) throw new Error(`${id} has a history and no label`);
  const { product, scheme } = parseFacts(label.facts);
  return { holder: { manufacturer: product.manufacturer }, scheme: scheme.edition };
}

/** Frozen by us when the label was asked for, or made from its credential. */
function parseFacts(facts: string): LabelFacts {
  return JSON.parse(facts) as LabelFacts;
}

const LOGGED = { valid: 'granted', suspended: 'suspended', revoked: 'revoked' } as const;

/** What the log is told of a change of state; nothing where the state stays. */
function statusMembers(
  before: Exclude<Label, { state: 'none' }>,
  event: LabelEvent,
  decisionRef: string,
): readonly Readonly<Record<string, unknown>>[] {
  if (event.type === 'LabelIssued' || event.type === 'SurveillanceOpened') return [];
  const after = evolveLabel(before, event);
  if (after.state === 'none') throw new Error('unreachable: an act leaves a label');
  const { at: effective, reasonCode } = event;
  return [{ from: LOGGED[before.state], to: LOGGED[after.state], reasonCode, effective, decisionRef }];
}
