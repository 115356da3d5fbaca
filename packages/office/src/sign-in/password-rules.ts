import { ok, refuse, type Result } from '@assay/vocabulary/result';

const SHORTEST = 12;
const LONGEST = 128;
/** A word of this installation, or of the person, makes up no more of a password than leaves so many characters by themselves. */
const LEFT_OVER = 8;

export type PasswordRefusal =
  | { readonly code: 'password-too-short'; readonly least: number }
  | { readonly code: 'password-too-long'; readonly most: number }
  | { readonly code: 'password-too-common' }
  | { readonly code: 'password-names-you' };

/**
 * Whether a password may be set: length, and nothing that is tried first (NIST SP 800-63B section 3.1.1.2: no rule of
 * composition, a list of what is common, and of what the place and the person suggest).
 */
export function checkPassword(
  password: string,
  person: { readonly name: string; readonly mail?: string },
): Result<undefined, PasswordRefusal> {
  const characters = Array.from(password.normalize('NFKC'));
  if (characters.length < SHORTEST) return refuse({ code: 'password-too-short', least: SHORTEST });
  if (characters.length > LONGEST) return refuse({ code: 'password-too-long', most: LONGEST });
  const plain = plainOf(password);
  if (isRepeated(plain) || isRun(plain) || COMMON.some((word) => leaves(plain, word) < LEFT_OVER))
    return refuse({ code: 'password-too-common' });
  const own = [...person.name.split(/\s+/), ...(person.mail ?? '').split(/[@.+_-]/)].map(plainOf);
  if (own.some((word) => word.length > 3 && leaves(plain, word) < LEFT_OVER))
    return refuse({ code: 'password-names-you' });
  return ok(undefined);
}

/** Lower case, letters for the digits that stand in for them: what a list of common passwords is tried in. */
function plainOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[013457@$!]/g, (sign) => STANDS_FOR[sign] ?? sign)
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const STANDS_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** How many characters there are beside every occurrence of a word; all of them, where it does not occur. */
function leaves(plain: string, word: string): number {
  const without = plain.replaceAll(word, '');
  return without.length === plain.length ? Infinity : without.length;
}

/** Whether it is one piece of at most four characters over and over. */
function isRepeated(plain: string): boolean {
  return /^(.{1,4})\1+.{0,3}$/u.test(plain);
}

/** Whether it goes along the keyboard, the alphabet or the numbers. */
function isRun(plain: string): boolean {
  return RUNS.some((run) => run.includes(plain) || Array.from(run).toReversed().join('').includes(plain));
}

const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  ...['qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn'],
  ...['1234567890', 'qazwsxedcrfvtgbyhnujmikolp', 'zxcvbnmasdfghjklqwertyuiop'],
].flatMap((run) => [plainOf(run.repeat(2)), run.repeat(2)]);

/** What people take first, and the words of this trade; small, since length and the second factor do the work. */
const COMMON = [
  ...['password', 'passwort', 'passphrase', 'motdepasse', 'contrasena', 'letmein', 'welcome', 'willkommen'],
  ...['qwerty', 'qwertz', 'azerty', 'abcdefg', 'asdfgh', 'zxcvbn', 'administrator', 'adminadmin', 'changeme'],
  ...['iloveyou', 'trustno', 'dragon', 'monkey', 'football', 'baseball', 'sunshine', 'princess', 'superman'],
  ...['batman', 'master', 'shadow', 'whatever', 'starwars', 'pokemon', 'correcthorsebatterystaple', 'secret'],
  ...['january', 'february', 'september', 'october', 'november', 'december', 'summer', 'winter', 'spring'],
  ...['assay', 'cybertrustmark', 'cybersecurity', 'label', 'laboratory', 'company', 'internet', 'computer'],
].map(plainOf);
