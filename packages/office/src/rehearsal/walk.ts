import { putSetting, readSetting } from '@assay/records/setting';
import type { CaseId, LabelId } from '@assay/vocabulary/ids';
import { addMonths, dateOf, type Instant } from '@assay/vocabulary/instant';

import { newCaseId } from '../1-application/own-drafts.ts';
import { finishIssuance } from '../5-label/finish-issuance.ts';
import { issueLabelOf } from '../5-label/issue-label.ts';
import { openLabelSurveillance, restoreLabel, suspendLabel } from '../7-surveillance/act-on-label.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';
import { walkCase } from './case-walk.ts';
import { APPLIED_FOR, CAST, SCRIPTS } from './script.ts';

/** Ids that the rehearsal uses; kept before its first act, so that a walk that was cut short goes on with the same. */
export type Walked = {
  readonly cases: readonly CaseId[];
  readonly begunAt: Instant;
  readonly label?: LabelId;
  readonly done: boolean;
};

const SETTING = 'rehearsal';

/** The rehearsal of this office as far as it has come; absent before it began. */
export async function walkedSoFar(
  office: Pick<Office, 'records' | 'programme'>,
): Promise<Walked | undefined> {
  const value = await readSetting(office.records.read, {
    administrator: administratorOf(office),
    name: SETTING,
  });
  return value === undefined ? undefined : parseWalked(value);
}

/**
 * Walks both cases of the sandbox from application to surveillance. Safe to cut short and to repeat: once done it does
 * nothing. Only for a sandbox programme.
 */
export async function walk(office: Office, examples: string): Promise<Walked> {
  if (!office.programme.sandbox) throw new Error('only a sandbox programme rehearses');
  const begun = (await walkedSoFar(office)) ?? (await begin(office));
  if (begun.done) return begun;
  const scheme = office.library.catalogue.schemes.get(APPLIED_FOR.scheme);
  if (!scheme) throw new Error(`${APPLIED_FOR.scheme} is not in the library`);
  let label: LabelId | undefined;
  for (const [at, script] of SCRIPTS.entries()) {
    const id = begun.cases[at];
    if (!id) throw new Error('the rehearsal has an id for each case');
    const granted = await walkCase(
      { office, examples, scheme, level: APPLIED_FOR.level, begunAt: begun.begunAt },
      script,
      id,
    );
    if (granted) label = await walkLabel(office, id);
  }
  return remember(office, { ...begun, ...(label && { label }), done: true });
}

async function walkLabel(office: Office, id: CaseId): Promise<LabelId> {
  const issued = await issueLabelOf(office, {
    case: id,
    by: CAST.issuer,
    because: 'Rehearsal: the level was granted.',
  });
  if (!issued.ok) throw new Error(`the rehearsal stopped: ${JSON.stringify(issued.refusal)}`);
  const { label } = issued.value;
  await finishIssuance(office);
  const command = (act: string, because: string) => ({
    label,
    by: CAST.surveillance,
    because,
    key: `rehearsal/${label}/${act}`,
  });
  const nextReview = addMonths(dateOf(office.clock()), 12);
  const opened = {
    ...command('open', 'Surveillance begins with the label.'),
    modes: schemeOf(office, APPLIED_FOR.scheme).surveillance.modes,
    nextReview,
  };
  await stage(office, await openLabelSurveillance(office, opened));
  const suspicion = {
    ...command('suspend', 'Rehearsal of a suspension: a sandbox finding is being looked into.'),
    reasonCode: 'sandbox-rehearsal',
  };
  await stage(office, await suspendLabel(office, suspicion));
  const cleared = {
    ...command('restore', 'Rehearsal of a restoration: the sandbox finding is closed.'),
    reasonCode: 'sandbox-rehearsal-closed',
  };
  await stage(office, await restoreLabel(office, cleared));
  return label;
}

async function stage(office: Office, result: { readonly ok: boolean }): Promise<void> {
  if (!result.ok) throw new Error(`the rehearsal stopped: ${JSON.stringify(result)}`);
  await finishIssuance(office);
}

async function begin(office: Office): Promise<Walked> {
  return remember(office, {
    cases: SCRIPTS.map(() => newCaseId(office)),
    begunAt: office.clock(),
    done: false,
  });
}

async function remember(office: Office, walked: Walked): Promise<Walked> {
  await office.records.write((tx) =>
    putSetting(tx, { administrator: administratorOf(office), name: SETTING, value: walked }),
  );
  return walked;
}

/** The setting was written by `remember` in this very shape. */
function parseWalked(value: unknown): Walked {
  return value as Walked;
}
