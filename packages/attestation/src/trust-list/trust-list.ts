import { parseInstant, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, readDocument, Type, type Complaint, type Static } from '@assay/vocabulary/schema';

import { isStrictKey } from '../key.ts';
import { instantShape, publicJwkShape } from '../shapes.ts';
import { ANCHOR_MEMBERS, checkAnchors, type TrustAnchors } from '../trust.ts';

/** Trust layer section 8: a list that nobody renews ends by itself. */
const LONGEST_LIFE_DAYS = 90;
const DAY_MS = 86_400_000;

const TRUST_LIST = {
  name: 'trust list',
  schema: closed({
    version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    issued: instantShape,
    expires: instantShape,
    /** Whose signatures make the next list good; so the roots themselves can be exchanged. */
    rootKeys: listOf(publicJwkShape, 20, 1),
    rootThreshold: Type.Integer({ minimum: 1, maximum: 20 }),
    ...ANCHOR_MEMBERS,
  }),
};

/** What the roots sign: whom a verifier believes, until when, and who may say so next time. */
export type TrustList = Static<typeof TRUST_LIST.schema>;
export type Roots = Pick<TrustList, 'rootKeys' | 'rootThreshold'>;

export type TrustListRefusal = {
  readonly code: 'not-a-trust-list';
  readonly complaints: readonly Complaint[];
};

/**
 * Reads the payload of a trust list. Beyond what anchors must be: root keys are strict and differ, the threshold can be
 * met, and the list lives no longer than 90 days.
 */
export async function parseTrustList(value: unknown): Promise<Result<TrustList, TrustListRefusal>> {
  const shape = readDocument(TRUST_LIST, value);
  if (!shape.ok) return refuse({ code: 'not-a-trust-list', complaints: shape.refusal.complaints });
  const list = shape.value;
  const complaints = [...rootComplaints(list), ...lifeComplaints(list), ...(await checkAnchors(list))];
  return complaints.length === 0 ? ok(list) : refuse({ code: 'not-a-trust-list', complaints });
}

/** The anchors of a list, for a verification. */
export function anchorsOf({ scheme, administrators, policy }: TrustList): TrustAnchors {
  return { scheme, administrators, policy };
}

/** Root keys as a release carries them out of band, and how many of them must have signed. */
export function parseRoots(value: unknown): Result<Roots, TrustListRefusal> {
  const { rootKeys, rootThreshold } = TRUST_LIST.schema.properties;
  const shape = readDocument({ name: 'root keys', schema: closed({ rootKeys, rootThreshold }) }, value);
  const complaints = shape.ok ? rootComplaints(shape.value) : shape.refusal.complaints;
  return shape.ok && complaints.length === 0
    ? ok(shape.value)
    : refuse({ code: 'not-a-trust-list', complaints });
}

function rootComplaints({ rootKeys, rootThreshold }: Roots): readonly Complaint[] {
  return [
    ...rootKeys.flatMap((jwk, i) =>
      isStrictKey(jwk)
        ? []
        : [
            {
              path: `/rootKeys/${i}`,
              expected: 'a point of its curve, in its canonical form and not of low order',
            },
          ],
    ),
    ...(new Set(rootKeys.map(({ x }) => x)).size === rootKeys.length
      ? []
      : [{ path: '/rootKeys', expected: 'each key once' }]),
    ...(rootThreshold <= rootKeys.length
      ? []
      : [{ path: '/rootThreshold', expected: 'at most as many as there are root keys' }]),
  ];
}

function lifeComplaints({ issued, expires }: TrustList): readonly Complaint[] {
  const exist = [issued, expires].every((instant: Instant) => parseInstant(instant).ok);
  const days = (Date.parse(expires) - Date.parse(issued)) / DAY_MS;
  return exist && days > 0 && days <= LONGEST_LIFE_DAYS
    ? []
    : [{ path: '/expires', expected: `after it was issued, and at most ${LONGEST_LIFE_DAYS} days after` }];
}
