import { ok, refuse, type Result } from '@assay/vocabulary/result';
import {
  closed,
  listOf,
  oneOf,
  readDocument,
  type Misfit,
  type Static,
  Type,
} from '@assay/vocabulary/schema';

import { textOf, utf8 } from '../bytes.ts';
import { canonicalJson, parseCanonicalJson, type CanonicalJsonRefusal } from '../canonical-json.ts';
import {
  codeShape,
  countShape,
  didShape,
  gtinShape,
  instantShape,
  keyUseShape,
  kidShape,
  labelIdShape,
  publicJwkShape,
  sha256Shape,
  wordsShape,
} from '../shapes.ts';

/** Entry bundles frame an entry with a 16-bit length. */
export const ENTRY_LIMIT = 65_535;

const common = { v: Type.Literal(1), time: instantShape, issuer: didShape };
const ofLabel = { ...common, labelId: labelIdShape, prev: Type.Union([countShape, Type.Null()]) };
const product = closed({ brand: wordsShape(), model: wordsShape(), gtins: listOf(gtinShape, 100) });
const holder = closed({ id: wordsShape(), name: wordsShape() });
const status = closed({ list: countShape, index: Type.Integer({ minimum: 0, maximum: 131_071 }) });
const state = oneOf(['granted', 'suspended', 'revoked']);

const SHAPES = {
  'log.genesis': closed({
    ...common,
    type: Type.Literal('log.genesis'),
    origin: wordsShape(255),
    scheme: wordsShape(),
    administrator: codeShape,
    trustListVersion: countShape,
    sandbox: Type.Optional(Type.Literal(true)),
  }),
  'key.added': closed({
    ...common,
    type: Type.Literal('key.added'),
    kid: kidShape,
    use: keyUseShape,
    jwk: publicJwkShape,
  }),
  'key.retired': closed({ ...common, type: Type.Literal('key.retired'), kid: kidShape, use: keyUseShape }),
  'key.revoked': closed({
    ...common,
    type: Type.Literal('key.revoked'),
    kid: kidShape,
    use: keyUseShape,
    reason: wordsShape(),
    lastGoodIndex: countShape,
  }),
  'label.granted': closed({
    ...ofLabel,
    type: Type.Literal('label.granted'),
    vcHash: sha256Shape,
    product,
    holder,
    tier: wordsShape(100),
    profile: wordsShape(),
    validFrom: instantShape,
    validUntil: instantShape,
    status,
    qrHash: Type.Optional(sha256Shape),
  }),
  'label.amended': closed({
    ...ofLabel,
    type: Type.Literal('label.amended'),
    vcHash: sha256Shape,
    supersedes: sha256Shape,
    product: Type.Optional(product),
    holder: Type.Optional(holder),
    tier: Type.Optional(wordsShape(100)),
    profile: Type.Optional(wordsShape()),
    validFrom: Type.Optional(instantShape),
    validUntil: Type.Optional(instantShape),
    status: Type.Optional(status),
    qrHash: Type.Optional(sha256Shape),
  }),
  'label.status': closed({
    ...ofLabel,
    type: Type.Literal('label.status'),
    from: state,
    to: state,
    reasonCode: wordsShape(100),
    effective: instantShape,
    decisionRef: wordsShape(),
  }),
  'statuslist.published': closed({
    ...common,
    type: Type.Literal('statuslist.published'),
    purpose: oneOf(['revocation', 'suspension']),
    list: countShape,
    seq: countShape,
    jwsHash: sha256Shape,
    through: countShape,
  }),
  'log.note': closed({
    ...common,
    type: Type.Literal('log.note'),
    about: countShape,
    text: wordsShape(10_000),
  }),
} as const;

export type EntryType = keyof typeof SHAPES;
/** One line of the log, trust layer section 6. `prev` is the leaf index of the label's previous entry, null for its first. */
export type Entry = { [T in EntryType]: Static<(typeof SHAPES)[T]> }[EntryType];
export type EntryOf<T extends EntryType> = Extract<Entry, { type: T }>;

export type EntryRefusal =
  | CanonicalJsonRefusal
  | Misfit
  | { readonly code: 'entry-too-long'; readonly bytes: number }
  | { readonly code: 'not-utf-8' }
  | { readonly code: 'unknown-entry-type' };

/** An entry, and its bytes as they are hashed, framed and served. */
export type Encoded = { readonly entry: Entry; readonly bytes: Uint8Array };

/** Makes an entry of its members. Refuses a misshapen one: what is logged stays logged. */
export function encodeEntry(members: object): Result<Encoded, EntryRefusal> {
  const entry = ofKnownShape(members);
  if (!entry.ok) return entry;
  const bytes = utf8(canonicalJson(members));
  return bytes.length <= ENTRY_LIMIT
    ? ok({ entry: entry.value, bytes })
    : refuse({ code: 'entry-too-long', bytes: bytes.length });
}

/** Reads the bytes of an entry; only canonical JSON of a known type without unknown members passes. */
export function parseEntry(bytes: Uint8Array): Result<Entry, EntryRefusal> {
  if (bytes.length > ENTRY_LIMIT) return refuse({ code: 'entry-too-long', bytes: bytes.length });
  const text = textOf(bytes);
  if (text === undefined) return refuse({ code: 'not-utf-8' });
  const value = parseCanonicalJson(text);
  return value.ok ? ofKnownShape(value.value) : value;
}

function ofKnownShape(value: unknown): Result<Entry, EntryRefusal> {
  const type: unknown =
    typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string' || !isEntryType(type)) return refuse({ code: 'unknown-entry-type' });
  return readDocument({ name: type, schema: SHAPES[type] }, value);
}

function isEntryType(type: string): type is EntryType {
  return Object.hasOwn(SHAPES, type);
}
