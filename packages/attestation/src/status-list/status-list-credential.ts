import { addSeconds, parseInstant, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import {
  closed,
  listOf,
  oneOf,
  readDocument,
  Type,
  type Complaint,
  type Static,
} from '@assay/vocabulary/schema';

import { signCompactJws } from '../credential/compact-jws.ts';
import type { Signer } from '../key.ts';
import { didShape, instantShape, urlShape, wordsShape } from '../shapes.ts';
import { bitstringOf, encodeBitstring } from './bitstring.ts';

export type StatusPurpose = 'revocation' | 'suspension';

/** How long a published list may be relied on. */
const LIST_LIFETIME_SECONDS = 7 * 24 * 3600;

const STATUS_LIST = {
  name: 'status list credential',
  schema: closed({
    '@context': listOf(urlShape, 1, 1),
    type: listOf(wordsShape(100), 2, 2),
    id: urlShape,
    name: Type.Optional(wordsShape()),
    issuer: didShape,
    validFrom: instantShape,
    validUntil: instantShape,
    credentialSubject: closed({
      id: urlShape,
      type: Type.Literal('BitstringStatusList'),
      statusPurpose: oneOf(['revocation', 'suspension']),
      encodedList: Type.String({ minLength: 2, maxLength: 200_000 }),
    }),
  }),
};

export type StatusListCredential = Static<typeof STATUS_LIST.schema>;
export type StatusListRefusal = {
  readonly code: 'not-a-status-list';
  readonly complaints: readonly Complaint[];
};

/** What a list is to say: its URL `https://cla.example.org/status/revocation/3`, who issues it, which indices are set. */
export type StatusListStatement = {
  readonly url: string;
  readonly issuer: string;
  readonly purpose: StatusPurpose;
  readonly at: Instant;
  readonly set: Iterable<number>;
  /** Says so in the list's name. */
  readonly sandbox: boolean;
};

/** Builds the credential of a list, valid from `at` for seven days (trust layer, section 5). */
export async function buildStatusList(list: StatusListStatement): Promise<StatusListCredential> {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    id: list.url,
    ...(list.sandbox && { name: `Sandbox ${list.purpose} list: states nothing about real products` }),
    issuer: list.issuer,
    validFrom: list.at,
    validUntil: addSeconds(list.at, LIST_LIFETIME_SECONDS),
    credentialSubject: {
      id: `${list.url}#list`,
      type: 'BitstringStatusList',
      statusPurpose: list.purpose,
      encodedList: await encodeBitstring(bitstringOf(list.set)),
    },
  };
}

/** The compact JWS of a list; refuses to sign what a verifier would not read. */
export async function signStatusList(list: StatusListCredential, signer: Signer): Promise<string> {
  if (signer.alg !== 'ES256') throw new TypeError('status lists are signed with ES256');
  const read = readStatusList(list);
  if (!read.ok) throw new Error(`not a status list: ${JSON.stringify(read.refusal.complaints)}`);
  return signCompactJws(list, signer);
}

/** Reads the payload of a list credential; the bits stay packed. */
export function readStatusList(payload: unknown): Result<StatusListCredential, StatusListRefusal> {
  const shape = readDocument(STATUS_LIST, payload);
  if (!shape.ok) return refuse({ code: 'not-a-status-list', complaints: shape.refusal.complaints });
  const list = shape.value;
  const rules: readonly (readonly [boolean, string, string])[] = [
    [list['@context'][0] === 'https://www.w3.org/ns/credentials/v2', '/@context/0', 'the VCDM 2.0 context'],
    [list.type.includes('VerifiableCredential'), '/type', 'VerifiableCredential'],
    [list.type.includes('BitstringStatusListCredential'), '/type', 'BitstringStatusListCredential'],
    [
      list.credentialSubject.id === `${list.id}#list`,
      '/credentialSubject/id',
      'the id of the list and #list',
    ],
    [parseInstant(list.validFrom).ok, '/validFrom', 'an instant that exists'],
    [parseInstant(list.validUntil).ok, '/validUntil', 'an instant that exists'],
    [list.validFrom < list.validUntil, '/validUntil', 'after validFrom'],
  ];
  const complaints = rules.flatMap(([holds, path, expected]) => (holds ? [] : [{ path, expected }]));
  return complaints.length === 0 ? ok(list) : refuse({ code: 'not-a-status-list', complaints });
}
