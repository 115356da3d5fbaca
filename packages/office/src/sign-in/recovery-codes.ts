import { hashOfToken, type Dice } from './token.ts';

const HOW_MANY = 10;
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const GROUPS = 5;
const IN_GROUP = 6;

/** New recovery codes, of 148 random bits each, in groups that can be copied by hand. */
export function newRecoveryCodes(random: Dice): readonly string[] {
  return Array.from({ length: HOW_MANY }, () =>
    Array.from({ length: GROUPS }, () => groupOf(random)).join('-'),
  );
}

/** What is kept of a recovery code, however it was typed; undefined where the text cannot be one. */
export function hashOfRecoveryCode(text: string): Uint8Array | undefined {
  const plain = text.toLowerCase().replace(/[\s-]/g, '');
  const shaped =
    plain.length === GROUPS * IN_GROUP && Array.from(plain).every((one) => ALPHABET.includes(one));
  return shaped ? hashOfToken(`recovery ${plain}`) : undefined;
}

/** Characters each as likely as another: bytes from 248 on are drawn again. */
function groupOf(random: Dice): string {
  let group = '';
  while (group.length < IN_GROUP)
    for (const byte of random(IN_GROUP * 2))
      if (byte < 248 && group.length < IN_GROUP) group += ALPHABET[byte % ALPHABET.length] ?? '';
  return group;
}
