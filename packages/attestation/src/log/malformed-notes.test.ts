import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { ed25519Signer } from '../../test/sandbox-label.ts';
import { fromBase64, toBase64 } from '../base64.ts';
import { concat, uint64 } from '../bytes.ts';
import { ed25519Bytes, type Signer } from '../key.ts';
import { noteKey, SIGNATURE_TYPE, type NoteKey } from './note-key.ts';
import { parseNote, signatureLine, signNote, verifyNote } from './note.ts';

const NAME = 'log.sandbox.example/2026';
const TEXT = `${NAME}\n5\nIsb7hRiQqNKGZQ6Iggg7fjj+Uaz6tsu7cKE7zMTuRLc=\n`;
let signer: Signer;
let key: NoteKey;
let witnessKey: NoteKey;
let note: string;
let line: string;
beforeAll(async () => {
  signer = await ed25519Signer('log');
  const publicKey = ed25519Bytes(signer.publicJwk) ?? new Uint8Array();
  key = await noteKey({ name: NAME, type: SIGNATURE_TYPE.ed25519, publicKey });
  witnessKey = await noteKey({ name: NAME, type: SIGNATURE_TYPE.cosignature, publicKey });
  note = await signNote(TEXT, NAME, signer);
  line = note.slice(TEXT.length + 1);
});

/** Whether a note is believed, by whoever knows the log and the witness. */
async function isBelieved(text: string): Promise<boolean> {
  const read = parseNote(text);
  return read.ok && (await verifyNote(read.value, [key, witnessKey])).ok;
}

describe('a signed note of C2SP', () => {
  test('is believed as it was signed, with a blank line inside its text as well', async () => {
    expect(await isBelieved(note)).toBe(true);
    expect(await isBelieved(await signNote('one\n\ntwo\n', NAME, signer))).toBe(true);
  });

  test('with one character changed, put in or left out is never believed, whatever it is', async () => {
    const place = fc.nat(note.length - 1);
    const char = fc.oneof(
      fc.constantFrom('\n', ' ', '\t', '\r', '\0', '=', '+', 'A', '—', '\u00a0', '\u2028'),
      fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(place, char, async (at, other) => {
        const [before, after] = [note.slice(0, at), note.slice(at + 1)];
        if (note[at] !== other) expect(await isBelieved(`${before}${other}${after}`)).toBe(false);
        expect(await isBelieved(`${before}${after}`)).toBe(false);
        if (note[at] !== other && note[at - 1] !== other)
          expect(await isBelieved(`${before}${other}${note.slice(at)}`)).toBe(false);
      }),
      { numRuns: 120 },
    );
  });

  test('cut off anywhere, or with something behind its last line, is not believed', async () => {
    for (let end = 0; end < note.length; end += 1) expect(await isBelieved(note.slice(0, end))).toBe(false);
    for (const more of ['\n', ' ', 'x', '\n\n', '\0', '— x', '\ufeff'])
      expect([more, await isBelieved(`${note}${more}`)]).toEqual([more, false]);
    expect(await isBelieved(`\ufeff${note}`)).toBe(false);
  });

  test.each<readonly [string, (good: string) => string]>([
    ['a hyphen for the dash', (good) => good.replace('—', '-')],
    ['an en dash', (good) => good.replace('—', '–')],
    ['no name', (good) => good.replace(` ${NAME}`, ' ')],
    ['a plus in the name', (good) => good.replace(NAME, `${NAME}+x`)],
    ['a space that does not break', (good) => good.replace(' ', '\u00a0')],
    ['a tab for a space', (good) => good.replace(' ', '\t')],
    ['two spaces', (good) => good.replace(' ', '  ')],
    ['a space at the end', (good) => `${good.slice(0, -1)} \n`],
    ['a fourth word', (good) => `${good.slice(0, -1)} x\n`],
    ['the other alphabet of base 64', () => `— ${NAME} ${'_-'.repeat(46)}\n`],
    ['no padding', (good) => good.replace(/=+\n$/, '\n')],
    ['stray bits in base 64', (good) => good.replace(/.(=+)\n$/, '_$1\n')],
    ['a key id alone', () => `— ${NAME} AAAAAA==\n`],
    ['less than a key id', () => `— ${NAME} AAA=\n`],
    ['nothing', () => '\n'],
  ])('whose signature line has %s is no note', async (_case, change) => {
    const changed = change(line);
    expect(changed).not.toBe(line);
    expect(await isBelieved(`${TEXT}\n${changed}`)).toBe(false);
    // A good line beside it does not help: a note is read whole.
    expect(parseNote(`${note}${changed}`).ok).toBe(false);
  });

  test.each([0, 1, 8, 9, 11, 12, 13, 27, 31, 127].map((code) => [code]))(
    'with the control character %i in its text is no note',
    (code) => {
      const read = parseNote(note.replace('\n5\n', `\n5${String.fromCharCode(code)}\n`));
      // DEL is no control character below U+0020, which is what signed-note forbids.
      expect(read.ok).toBe(code === 127);
    },
  );

  test('with a signature of the wrong length under a known key is void', async () => {
    const bytes = fromBase64(line.slice(line.lastIndexOf(' ') + 1, -1)) ?? new Uint8Array();
    const [id, signature] = [bytes.subarray(0, 4), bytes.subarray(4)];
    for (const wrong of [
      signature.subarray(0, 63),
      concat(signature, Uint8Array.of(0)),
      concat(uint64(7), signature),
    ])
      expect(await isBelieved(`${TEXT}\n— ${NAME} ${toBase64(concat(id, wrong))}\n`)).toBe(false);
    const cosigned = await signatureLine(TEXT, { ...witnessKey, time: 7 }, signer);
    expect(await isBelieved(note + cosigned)).toBe(true);
    const sealed = (
      fromBase64(cosigned.slice(cosigned.lastIndexOf(' ') + 1, -1)) ?? new Uint8Array()
    ).subarray(12);
    for (const wrong of [
      sealed,
      concat(uint64(8), sealed),
      concat(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255), sealed),
    ])
      expect(await isBelieved(`${note}— ${NAME} ${toBase64(concat(witnessKey.keyIdBytes, wrong))}\n`)).toBe(
        false,
      );
  });

  test('does not pass a signature over the text for a cosignature, nor the other way', async () => {
    const bytes = fromBase64(line.slice(line.lastIndexOf(' ') + 1, -1)) ?? new Uint8Array();
    const asCosignature = concat(witnessKey.keyIdBytes, uint64(0), bytes.subarray(4));
    expect(await isBelieved(`${TEXT}\n— ${NAME} ${toBase64(asCosignature)}\n`)).toBe(false);
    const cosigned = await signatureLine(TEXT, { ...witnessKey, time: 0 }, signer);
    const sealed = (
      fromBase64(cosigned.slice(cosigned.lastIndexOf(' ') + 1, -1)) ?? new Uint8Array()
    ).subarray(12);
    expect(await isBelieved(`${TEXT}\n— ${NAME} ${toBase64(concat(key.keyIdBytes, sealed))}\n`)).toBe(false);
  });
});
