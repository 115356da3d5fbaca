import type { AlreadySupplied, NoSuchThread } from '@assay/conformity/1-application/thread';
import { dismiss, type NoTimeSet, type StillInTime } from '@assay/conformity/4-decision/dismiss';
import type { MayNot } from '@assay/conformity/journey';
import type { DismissalGrounds } from '@assay/vocabulary/case-event';
import type { Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import { keep } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';

/** The applicant's signed writing is handed in with the act and kept. */
type Grounds =
  | Exclude<DismissalGrounds, { kind: 'asked-by-applicant' }>
  | {
      readonly kind: 'asked-by-applicant';
      readonly writing: { readonly bytes: Uint8Array; readonly mediaType: string };
    };

type Refusals = MayNot | NoSuchThread | AlreadySupplied | NoTimeSet | StillInTime | ActRefusal;

/** Ends an application without findings. */
export function dismissCase(
  office: Office,
  command: CaseCommand & { readonly grounds: Grounds },
): Promise<Result<Done, Refusals>> {
  const { grounds: told } = command;
  const writing = told.kind === 'asked-by-applicant' ? told.writing : undefined;
  const grounds: DismissalGrounds =
    told.kind === 'asked-by-applicant' ? { kind: told.kind, writing: digestOf(told.writing.bytes) } : told;
  return actOnCase(office, command, { act: 'dismiss', grounds }, async (state, act, tx) => {
    if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
    if (writing)
      await keep(tx, administratorOf(office), { ...writing, kind: 'request-for-dismissal', at: act.at });
    return dismiss(state, { ...act, grounds, timeZone: schemeOf(office, state.scheme).timeZone });
  });
}
