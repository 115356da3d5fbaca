import { discontinue, resubmit, submit } from '@assay/conformity/1-application/apply';
import type { SignedDeclaration } from '@assay/conformity/1-application/completeness';
import {
  checkDeclarations,
  signDeclarations,
  type NotDeclarable,
  type NothingDeclared,
} from '@assay/conformity/1-application/declare';
import { eligibilityOf, type NotEligibility } from '@assay/conformity/1-application/eligibility';
import type { ManufacturerNotOwn } from '@assay/conformity/1-application/own-manufacturer';
import { ownReport, type NotOwn, type OtherObject } from '@assay/conformity/2-evaluation/report';
import type { MayNot } from '@assay/conformity/journey';
import type { CannotRead } from '@assay/formats/read-document';
import type { Tx } from '@assay/records/open';
import type { EligibilityAnswer, PriorDenial } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { EditionRef } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import type { TestReport } from '@assay/vocabulary/test-report';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import { filesNeeded, holdsFiles, outputsNamed, type NotHeld } from '../evidence/files-held.ts';
import { readDossier, readReport, type Handed, type Inconsistent } from '../handed.ts';
import { keep } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';
import { underOwnName } from './under-own-name.ts';

export type NotOffered =
  | {
      readonly code: 'scheme-not-open';
      readonly scheme: EditionRef;
      readonly status: SchemeEdition['status'];
    }
  | { readonly code: 'unknown-scheme'; readonly scheme: EditionRef; readonly known: string }
  | {
      readonly code: 'unknown-level';
      readonly scheme: EditionRef;
      readonly asked: number;
      readonly levels: number;
    };

type SubmitApplication = CaseCommand & {
  readonly scheme: EditionRef;
  readonly level: number;
  readonly dossier: Handed;
  /** Declarations that the applicant signs with the application, beside those in the dossier. */
  readonly declarations: readonly SignedDeclaration[];
  /** The developer's own test reports. A laboratory hands in its reports itself. */
  readonly reports: readonly Handed[];
} & Disclosed;

/** What the applicant answers beside the dossier. */
type Disclosed = {
  /** Names that the product has had before, which it keeps although the organisation lost them. */
  readonly had?: readonly string[];
  /** Answers to the questions of scope that were given one by one; the others are taken from the dossier. */
  readonly eligibility?: readonly EligibilityAnswer[];
  /** Denials of the same or a similar product; empty: there was none. */
  readonly priorDenials?: readonly PriorDenial[];
};

type NotSubmittable =
  CannotRead | Inconsistent | NotDeclarable | NotEligibility | ManufacturerNotOwn | NotHeld;
type Refusals = MayNot | ActRefusal | NotOffered | OtherObject | NotOwn | NotSubmittable;

/** Opens a case: reads the documents once, keeps them word for word, and records the application. */
export async function submitApplication(
  office: Office,
  command: SubmitApplication,
): Promise<Result<Done, Refusals>> {
  const { scheme, level, declarations, eligibility = [], priorDenials, had } = command;
  const offered = isOffered(office, scheme, level);
  if (!offered.ok) return offered;
  const dossier = readDossier(office.library, command.dossier);
  if (!dossier.ok) return dossier;
  const own = ownReports(office, command.reports, dossier.value.document);
  if (!own.ok) return own;
  const digest = digestOf(command.dossier.bytes);
  const reports = command.reports.map(({ bytes }) => digestOf(bytes));
  const told = { eligibility, ...(priorDenials && { priorDenials }) };
  const asked = { act: 'submit' as const, scheme, level, dossier: digest, declarations, reports, ...told };
  return actOnCase<Refusals>(office, command, asked, async (state, act, tx) => {
    const rules = schemeOf(office, scheme);
    const signed = checkDeclarations(rules, declarations, act.at);
    if (!signed.ok) return signed;
    const answers = eligibilityOf(rules, dossier.value.document, { given: eligibility, at: act.at });
    if (!answers.ok) return answers;
    const { sandbox } = office.programme;
    const application = {
      ...productOf(dossier.value.document),
      ...{ case: command.case, scheme, level, dossier: digest, sandbox, declarations, reports },
      administrator: administratorOf(office),
      eligibility: answers.value,
      ...(priorDenials && { priorDenials }),
    };
    const decided = submit(state, { ...act, application });
    if (!decided.ok) return decided;
    const { organisation } = act.by;
    const named = await underOwnName(tx, { organisation, manufacturer: application.manufacturer, had });
    if (!named.ok) return named;
    const files = [...filesNeeded(dossier.value.document), ...own.value.flatMap(outputsNamed)];
    const held = await holdsFiles(office, tx, { organisation, named: files });
    if (!held.ok) return held;
    await keepYaml(office, tx, { kind: 'dossier', bytes: command.dossier.bytes, at: act.at });
    for (const { bytes } of command.reports)
      await keepYaml(office, tx, { kind: 'test-report', bytes, at: act.at });
    return decided;
  });
}

type Resubmit = CaseCommand & {
  readonly dossier: Handed;
  readonly declarations?: readonly SignedDeclaration[];
} & Disclosed;

/** Hands in a corrected dossier for an application that came back, and what else was corrected with it. */
export async function resubmitApplication(
  office: Office,
  command: Resubmit,
): Promise<Result<Done, MayNot | ActRefusal | NotSubmittable>> {
  const { eligibility = [], declarations, priorDenials, had = [] } = command;
  const dossier = readDossier(office.library, command.dossier);
  if (!dossier.ok) return dossier;
  const digest = digestOf(command.dossier.bytes);
  const told = { eligibility, ...(priorDenials && { priorDenials }), ...(declarations && { declarations }) };
  const asked = { act: 'resubmit' as const, dossier: digest, ...told };
  return actOnCase<MayNot | NotSubmittable>(office, command, asked, async (state, act, tx) => {
    if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
    const rules = schemeOf(office, state.scheme);
    const signed = checkDeclarations(rules, declarations ?? [], act.at);
    if (!signed.ok) return signed;
    const answers = eligibilityOf(rules, dossier.value.document, { given: eligibility, at: act.at });
    if (!answers.ok) return answers;
    const correction = {
      ...productOf(dossier.value.document),
      dossier: digest,
      eligibility: answers.value,
      ...(priorDenials && { priorDenials }),
      ...(declarations && { declarations }),
    };
    const decided = resubmit(state, { ...act, correction });
    if (!decided.ok) return decided;
    const { organisation } = act.by;
    const named = await underOwnName(tx, {
      ...{ organisation, manufacturer: correction.manufacturer, had: [state.manufacturer, ...had] },
    });
    if (!named.ok) return named;
    const held = await holdsFiles(office, tx, { organisation, named: filesNeeded(dossier.value.document) });
    if (!held.ok) return held;
    await keepYaml(office, tx, { kind: 'dossier', bytes: command.dossier.bytes, at: act.at });
    return decided;
  });
}

/** Signs declarations anew while the case is open. */
export function signDeclarationsAgain(
  office: Office,
  command: CaseCommand & { readonly declarations: readonly SignedDeclaration[] },
): Promise<Result<Done, MayNot | ActRefusal | NotDeclarable | NothingDeclared>> {
  const { declarations } = command;
  return actOnCase(office, command, { act: 'signDeclarations', declarations }, (state, act) => {
    if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
    return Promise.resolve(
      signDeclarations(state, { ...act, declarations, scheme: schemeOf(office, state.scheme) }),
    );
  });
}

/** The applicant takes the application back. */
export function discontinueApplication(
  office: Office,
  command: CaseCommand,
): Promise<Result<Done, MayNot | ActRefusal>> {
  return actOnCase(office, command, { act: 'discontinue' }, (state, act) =>
    Promise.resolve(discontinue(state, act)),
  );
}

/** What names the product, as the case file repeats it. */
function productOf({ product }: Dossier) {
  const { name, manufacturer, models, gtins } = product;
  return { product: name, manufacturer, codes: { models, gtins } };
}

/** Whether applications for a level of a scheme are taken here. */
export function isOffered(office: Office, ref: EditionRef, level: number): Result<undefined, NotOffered> {
  const scheme = office.library.catalogue.schemes.get(ref);
  if (!scheme || !office.programme.schemes.includes(ref))
    return refuse({ code: 'unknown-scheme', scheme: ref, known: office.programme.schemes.join(', ') });
  if (scheme.status !== 'open')
    return refuse({ code: 'scheme-not-open', scheme: ref, status: scheme.status });
  return scheme.levels.some((one) => one.rank === level)
    ? ok(undefined)
    : refuse({ code: 'unknown-level', scheme: ref, asked: level, levels: scheme.levels.length });
}

function ownReports(
  office: Office,
  reports: readonly Handed[],
  dossier: Dossier,
): Result<readonly TestReport[], CannotRead | Inconsistent | OtherObject | NotOwn> {
  const read: TestReport[] = [];
  for (const handed of reports) {
    const report = readReport(office.library, handed);
    if (!report.ok) return report;
    const own = ownReport(report.value.document, dossier);
    if (!own.ok) return own;
    read.push(report.value.document);
  }
  return ok(read);
}

/** A refusal undoes the transaction, so nothing is kept of an application that was not recorded. */
async function keepYaml(
  office: Office,
  tx: Tx,
  document: { readonly kind: string; readonly bytes: Uint8Array; readonly at: Instant },
): Promise<void> {
  await keep(tx, administratorOf(office), { ...document, mediaType: 'application/yaml' });
}
