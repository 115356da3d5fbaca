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
function valuesOf(codes: Uint8Array): Uint8Array {
  const values = new Uint8Array(128).fill(NO_VALUE);
  codes.forEach((code, value) => (values[code] = value));
  return values;
}
const [STANDARD_VALUES, URL_VALUES] = [valuesOf(STANDARD_CODES), valuesOf(URL_CODES)];

const ascii = new TextDecoder();

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

/** The bytes of the first `length` characters; bits that make no whole byte must be zero. */
function decode(text: string, length: number, values: Uint8Array): Uint8Array | undefined {
  if (length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let [at, bits, held, strays] = [0, 0, 0, 0];
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    const value = values[code] ?? NO_VALUE;
    strays |= value;
    bits = ((bits << 6) | value) & 0xfff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >> held;
  }
  return strays < NO_VALUE && (bits & ((1 << held) - 1)) === 0 ? bytes : undefined;
}
