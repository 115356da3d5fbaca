import { submit, resubmit, discontinue } from '@assay/conformity/1-application/apply';
import { checkDossier } from '@assay/conformity/1-application/check-dossier';
import type { SignedDeclaration } from '@assay/conformity/1-application/completeness';
import type { MayNot } from '@assay/conformity/journey';
import { readBytesAs, type CannotRead } from '@assay/formats/read-document';
import { DossierKind, type Dossier } from '@assay/vocabulary/dossier';
import type { EditionRef } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { located, type Located } from '../0-programme/load-library.ts';
import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import { keep } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';

export type Inconsistent = {
  readonly code: 'document-inconsistent';
  readonly file: string;
  readonly complaints: readonly Located[];
};
export type NotOffered =
  | { readonly code: 'unknown-scheme'; readonly scheme: EditionRef; readonly known: string }
  | {
      readonly code: 'unknown-level';
      readonly scheme: EditionRef;
      readonly asked: number;
      readonly levels: number;
    };

/** A document as it was handed in: its name and its bytes. */
export type Handed = { readonly file: string; readonly bytes: Uint8Array };

type SubmitApplication = CaseCommand & {
  readonly scheme: EditionRef;
  readonly level: number;
  readonly dossier: Handed;
  /** Declarations that the applicant signs with the application, beside those in the dossier. */
  readonly declarations: readonly SignedDeclaration[];
};

/** Opens a case: reads the dossier once, keeps it word for word, and records the application. */
export async function submitApplication(
  office: Office,
  command: SubmitApplication,
): Promise<Result<Done, MayNot | ActRefusal | CannotRead | Inconsistent | NotOffered>> {
  const { scheme, level, declarations } = command;
  const offered = isOffered(office, scheme, level);
  if (!offered.ok) return offered;
  const dossier = readDossier(office, command.dossier);
  if (!dossier.ok) return dossier;
  const asked = {
    act: 'submit' as const,
    scheme,
    level,
    dossier: digestOf(command.dossier.bytes),
    declarations,
  };
  return actOnCase(office, command, asked, async (_state, act, tx) => {
    const kept = { kind: 'dossier', mediaType: 'application/yaml', bytes: command.dossier.bytes, at: act.at };
    const digest = await keep(tx, administratorOf(office), kept);
    const { name, manufacturer } = dossier.value.product;
    return submit({
      ...act,
      case: command.case,
      scheme,
      level,
      dossier: digest,
      product: name,
      manufacturer,
      sandbox: office.programme.sandbox,
      declarations,
    });
  });
}

/** Hands in a corrected dossier for an application that came back. */
export async function resubmitApplication(
  office: Office,
  command: CaseCommand & { readonly dossier: Handed },
): Promise<Result<Done, MayNot | ActRefusal | CannotRead | Inconsistent>> {
  const dossier = readDossier(office, command.dossier);
  if (!dossier.ok) return dossier;
  return actOnCase(
    office,
    command,
    { act: 'resubmit', dossier: digestOf(command.dossier.bytes) },
    async (state, act, tx) => {
      const kept = {
        kind: 'dossier',
        mediaType: 'application/yaml',
        bytes: command.dossier.bytes,
        at: act.at,
      };
      return resubmit(state, { ...act, dossier: await keep(tx, administratorOf(office), kept) });
    },
  );
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

function isOffered(office: Office, ref: EditionRef, level: number): Result<undefined, NotOffered> {
  const scheme = office.library.catalogue.schemes.get(ref);
  if (!scheme || !office.programme.schemes.includes(ref))
    return refuse({ code: 'unknown-scheme', scheme: ref, known: office.programme.schemes.join(', ') });
  return scheme.levels.some((one) => one.rank === level)
    ? ok(undefined)
    : refuse({ code: 'unknown-level', scheme: ref, asked: level, levels: scheme.levels.length });
}

function readDossier(office: Office, { file, bytes }: Handed): Result<Dossier, CannotRead | Inconsistent> {
  const read = readBytesAs(DossierKind, file, bytes);
  if (!read.ok) return read;
  const complaints = checkDossier(file, read.value.document, office.library.catalogue);
  return complaints.length === 0
    ? ok(read.value.document)
    : refuse({
        code: 'document-inconsistent',
        file,
        complaints: complaints.map((one) => located(one, [read.value])),
      });
}
