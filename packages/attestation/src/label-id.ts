import type { LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Crockford's base 32: no I, L, O, U. */
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SHAPE = /^[0-9A-Z]{2}[0-9A-HJKMNP-TV-Z]{8}[0-9A-Z]$/;
const CODE = /^[0-9A-Z]{2}$/;

export type LabelIdRefusal = {
  readonly code: 'malformed-label-id' | 'wrong-check-character';
  readonly text: string;
};

/**
 * Reads a label id typed, scanned or linked (trust layer, section 3): administrator code (2), random part (8, Crockford
 * base 32), check character (ISO 7064 MOD 37,36). Case does not matter; in the random part I and L read as 1, O as 0,
 * because Crockford's alphabet has no I, L or O. Not so in the code and check character, whose alphabet has them all.
 */
export function parseLabelId(text: string): Result<LabelId, LabelIdRefusal> {
  const upper = /^[0-9A-Za-z]{11}$/.test(text) ? text.toUpperCase() : '';
  const random = upper.slice(2, 10).replaceAll(/[IL]/g, '1').replaceAll('O', '0');
  const id = `${upper.slice(0, 2)}${random}${upper.slice(10)}`;
  if (!SHAPE.test(id)) return refuse({ code: 'malformed-label-id', text: text.slice(0, 40) });
  return checkCharacter(id.slice(0, 10)) === id[10]
    ? ok(id as LabelId)
    : refuse({ code: 'wrong-check-character', text: id });
}

/** A new label id from 5 random bytes (40 bits). The caller's database refuses a second use; then draw again. */
export function mintLabelId(code: string, random: Uint8Array): LabelId {
  if (!CODE.test(code)) throw new TypeError('an administrator code is two characters of 0-9 A-Z');
  if (random.length !== 5) throw new TypeError('a label id takes exactly 5 random bytes');
  let rest = random.reduce((value, byte) => value * 256 + byte, 0);
  let digits = '';
  for (let i = 0; i < 8; i += 1) {
    digits = `${BASE32.charAt(rest % 32)}${digits}`;
    rest = Math.floor(rest / 32);
  }
  const body = `${code}${digits}`;
  const id = parseLabelId(`${body}${checkCharacter(body)}`);
  if (!id.ok) throw new Error(`minted a label id that does not read: ${body}`);
  return id.value;
}

/** Code of the label administrator that granted this label. */
export function administratorCode(id: LabelId): string {
  return id.slice(0, 2);
}

/** ISO 7064 hybrid system MOD 37,36 over 0-9 A-Z: finds every single wrong character, and 99.8 % of swaps of neighbours. */
export function checkCharacter(body: string): string {
  let product = 36;
  for (const char of body) {
    const sum = (product + ALPHANUMERIC.indexOf(char)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return ALPHANUMERIC.charAt((37 - product) % 36);
}
