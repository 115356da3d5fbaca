import { KeyFault } from './key-fault.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/**
 * The 64 bytes r‖s of an ECDSA signature over P-256 that came as DER (RFC 3279, section 2.2.3): each number loses the
 * zero that keeps it positive, or gets back the zeros that DER leaves out. Throws at anything that is not such a DER.
 */
export function rawFromDer(der: Uint8Array): Uint8Array {
  const [tag, length, ...rest] = der;
  if (tag !== SEQUENCE || length !== rest.length) throw malformed();
  const r = integerAt(rest, 0);
  const s = integerAt(rest, r.end);
  if (s.end !== rest.length) throw malformed();
  const raw = new Uint8Array(64);
  raw.set(r.digits, 32 - r.digits.length);
  raw.set(s.digits, 64 - s.digits.length);
  return raw;
}

/** A positive number of at most 32 bytes in its only form, at a place of the sequence. */
function integerAt(
  bytes: readonly number[],
  at: number,
): { readonly digits: readonly number[]; readonly end: number } {
  const length = bytes[at + 1] ?? 0;
  const end = at + 2 + length;
  const [first = 0, second = 0] = bytes.slice(at + 2, end);
  const padded = first === 0;
  if (bytes[at] !== INTEGER || length === 0 || end > bytes.length || first >= 0x80) throw malformed();
  if (padded && second < 0x80) throw malformed();
  const digits = bytes.slice(at + 2 + (padded ? 1 : 0), end);
  if (digits.length > 32) throw malformed();
  return { digits, end };
}

function malformed(): KeyFault {
  return new KeyFault('signature-malformed', 'a signature came that is no DER of two numbers of 32 bytes');
}
