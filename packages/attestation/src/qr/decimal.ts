import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** Decimal digits of a block of so many bytes: the fewest that hold every value, so that each length has one meaning. */
const DIGITS_OF = [0, 3, 5, 8, 10, 13, 15, 17] as const;
const BLOCK_BYTES = 7;
const BLOCK_DIGITS = 17;
/** No QR symbol holds more digits than this (version 40, error correction L). */
const DIGITS_LIMIT = 7_089;

export type DecimalRefusal = { readonly code: 'malformed-digits' };

/**
 * Bytes as decimal digits, which a QR code packs ten bits to three (trust layer, section 9): blocks of 7 bytes as 17
 * digits, zero-padded; a last block of 1 to 6 bytes takes 3, 5, 8, 10, 13 or 15.
 */
export function toDigits(bytes: Uint8Array): string {
  let digits = '';
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    const block = bytes.subarray(start, start + BLOCK_BYTES);
    digits += valueOf(block)
      .toString()
      .padStart(DIGITS_OF[block.length] ?? 0, '0');
  }
  return digits;
}

/** As plain numbers but for the last four bytes: more than six are beyond them. */
function valueOf(block: Uint8Array): bigint {
  const numberOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  if (block.length < BLOCK_BYTES) return BigInt(numberOf(block));
  return (BigInt(numberOf(block.subarray(0, 3))) << 32n) + BigInt(numberOf(block.subarray(3)));
}

/** The bytes of digits; refuses a length that no bytes have and a block whose value is too great for its bytes. */
export function fromDigits(digits: string): Result<Uint8Array, DecimalRefusal> {
  if (digits.length > DIGITS_LIMIT || !/^[0-9]*$/.test(digits)) return refuse({ code: 'malformed-digits' });
  const bytes: number[] = [];
  for (let start = 0; start < digits.length; start += BLOCK_DIGITS) {
    const block = digits.slice(start, start + BLOCK_DIGITS);
    const count = DIGITS_OF.findIndex((length) => length === block.length);
    const value = BigInt(block);
    if (count < 1 || value >= 256n ** BigInt(count)) return refuse({ code: 'malformed-digits' });
    for (let place = count - 1; place >= 0; place -= 1)
      bytes.push(Number((value >> BigInt(8 * place)) & 0xffn));
  }
  return ok(Uint8Array.from(bytes));
}
