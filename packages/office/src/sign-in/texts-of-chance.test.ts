import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { instant } from '../../test/sandbox-office.ts';
import { isApiKeyText, newApiKeyText } from './api-key-text.ts';
import { deviceName } from './device-name.ts';
import { hashPassword, isPassword } from './password-hash.ts';
import { checkPassword } from './password-rules.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { csrfOf, newSessionId, newToken } from './token.ts';
import { base32, codeOfStep, otpauthUri, stepAt, stepOfCode } from './totp.ts';

const random = (count: number) => new Uint8Array(randomBytes(count));
/** RFC 6238 appendix B, SHA-1: the secret, and the last six digits of its codes. */
const SECRET = new TextEncoder().encode('12345678901234567890');
const VECTORS = [
  ['1970-01-01T00:00:59Z', '287082'],
  ['2005-03-18T01:58:29Z', '081804'],
  ['2005-03-18T01:58:31Z', '050471'],
  ['2009-02-13T23:31:30Z', '005924'],
  ['2033-05-18T03:33:20Z', '279037'],
  ['2603-10-11T11:33:20Z', '353130'],
] as const;

test.each(VECTORS)('at %s the code of the published secret is %s', (at, code) => {
  expect(codeOfStep(SECRET, stepAt(instant(at)))).toBe(code);
  expect(stepOfCode(SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, instant(at))).toBe(stepAt(instant(at)));
});

test('a code counts one step early and one late, and no more', () => {
  const at = instant('2026-11-21T09:30:00Z');
  const steps = [-2, -1, 0, 1, 2].map((off) => stepOfCode(SECRET, codeOfStep(SECRET, stepAt(at) + off), at));
  expect(steps).toEqual([undefined, stepAt(at) - 1, stepAt(at), stepAt(at) + 1, undefined]);
  for (const code of ['', '12345', '1234567', 'abcdef']) expect(stepOfCode(SECRET, code, at)).toBeUndefined();
});

test('a secret is written as RFC 4648 writes it, and handed to apps with its name', () => {
  const written = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)));
  expect(written).toEqual(['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI']);
  const uri = new URL(
    otpauthUri({ secret: SECRET, issuer: 'Sandbox & Sons', account: 'rita@sandbox.example' }),
  );
  expect(decodeURIComponent(uri.pathname)).toContain('Sandbox & Sons:rita@sandbox.example');
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    ...{ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', issuer: 'Sandbox & Sons' },
    ...{ algorithm: 'SHA1', digits: '6', period: '30' },
  });
});

test('the text of a key is known by its check, and by one wrong character that it is none', () => {
  fc.assert(
    fc.property(fc.nat({ max: 31 }), fc.constantFrom('0', 'A', 'z', '9'), (place, other) => {
      const text = newApiKeyText(random);
      expect(text).toMatch(/^assay_[0-9A-Za-z]{32}$/);
      expect(isApiKeyText(text)).toBe(true);
      const wrong = `${text.slice(0, 6 + place)}${other}${text.slice(7 + place)}`;
      expect(isApiKeyText(wrong)).toBe(wrong === text);
    }),
  );
  for (const text of ['', 'assay_', `assay_${'0'.repeat(32)}`, `${newApiKeyText(random)}0`])
    expect(isApiKeyText(text)).toBe(false);
});

test('tokens, ids and recovery codes do not come twice', () => {
  const many = Array.from({ length: 500 }, () => [newToken(random), newSessionId(random)]).flat();
  const codes = Array.from({ length: 20 }, () => newRecoveryCodes(random)).flat();
  expect(new Set([...many, ...codes]).size).toBe(many.length + codes.length);
  expect(csrfOf('a')).not.toBe(csrfOf('b'));
});

test('a recovery code is known however it is typed, and nothing else is taken for one', () => {
  const [code = ''] = newRecoveryCodes(random);
  const kept = hashOfRecoveryCode(code);
  expect(kept).toBeDefined();
  for (const typed of [code.toUpperCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')} `])
    expect(hashOfRecoveryCode(typed)).toEqual(kept);
  for (const text of ['', '123456', code.slice(1), `${code}a`, code.replace(/^./, '!')])
    expect(hashOfRecoveryCode(text)).toBeUndefined();
});

test('a password is its own and no other, however its letters are composed', async () => {
  const hash = await hashPassword('caf\u00e9 caf\u00e9 caf\u00e9', random);
  expect(hash).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  expect(await isPassword('cafe\u0301 caf\u00e9 caf\u00e9', hash)).toBe(true);
  expect(await isPassword('cafe cafe cafe', hash)).toBe(false);
  expect(await isPassword('cafe cafe cafe', undefined)).toBe(false);
  await expect(isPassword('x', hash.replace('32768', '99999999'))).rejects.toThrow(/nobody here wrote/);
});

test.each([
  ['short pass', 'password-too-short'],
  ['\u{1f600}'.repeat(11), 'password-too-short'],
  ['a quiet lamp '.repeat(11), 'password-too-long'],
  ['aaaaaaaaaaaaaa', 'password-too-common'],
  ['abcabcabcabcabc', 'password-too-common'],
  ['qwertyuiopas', 'password-too-common'],
  ['123456789012', 'password-too-common'],
  ['P@ssw0rd-2026!', 'password-too-common'],
  ['password password', 'password-too-common'],
  ['Assay Assay 1', 'password-too-common'],
  ['Rita-Reviewer-1', 'password-names-you'],
  ['sandbox2026!!', 'password-names-you'],
])('the password %s is refused', (password, code) => {
  const person = { name: 'Rita Reviewer', mail: 'rita@sandbox.example' };
  expect(checkPassword(password, person)).toMatchObject({ ok: false, refusal: { code } });
});

test.each([
  'quiet lamps over seven rivers',
  'Zug-Amsel-Kran-93',
  'x9$kQ2!mLp0z',
  '长城 灯火 河流 月亮 山川 湖泊',
])('the password %s may be set', (password) => {
  expect(checkPassword(password, { name: 'Rita Reviewer', mail: 'rita@sandbox.example' }).ok).toBe(true);
});

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox, Windows'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/153.0.0.0 Safari/537.36',
    'Chrome, Linux',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15',
    'Safari, Mac',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/153.0 Safari/537.36 Edg/153.0', 'Edge, Windows'],
  ['<script>alert(1)</script>', 'Browser'],
  [undefined, 'Browser'],
])('what says of itself %s is called %s', (agent, name) => {
  expect(deviceName(agent)).toBe(name);
});
