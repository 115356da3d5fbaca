import { parseInstant, type Instant } from '@assay/vocabulary/instant';

import { parseBundle, type Bundle } from './bundle.ts';
import type { LabelCredentialModel } from './credential/read-label-credential.ts';
import type { TrustAnchors } from './trust.ts';
import {
  credentialForm,
  credentialModel,
  jwsSignature,
  keyNotRevoked,
  keyPeriod,
  labelIdAsked,
  pinnedKey,
  trustedAdministrator,
  validityDates,
} from './verify/credential-checks.ts';
import { entryAgreement, entryForm } from './verify/entry-checks.ts';
import { logFreshness, logInclusion, logSignature, logWitnesses, proofForm } from './verify/log-checks.ts';
import { CHECKS, type Check, type Outcome } from './verify/outcome.ts';
import { failed, openReport, passed, type Finding } from './verify/report.ts';
import { labelStatus } from './verify/status-checks.ts';

export type LabelQuestion = {
  /** The bundle as served or saved. */
  readonly bundle: string | Uint8Array;
  /** Whom to believe; from `parseTrustAnchors` or `anchorsFromDid`. */
  readonly anchors: TrustAnchors;
  readonly now: Instant;
  /** The label id that was scanned or typed. Without it the bundle alone says which label this is. */
  readonly asked?: string;
};

export type Verification = {
  readonly outcome: Outcome;
  readonly labelId: string | null;
  /** Null where the outcome is INVALID: what is not proven is not shown. */
  readonly product: {
    readonly name: string;
    readonly brand: string;
    readonly model: string;
    readonly gtins: readonly string[];
  } | null;
  readonly sandbox: boolean;
  readonly checks: readonly Check[];
  /** Until when the evidence speaks: newest cosignature, or, not witnessed, the older of the two lists. */
  readonly evidenceTime: Instant | null;
  readonly witnessed: boolean;
};

/**
 * Verifies a label from its bundle alone (trust layer, section 11, steps 3 to 10). Every check is made that can be made,
 * so every fault is named; whatever is not proven makes the outcome something else than VALID.
 */
export async function verifyBundle({
  bundle: served,
  anchors,
  now,
  asked,
}: LabelQuestion): Promise<Verification> {
  if (!parseInstant(now).ok) throw new TypeError(`not an instant: ${now}`);
  const { check, close } = openReport(CHECKS);

  const bundle = await check('bundle-form', [], () => bundleForm(served));
  const credential = await check('credential-form', [bundle], (b) => credentialForm(b.credential));
  const vc = await check('credential-model', [credential], credentialModel);
  const labelId = await check('label-id', [vc], (v) => labelIdAsked(v, anchors, asked));
  const administrator = await check('administrator', [labelId, vc], (id, v) =>
    trustedAdministrator(id, v, anchors),
  );
  const key = await check('credential-key', [credential, administrator], (jws, a) => pinnedKey(jws, a, 'vc'));
  await check('credential-signature', [credential, key], jwsSignature);

  const entry = await check('entry-form', [bundle], (b) => entryForm(b.entry));
  await check('entry-agreement', [entry, bundle, vc, administrator], (e, b, v, a) =>
    entryAgreement(e, b.credential, v, a),
  );

  const proof = await check('proof-form', [bundle], (b) => proofForm(b.proof));
  await check('log-signature', [proof, administrator], logSignature);
  const witnesses = await check('log-witnesses', [proof], (p) => logWitnesses(p, anchors.policy, now));
  const index = await check('log-inclusion', [entry, bundle, proof], (e, b, p) =>
    logInclusion(e, b.entry, p),
  );
  await check('log-freshness', [witnesses], (w) => logFreshness(w, now));

  await check('key-period', [key, entry], keyPeriod);
  await check('key-not-revoked', [key, index], keyNotRevoked);

  const revocation = await check('status-revocation', [bundle, vc, administrator], (b, v, a) =>
    labelStatus({ purpose: 'revocation', now }, b.statusLists[0], v, a),
  );
  const suspension = await check('status-suspension', [bundle, vc, administrator], (b, v, a) =>
    labelStatus({ purpose: 'suspension', now }, b.statusLists[1], v, a),
  );
  await check('validity-dates', [vc, entry], (v, e) => validityDates(v, e, now));

  const { checks, outcome } = close();
  const proven = outcome === 'INVALID' ? undefined : vc;
  const listTime = [revocation, suspension].filter((time) => time !== undefined).toSorted()[0] ?? null;
  return {
    outcome,
    labelId: labelId ?? asked ?? null,
    product: proven === undefined ? null : productOf(proven),
    sandbox: vc?.credentialSubject.cyberLabel.sandbox === true,
    checks,
    evidenceTime: outcome === 'INVALID' ? null : (witnesses?.time ?? listTime),
    witnessed: witnesses !== undefined && witnesses.time !== null,
  };
}

/** The answer where a host of the scheme says that it has no such label: there is nothing to check. */
export function unknownLabel(labelId: string): Verification {
  return {
    outcome: 'UNKNOWN_LABEL',
    labelId,
    product: null,
    sandbox: false,
    checks: [],
    evidenceTime: null,
    witnessed: false,
  };
}

function bundleForm(served: string | Uint8Array): Finding<Bundle> {
  const bundle = parseBundle(served);
  return bundle.ok ? passed(bundle.value, 'canonical bundle') : failed(bundle.refusal.code);
}

function productOf({ credentialSubject: { cyberLabel } }: LabelCredentialModel): Verification['product'] {
  const { name, brand, model } = cyberLabel.product;
  return { name, brand, model, gtins: cyberLabel.gtins };
}
