import { buildLabelCredential } from '@assay/attestation/credential/label-credential';
import { mintLabelId } from '@assay/attestation/label-id';
import {
  issueLabel,
  type LabelIssued,
  type NotGranted,
  type NotYetEffective,
} from '@assay/conformity/5-label/issue';
import type { NoEnd } from '@assay/conformity/5-label/validity';
import { labelFacts } from '@assay/conformity/6-register/public-record';
import { caseOf, type Case } from '@assay/conformity/case';
import type { MayNotLabel } from '@assay/conformity/label';
import { putCaseLabels } from '@assay/records/case-desk';
import { beginStreams, readStreams } from '@assay/records/case-file';
import { requestLabels } from '@assay/records/label';
import type { Tx } from '@assay/records/open';
import { organisationsOfBodies } from '@assay/records/organisation';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { CaseId, LabelId } from '@assay/vocabulary/ids';
import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { Actor } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { actorsOf, type Acting, type NoSeat } from '../0-programme/actor-of.ts';
import type { UnknownCase } from '../case-act.ts';
import { keptDossiers } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf, textsOf } from '../scheme-of.ts';
import { grantedMembers } from './entry-of.ts';
import { signCredentials } from './sign-credentials.ts';
import { labelStatement } from './statement.ts';
import { together } from './together.ts';

type IssueLabel = Acting & { readonly case: CaseId; readonly because: string };
export type Issued = { readonly label: LabelId; readonly repeated: boolean };
type Refusals = NoSeat | UnknownCase | NoLogHere | NotGranted | NotYetEffective | NoEnd | MayNotLabel;

/** An administrator whose keys, log and register are not kept here issues its labels where they are. */
export type NoLogHere = { readonly code: 'no-log-here'; readonly administrator: string };

/** The forty random bits of a label id. */
const ID_BYTES = 5;

/**
 * States a granted case as a label: trust layer section 7, step 1. One case has one label, however often it is asked
 * for and by however many at once. `finishIssuance` does the rest: sign, log, publish. Those who ask while a transaction
 * is under way share the next one; a refusal of one is nothing to the others.
 */
export async function issueLabelOf(office: Office, command: IssueLabel): Promise<Result<Issued, Refusals>> {
  // Whoever acts for another administrator here has neither its keys nor its log.
  if (office.elsewhere) return refuse({ code: 'no-log-here', administrator: administratorOf(office) });
  const issued = await request(office, command);
  // Beside the turn that carries those before it. What cannot be signed now is asked for; the turn tries again, and tells.
  if (issued.ok) await signCredentials(office).catch(() => undefined);
  return issued;
}

const request = together((office: Office) => office.records, requestAll);

async function requestAll(
  office: Office,
  commands: readonly IssueLabel[],
): Promise<readonly Result<Issued, Refusals>[]> {
  const administrator = administratorOf(office);
  return office.records.write(async (tx) => {
    const prepared = await prepare(office, tx, commands);
    const able = prepared.flatMap((one) => (one.ok ? [one.value] : []));
    const issued = new Map<LabelId, LabelIssued>();
    const answers = await requestLabels(tx, {
      administrator,
      asked: able,
      mint: () => mintLabelId(administrator, office.random(ID_BYTES)),
      state: (one, { id, slot }) => {
        const decided = issueLabel(one.state, { ...one, at: office.clock(), label: id });
        if (!decided.ok) return decided;
        issued.set(id, decided.value);
        return ok(frozen(office, one, { issued: decided.value, slot }));
      },
    });
    await putCaseLabels(tx, {
      administrator,
      issued: [...issued].map(([id, event]) => [event.case, id] as const),
    });
    await beginStreams(tx, {
      administrator,
      begun: [...issued].map(([stream, event]) => ({ stream, event })),
    });
    const next = answers.values();
    return prepared.map((one) => (one.ok ? answerOf(next.next().value) : one));
  });
}

type Answer = Awaited<ReturnType<typeof requestLabels<Prepared, Refusals>>>[number];

function answerOf(answer: Answer | undefined): Result<Issued, Refusals> {
  if (!answer) throw new Error('unreachable: every question is answered');
  return answer.ok ? ok({ label: answer.value.id, repeated: answer.value.repeated }) : answer;
}

/** A command with everything that its decision rests on. */
type Prepared = {
  readonly idempotencyKey: CaseId;
  readonly case: CaseId;
  readonly by: Actor;
  readonly because: string;
  readonly state: Exclude<Case, { stage: 'none' }>;
  readonly scheme: ReturnType<typeof schemeOf>;
  readonly dossier: Dossier;
  readonly laboratory: LabelRecord['laboratory'];
};

/** Reads what the whole group needs, in as many questions however large it is. */
async function prepare(
  office: Office,
  tx: Tx,
  commands: readonly IssueLabel[],
): Promise<readonly Result<Prepared, Refusals>[]> {
  const administrator = administratorOf(office);
  const streams = [...new Set(commands.map((command) => command.case))];
  const histories = await readStreams(tx, { administrator, streams });
  const states = new Map(streams.map((id) => [id, caseOf(histories.get(id) ?? [])]));
  const begun = [...states.values()].filter((state) => state.stage !== 'none');
  const dossiers = await keptDossiers(tx, { administrator, digests: begun.map(({ dossier }) => dossier) });
  const last = begun.flatMap(({ laboratories }) => laboratories.slice(-1));
  const laboratories = await organisationsOfBodies(tx, last);
  const actors = await actorsOf(tx, commands);
  return commands.map(({ case: id, because }, at) => {
    const actor = actors[at];
    if (!actor) throw new Error('unreachable: every question is answered');
    if (!actor.ok) return actor;
    const state = states.get(id);
    if (state === undefined || state.stage === 'none') return refuse({ code: 'unknown-case', case: id });
    const dossier = dossiers.get(state.dossier);
    if (!dossier) throw new Error(`unreachable: ${state.dossier} was read`);
    const laboratory = laboratoryOf(laboratories, state);
    const command = { idempotencyKey: id, case: id, by: actor.value, because };
    return ok({ ...command, state, scheme: schemeOf(office, state.scheme), dossier, laboratory });
  });
}

/** The laboratory whose report came in last, under the name by which it is registered. */
function laboratoryOf(
  known: Awaited<ReturnType<typeof organisationsOfBodies>>,
  { laboratories }: Prepared['state'],
): LabelRecord['laboratory'] {
  const body = laboratories.at(-1);
  const found = body && known.get(body);
  return found ? { body, name: found.name } : null;
}

type Stated = {
  readonly issued: LabelIssued;
  readonly slot: { readonly list: number; readonly index: number };
};

/** The text that will be signed, what the register will say, and what the log. A text that a verifier would not read is a fault of ours. */
function frozen(office: Office, { scheme, dossier, laboratory }: Prepared, { issued, slot }: Stated) {
  const { label, level, validFrom, validUntil } = issued;
  const statement = labelStatement(office, { label, level, scheme, dossier, validFrom, validUntil, slot });
  const built = buildLabelCredential(statement);
  if (!built.ok) throw new Error(`this label cannot be stated: ${JSON.stringify(built.refusal)}`);
  const { programme } = office;
  const facts = labelFacts({
    ...{ issued, dossier, scheme, programme, laboratory },
    texts: textsOf(office, scheme),
  });
  return {
    ...{ payload: JSON.stringify(built.value), facts: JSON.stringify(facts) },
    members: grantedMembers(statement),
  };
}
