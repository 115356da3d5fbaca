import { ok, refuse, type Result } from '@assay/vocabulary/result';
import {
  closed,
  listOf,
  oneOf,
  readDocument,
  shaped,
  Type,
  type Complaint,
  type Static,
} from '@assay/vocabulary/schema';

import { toHex } from './bytes.ts';
import { isHost } from './host.ts';
import { isStrictKey } from './key.ts';
import { parsePolicy } from './log/policy.ts';
import { parseVkey, SIGNATURE_TYPE } from './log/note-key.ts';
import { shortKid } from './qr/cose-sign1.ts';
import {
  codeShape,
  didShape,
  instantShape,
  keyUseShape,
  kidShape,
  publicJwkShape,
  urlShape,
  wordsShape,
} from './shapes.ts';

/** Members that say whom to believe; a trust list has them beside its own. */
export const ANCHOR_MEMBERS = {
  scheme: closed({
    id: wordsShape(),
    name: wordsShape(),
    qrHosts: listOf(shaped<string>('^[a-z0-9.:-]{1,260}$', 'a host'), 100, 1),
  }),
  administrators: listOf(
    closed({
      code: codeShape,
      did: didShape,
      name: wordsShape(),
      /** A withdrawn administrator grants nothing new; the labels it granted stand until they end. */
      status: oneOf(['active', 'withdrawn']),
      accreditedFrom: Type.Optional(instantShape),
      accreditedUntil: Type.Optional(instantShape),
      keys: listOf(
        closed({
          kid: kidShape,
          use: keyUseShape,
          jwk: publicJwkShape,
          notBefore: instantShape,
          notAfter: instantShape,
          /** There only if the key was revoked: what it signed after this leaf is void; -1 voids everything. */
          lastGoodIndex: Type.Optional(Type.Integer({ minimum: -1, maximum: Number.MAX_SAFE_INTEGER })),
        }),
        1_000,
      ),
      log: closed({ origin: wordsShape(255), url: urlShape, vkeys: listOf(wordsShape(500), 32) }),
      /** Where the administrator answers questions about its labels. */
      api: Type.Optional(urlShape),
    }),
    1_000,
  ),
  policy: Type.String({ maxLength: 65_536 }),
};

const TRUST_ANCHORS = { name: 'trust anchors', schema: closed(ANCHOR_MEMBERS) };

/** Whom a verifier believes: the payload of the trust list (trust layer, section 8) without its signatures. */
export type TrustAnchors = Static<typeof TRUST_ANCHORS.schema>;
export type TrustedAdministrator = TrustAnchors['administrators'][number];
export type TrustedKey = TrustedAdministrator['keys'][number];

export type TrustRefusal = { readonly code: 'not-trust-anchors'; readonly complaints: readonly Complaint[] };

/**
 * Reads trust anchors from outside. Beyond their shape: codes, DIDs, key ids and log origins are unique, a key belongs to
 * its administrator's DID, keys are strict ones, QR keys differ in the 4 bytes by which a code names them, log keys bear
 * the origin's name, and the witness policy reads.
 */
export async function parseTrustAnchors(value: unknown): Promise<Result<TrustAnchors, TrustRefusal>> {
  const shape = readDocument(TRUST_ANCHORS, value);
  if (!shape.ok) return refuse({ code: 'not-trust-anchors', complaints: shape.refusal.complaints });
  const complaints = await checkAnchors(shape.value);
  return complaints.length === 0 ? ok(shape.value) : refuse({ code: 'not-trust-anchors', complaints });
}

/** Everything in anchors that their schema cannot see. */
export async function checkAnchors(anchors: TrustAnchors): Promise<readonly Complaint[]> {
  const administrators = await Promise.all(
    anchors.administrators.map((administrator, i) =>
      administratorComplaints(administrator, `/administrators/${i}`),
    ),
  );
  const policy = await parsePolicy(anchors.policy);
  return [
    ...hostComplaints(anchors),
    ...uniqueComplaints(anchors),
    ...administrators.flat(),
    ...(await qrKeyComplaints(anchors)),
    ...(policy.ok
      ? []
      : [
          {
            path: '/policy',
            expected: `a witness policy (line ${policy.refusal.line}: ${policy.refusal.why})`,
          },
        ]),
  ];
}

function hostComplaints({ scheme }: TrustAnchors): Complaint[] {
  return scheme.qrHosts.flatMap((host, i) =>
    isHost(host) ? [] : [{ path: `/scheme/qrHosts/${i}`, expected: 'a lower-case host' }],
  );
}

function uniqueComplaints({ administrators }: TrustAnchors): Complaint[] {
  const lists = {
    code: administrators.map(({ code }) => code),
    did: administrators.map(({ did }) => did),
    'log origin': administrators.map(({ log }) => log.origin),
    kid: administrators.flatMap(({ keys }) => keys.map(({ kid }) => kid)),
  };
  return Object.entries(lists).flatMap(([what, values]) =>
    new Set(values).size === values.length
      ? []
      : [{ path: '/administrators', expected: `each ${what} once` }],
  );
}

/** A QR code names its key by 4 bytes only, so two keys of one such name would be confused. */
async function qrKeyComplaints({ administrators }: TrustAnchors): Promise<Complaint[]> {
  const keys = administrators.flatMap((administrator) => administrator.keys);
  const names = await Promise.all(
    keys.filter(({ use }) => use === 'qr').map(async ({ jwk }) => toHex(await shortKid(jwk))),
  );
  return new Set(names).size === names.length
    ? []
    : [{ path: '/administrators', expected: 'QR keys whose thumbprints begin differently' }];
}

async function administratorComplaints(
  { did, keys, log }: TrustedAdministrator,
  path: string,
): Promise<Complaint[]> {
  const complaints = keys.flatMap(({ kid, use, jwk, notBefore, notAfter }, i) => {
    const at = `${path}/keys/${i}`;
    return [
      ...(kid.startsWith(`${did}#`) ? [] : [{ path: `${at}/kid`, expected: `a key of ${did}` }]),
      ...(isStrictKey(jwk)
        ? []
        : [
            {
              path: `${at}/jwk`,
              expected: 'a point of its curve, in its canonical form and not of low order',
            },
          ]),
      ...((jwk.kty === 'OKP') === (use === 'log' || use === 'qr')
        ? []
        : [{ path: `${at}/jwk`, expected: `a key of the curve for ${use}` }]),
      ...(notBefore <= notAfter ? [] : [{ path: `${at}/notAfter`, expected: 'not before notBefore' }]),
    ];
  });
  for (const [i, text] of log.vkeys.entries()) {
    const vkey = await parseVkey(text);
    const good = vkey.ok && vkey.value.type === SIGNATURE_TYPE.ed25519 && vkey.value.name === log.origin;
    if (!good)
      complaints.push({ path: `${path}/log/vkeys/${i}`, expected: `a verifier key named ${log.origin}` });
  }
  return complaints;
}
