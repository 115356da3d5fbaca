import { buildLabelCredential } from '@assay/attestation/credential/label-credential';
import { mintLabelId } from '@assay/attestation/label-id';
import { issueLabel, type NotGranted } from '@assay/conformity/5-label/issue';
import type { NoEnd } from '@assay/conformity/5-label/validity';
import { caseOf } from '@assay/conformity/case';
import type { MayNotLabel } from '@assay/conformity/label';
import { appendEvents, readStream, type KeyReused, type VersionConflict } from '@assay/records/case-file';
import { requestLabel, type LabelIdTaken } from '@assay/records/label';
import type { CaseId, LabelId, PersonId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { UnknownCase } from '../case-act.ts';
import { keptDossier } from '../kept-document.ts';
import { administratorOf, personOf, type Office, type UnknownPerson } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';
import { labelStatement } from './statement.ts';

type IssueLabel = { readonly case: CaseId; readonly by: PersonId; readonly because: string };
export type Issued = { readonly label: LabelId; readonly repeated: boolean };
type Refusals = UnknownPerson | UnknownCase | NotGranted | NoEnd | MayNotLabel | VersionConflict | KeyReused;

/** The forty random bits of a label id. */
const ID_BYTES = 5;

/**
 * States a granted case as a label: trust layer section 7, step 1. One case has one label, however often it is asked
 * for and by however many at once. `office.finish` does the rest: sign, log, publish.
 */
export async function issueLabelOf(office: Office, command: IssueLabel): Promise<Result<Issued, Refusals>> {
  for (;;) {
    const issued = await requestOnce(office, command);
    if (issued.ok || issued.refusal.code !== 'label-id-taken') return withoutTaken(issued);
  }
}

async function requestOnce(
  office: Office,
  command: IssueLabel,
): Promise<Result<Issued, Refusals | LabelIdTaken>> {
  const person = personOf(office, command.by);
  if (!person.ok) return person;
  const administrator = administratorOf(office);
  return office.records.write(async (tx) => {
    const state = caseOf(await readStream(tx, { administrator, stream: command.case }));
    if (state.stage === 'none') return refuse({ code: 'unknown-case', case: command.case });
    const label = mintLabelId(administrator, office.random(ID_BYTES));
    const scheme = schemeOf(office, state.scheme);
    const dossier = await keptDossier(tx, administrator, state.dossier);
    const act = { by: person.value, at: office.clock(), because: command.because };
    const decided = issueLabel(state, { ...act, label, scheme, dossier });
    if (!decided.ok) return decided;
    const { validFrom, validUntil, level } = decided.value;
    const requested = await requestLabel(tx, {
      administrator,
      id: label,
      idempotencyKey: command.case,
      case: command.case,
      payload: (slot) =>
        frozen(
          buildLabelCredential(
            labelStatement(office, { label, level, scheme, dossier, validFrom, validUntil, slot }),
          ),
        ),
    });
    if (!requested.ok) return requested;
    const { id } = requested.value.label;
    if (requested.value.repeated) return ok({ label: id, repeated: true });
    const appended = await appendEvents(tx, {
      administrator,
      stream: id,
      expected: 0,
      events: [decided.value],
    });
    return appended.ok ? ok({ label: id, repeated: false }) : appended;
  });
}

/** The credential's text as it will be signed. One that a verifier would not read is a fault of ours, not a refusal. */
function frozen(built: ReturnType<typeof buildLabelCredential>): string {
  if (!built.ok) throw new Error(`this label cannot be stated: ${JSON.stringify(built.refusal)}`);
  return JSON.stringify(built.value);
}

function withoutTaken(issued: Result<Issued, Refusals | LabelIdTaken>): Result<Issued, Refusals> {
  if (issued.ok) return issued;
  if (issued.refusal.code === 'label-id-taken') throw new Error('unreachable: a taken id is drawn again');
  return refuse(issued.refusal);
}
