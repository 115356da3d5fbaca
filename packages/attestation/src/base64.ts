/**
 * Base 64 of RFC 4648, strict: exactly one text per byte string. A reader that tolerated stray bits, spaces or missing
 * padding would let two different texts carry one signature. By table, since what platforms offer is slower or lenient.
 */
const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;

/** The standard alphabet with padding (section 4). */
export function toBase64(bytes: Uint8Array): string {
  const text = encode(bytes, STANDARD_CODES);
  return text.padEnd(Math.ceil(bytes.length / 3) * 4, '=');
}

/** Undefined where the text is not the one standard base 64 form (section 4, padded) of some bytes. */
export function fromBase64(text: string): Uint8Array | undefined {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return text.length % 4 === 0 ? decode(text, text.length - padding, STANDARD_VALUES) : undefined;
}

/** URL alphabet without padding (section 5), as JOSE and Multibase `u` use it. */
export function toBase64Url(bytes: Uint8Array): string {
  return encode(bytes, URL_CODES);
}

/** Undefined where the text is not the one unpadded URL-safe form of some bytes. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  return decode(text, text.length, URL_VALUES);
}

const codesOf = (alphabet: string) => Uint8Array.from(alphabet, (char) => char.charCodeAt(0));
const [STANDARD_CODES, URL_CODES] = [codesOf(STANDARD), codesOf(URL_SAFE)];

const NO_VALUE = 64;
/** No character of either alphabet. */
const NO_CODE = 0;
function valuesOf(codes: Uint8Array): Uint8Array {
  const values = new Uint8Array(256).fill(NO_VALUE);
  codes.forEach((code, value) => (values[code] = value));
  return values;
}
const [STANDARD_VALUES, URL_VALUES] = [valuesOf(STANDARD_CODES), valuesOf(URL_CODES)];

const ascii = new TextDecoder();
const toCodes = new TextEncoder();

function encode(bytes: Uint8Array, codes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  // Past either end: what is read there is 0 bits, what is written there is nothing.
  for (let i = 0, at = 0; i < bytes.length; i += 3, at += 4) {
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text[at] = codes[bits >> 18] ?? 0;
    text[at + 1] = codes[(bits >> 12) & 63] ?? 0;
    text[at + 2] = codes[(bits >> 6) & 63] ?? 0;
    text[at + 3] = codes[bits & 63] ?? 0;
  }
  return ascii.decode(text);
}

/** Kept for the codes of one text after another: to make and forget an array for each takes longer than to fill it. */
let kept = new Uint8Array(8192);

/** The codes of a text; what is no ASCII has more bytes than characters, and none of them stands for a value. */
function codesIn(text: string): Uint8Array {
  if (kept.length < 3 * text.length) kept = new Uint8Array(3 * text.length);
  return kept.subarray(0, toCodes.encodeInto(text, kept).written);
}

/** The bytes of the first `length` characters; bits that make no whole byte must be zero. */
function decode(text: string, length: number, values: Uint8Array): Uint8Array | undefined {
  if (length % 4 === 1) return undefined;
  const codes = codesIn(text);
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let strays = 0;
  // Past the end of the text: 0 bits, which is what may be left over there. What is written past the end is nothing.
  const bitsAt = (i: number): number => {
    const value = i < length ? (values[codes[i] ?? NO_CODE] ?? NO_VALUE) : 0;
    strays |= value;
    return value;
  };
  const whole = length - (length % 4);
  let at = 0;
  for (let i = 0; i < whole; i += 4, at += 3) {
    const a = values[codes[i] ?? NO_CODE] ?? NO_VALUE;
    const b = values[codes[i + 1] ?? NO_CODE] ?? NO_VALUE;
    const c = values[codes[i + 2] ?? NO_CODE] ?? NO_VALUE;
    const d = values[codes[i + 3] ?? NO_CODE] ?? NO_VALUE;
    strays |= a | b | c | d;
    bytes[at] = (a << 2) | (b >> 4);
    bytes[at + 1] = (b << 4) | (c >> 2);
    bytes[at + 2] = (c << 6) | d;
  }
  if (whole === length) return strays < NO_VALUE ? bytes : undefined;
  const bits = (bitsAt(whole) << 18) | (bitsAt(whole + 1) << 12) | (bitsAt(whole + 2) << 6);
  bytes[at] = bits >> 16;
  bytes[at + 1] = bits >> 8;
  const left = length % 4 === 2 ? bits & 0xffff : bits & 0xff;
  return strays < NO_VALUE && left === 0 ? bytes : undefined;
}
