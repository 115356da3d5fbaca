import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';
import { reason } from '../reason.ts';
import type { SignedDeclaration } from './completeness.ts';

export type NotDeclarable =
  | { readonly code: 'declaration-unknown'; readonly declaration: string }
  | {
      readonly code: 'declaration-of-another-version';
      readonly declaration: string;
      readonly signed: string;
      readonly version: string;
    }
  | { readonly code: 'declaration-signed-later'; readonly declaration: string; readonly signedAt: Instant };
export type NothingDeclared = { readonly code: 'nothing-declared' };

/** Each declaration by itself: one that the scheme asks for, in the version that it asks, and signed already. */
export function checkDeclarations(
  scheme: Pick<SchemeEdition, 'declarations'>,
  declarations: readonly SignedDeclaration[],
  at: Instant,
): Result<undefined, NotDeclarable> {
  for (const { declaration, version: signed, signedAt } of declarations) {
    const wanted = scheme.declarations.find(({ id }) => id === declaration);
    if (!wanted) return refuse({ code: 'declaration-unknown', declaration });
    const { version } = wanted;
    if (signed !== version)
      return refuse({ code: 'declaration-of-another-version', declaration, signed, version });
    if (signedAt > at) return refuse({ code: 'declaration-signed-later', declaration, signedAt });
  }
  return ok(undefined);
}

/** Signs declarations anew while the case is open (47 CFR 8.208(h)): those that are named, each by itself. */
export function signDeclarations(
  state: Case,
  command: Act & { readonly scheme: SchemeEdition; readonly declarations: readonly SignedDeclaration[] },
): Result<readonly CaseEvent[], MayNot | NotDeclarable | NothingDeclared> {
  const allowed = may('signDeclarations', command.by, state);
  if (!allowed.ok) return allowed;
  const { scheme, declarations, at } = command;
  if (declarations.length === 0) return refuse({ code: 'nothing-declared' });
  const sound = checkDeclarations(scheme, declarations, at);
  if (!sound.ok) return sound;
  return ok([{ type: 'DeclarationsSigned', ...said(command), declarations: [...declarations] }]);
}

/**
 * What the scheme asks to be declared and is not, as its texts stand now: a declaration of an earlier version counts for
 * nothing, and so does one that nobody signed.
 */
export function undeclared(
  scheme: Pick<SchemeEdition, 'declarations'>,
  signed: readonly SignedDeclaration[],
): readonly Reason[] {
  return scheme.declarations.flatMap(({ id, version }) => {
    const mine = signed.filter(({ declaration }) => declaration === id);
    if (mine.some((one) => one.version === version)) return [];
    const newest = mine.at(-1);
    return newest
      ? [reason('declaration-outdated', { declaration: id, version, signed: newest.version })]
      : [reason('declaration-missing', { declaration: id, version })];
  });
}
