import type { Bundle } from '@assay/attestation/bundle';
import { didDocumentUrl } from '@assay/attestation/did';
import type { Verification } from '@assay/attestation/verify-label';
import type { QrVerification } from '@assay/attestation/verify-qr';
import { OUTCOMES, type Outcome } from '@assay/attestation/verify/outcome';

import { plain, type Answer, type MadeCheck, type Part, type Reason } from './answer.ts';
import { datesOf, type KeptLists, type ListDates } from './kept-lists.ts';
import type { Growth } from './seen-log.ts';
import { credentialIn, differences, statementIn } from './stated.ts';

/** What the label's own evidence came to, and whether its log only grew. */
export type Register = {
  readonly verification: Verification;
  readonly bundle?: Bundle;
  readonly growth?: Growth;
};
/** What the signed code came to, and the lists that it was checked against. */
export type Code = {
  readonly verification: QrVerification;
  readonly text: string;
  readonly kept: KeptLists;
  readonly did: string;
};

/** One answer from everything that was checked: the worst of it counts, and nothing is shown that is not proven. */
export async function together(register: Register | undefined, code: Code | undefined): Promise<Answer> {
  const own = await ownChecks(register, code);
  const parts: readonly Part[] = [
    ...(register && register.verification.checks.length > 0
      ? [{ kind: 'register', ...checksOf(register.verification) } as const]
      : []),
    ...(code ? [{ kind: 'code', ...checksOf(code.verification) } as const] : []),
    ...(own.length > 0
      ? [{ kind: 'own', outcome: worst(own.map(({ means }) => means)), checks: own } as const]
      : []),
  ];
  const outcome = worst([
    ...parts.map((part) => part.outcome),
    ...(register ? [register.verification.outcome] : []),
  ]);
  const lists = listsOf(register, code);
  const answer = plain(outcome, reasonOf(outcome, { own, lists, offline: !register }), {
    labelId: register?.verification.labelId ?? code?.verification.labelId ?? null,
    ...{ parts, offline: !register, sandbox: register?.verification.sandbox ?? false },
  });
  if (outcome === 'INVALID' || outcome === 'UNKNOWN_LABEL') return answer;
  return { ...answer, ...shown(register, code), lists, witnessed: register?.verification.witnessed ?? false };
}

type OwnCheck = MadeCheck & { readonly means: Outcome };

async function ownChecks(
  register: Register | undefined,
  code: Code | undefined,
): Promise<readonly OwnCheck[]> {
  const { growth, bundle } = register ?? {};
  const checks: OwnCheck[] = [];
  if (growth)
    checks.push({
      id: 'log-growth',
      ok: growth.ok,
      detail: growth.detail,
      means: growth.ok ? 'VALID' : growth.means,
    });
  const statement = code?.verification.statement ? statementIn(code.text) : undefined;
  if (statement && bundle) {
    const differing = await differences(statement, bundle);
    const ok = differing.length === 0;
    const detail = ok ? 'both say the same' : `they differ: ${differing.join(', ')}`;
    checks.push({ id: 'code-agreement', ok, detail, means: ok ? 'VALID' : 'INVALID' });
  }
  return checks;
}

function checksOf({ outcome, checks }: Verification | QrVerification): Omit<Part, 'kind'> {
  return { outcome, checks };
}

function worst(outcomes: readonly Outcome[]): Outcome {
  return OUTCOMES.find((one) => outcomes.includes(one)) ?? 'INVALID';
}

function reasonOf(
  outcome: Outcome,
  {
    own,
    lists,
    offline,
  }: { readonly own: readonly OwnCheck[]; readonly lists: ListDates | null; readonly offline: boolean },
): Reason {
  const decisive = own.find((one) => !one.ok && one.means === outcome);
  if (decisive?.id === 'code-agreement') return 'code-and-register-differ';
  if (decisive) return outcome === 'STALE' ? 'log-unproven' : 'log-forked';
  if (outcome !== 'STALE') return 'checked';
  return offline ? (lists ? 'list-ended' : 'no-list') : 'evidence-old';
}

function shown(register: Register | undefined, code: Code | undefined): Partial<Answer> {
  const vc = register?.bundle && credentialIn(register.bundle);
  const product = register?.verification.product;
  if (vc && product) {
    const { tier, supportEnd = null } = vc.credentialSubject.cyberLabel;
    const { referenceProfile, referenceScheme } = parseNames(vc.credentialSubject);
    return {
      product,
      level: referenceProfile ?? tier,
      scheme: referenceScheme,
      until: vc.validUntil,
      supportEnd,
    };
  }
  const statement = code?.verification.statement;
  if (!statement) return {};
  const [brand = '', model = ''] = statement.text?.split('|') ?? [];
  return {
    product: statement.text === null ? null : { brand, model, name: null },
    ...{ level: `Level ${String(statement.tier)}`, until: statement.expiresAt },
  };
}

/** Names of level and scheme: signed members of the credential that its verification does not need. */
function parseNames(subject: object): {
  readonly referenceProfile: string | null;
  readonly referenceScheme: string | null;
} {
  const nameOf = (member: string): string | null => {
    const { name } = ((subject as Record<string, unknown>)[member] ?? {}) as { readonly name?: unknown };
    return typeof name === 'string' ? name : null;
  };
  return { referenceProfile: nameOf('referenceProfile'), referenceScheme: nameOf('referenceScheme') };
}

/** The dates of the older list: an answer is no younger than the oldest thing that it rests on. */
function listsOf(register: Register | undefined, code: Code | undefined): ListDates | null {
  const texts = register ? (register.bundle?.statusLists ?? []) : code ? keptFor(code) : [];
  const dates = texts.map(datesOf).filter((one) => one !== undefined);
  if (dates.length < 2) return null;
  const [from] = dates.map((one) => one.from).toSorted();
  const [until] = dates.map((one) => one.until).toSorted();
  return from !== undefined && until !== undefined ? { from, until } : null;
}

function keptFor({ text, kept, did }: Code): readonly string[] {
  const statement = statementIn(text);
  const document = didDocumentUrl(did);
  if (!statement || !document.ok) return [];
  const { origin } = new URL(document.value);
  return ['revocation', 'suspension'].flatMap(
    (purpose) => kept.get(`${origin}/status/${purpose}/${String(statement.status.list)}`) ?? [],
  );
}
