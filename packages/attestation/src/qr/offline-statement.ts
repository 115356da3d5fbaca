import { instantOf, type Instant } from '@assay/vocabulary/instant';
import type { LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { utf8 } from '../bytes.ts';
import type { Signer } from '../key.ts';
import { fromCbor, listIn, toCbor } from './cbor.ts';
import { signCose } from './cose-sign1.ts';
import { labelUrl } from './label-url.ts';

/** CWT claims (RFC 8392 section 3.1): expiry and time of issue, in seconds of the epoch; the label's own is for private use. */
const EXP = 4;
const IAT = 6;
const LABEL = -65_537;

/** What an offline QR code says of a label beside its URL. */
export type OfflineStatement = {
  /** Rank of the level. */
  readonly tier: number;
  /** Where its bits stand in the status lists. */
  readonly status: { readonly list: number; readonly index: number };
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** `Brand|Model`, for a person to compare with what is in the hand. */
  readonly text?: string;
  /** First 16 bytes of the SHA-256 of the credential. */
  readonly vcHash16?: Uint8Array;
};

export type StatementRefusal = { readonly code: 'malformed-statement' };

/** The signed payload of profile P2, bound to host and label by the additional data that both sides know. */
export function signOffline(
  statement: OfflineStatement,
  { host, labelId, signer }: { readonly host: string; readonly labelId: LabelId; readonly signer: Signer },
): Promise<Uint8Array> {
  const payload = payloadOf(statement);
  if (!readStatement(payload).ok) throw new Error('a statement that would not be read back');
  return signCose(payload, boundTo(host, labelId), signer);
}

/** What is signed along with every payload, so that it says nothing about another label or another host. */
export function boundTo(host: string, labelId: LabelId): Uint8Array {
  return utf8(`cyberlabel-qr-v1\n${labelUrl(host.toLowerCase(), labelId)}`);
}

function payloadOf({ tier, status, issuedAt, expiresAt, text, vcHash16 }: OfflineStatement): Uint8Array {
  const label = [
    tier,
    status.list,
    status.index,
    ...(text === undefined ? [] : [text]),
    ...(vcHash16 === undefined ? [] : [vcHash16]),
  ];
  return toCbor(
    new Map<number, unknown>([
      [EXP, Date.parse(expiresAt) / 1000],
      [IAT, Date.parse(issuedAt) / 1000],
      [LABEL, label],
    ]),
  );
}

/** Reads the claims of a payload whose signature is checked elsewhere. */
export function readStatement(payload: Uint8Array): Result<OfflineStatement, StatementRefusal> {
  const claims = fromCbor(payload);
  if (!(claims instanceof Map) || claims.size !== 3) return no();
  const [expiresAt, issuedAt] = [instantIn(claims.get(EXP)), instantIn(claims.get(IAT))];
  const label = listIn(claims.get(LABEL));
  if (expiresAt === undefined || issuedAt === undefined || label === undefined) return no();
  const [tier, list, index, ...more] = label;
  if (!isCount(tier) || !isCount(list) || !isCount(index)) return no();
  const text = typeof more[0] === 'string' ? more[0] : undefined;
  const vcHash16 = more[text === undefined ? 0 : 1];
  if (more.length !== Number(text !== undefined) + Number(vcHash16 !== undefined)) return no();
  if (text === '' || (vcHash16 !== undefined && !(vcHash16 instanceof Uint8Array && vcHash16.length === 16)))
    return no();
  return ok({
    ...{ tier, status: { list, index }, issuedAt, expiresAt },
    ...(text !== undefined && { text }),
    ...(vcHash16 instanceof Uint8Array && { vcHash16 }),
  });
}

/** Seconds from 1970 to the end of 9999. */
function instantIn(seconds: unknown): Instant | undefined {
  return isCount(seconds) && seconds < 253_402_300_800 ? instantOf(new Date(seconds * 1000)) : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function no(): Result<never, StatementRefusal> {
  return refuse({ code: 'malformed-statement' });
}
