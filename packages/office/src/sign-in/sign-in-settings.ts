import type { BackOff } from '@assay/records/sign-in-attempt';
import { readSetting } from '@assay/records/setting';
import type { Reader } from '@assay/records/open';
import { closed, readDocument, Type, type Static } from '@assay/vocabulary/schema';

import type { Office } from '../office.ts';
import { administratorOf } from '../office.ts';

/**
 * Numbers that no rule fixes, as they are unless a setting of the installation says otherwise (name `sign-in`).
 * Source: ours, 21 November 2026, beside NIST SP 800-63B section 5.2 (at most 12 hours, 30 minutes unused, for its
 * second level).
 */
const OURS = {
  idleMinutes: 30,
  absoluteHours: 12,
  /** How long somebody counts as having just proved who they are. */
  provedMinutes: 5,
  /** How long a link of the terminal, and of a manager, lets somebody in. */
  linkHours: 24,
  recoveryHours: 4,
};

const minutes = (max: number) => Type.Integer({ minimum: 1, maximum: max });
const KIND = {
  name: 'sign-in settings',
  schema: closed({
    idleMinutes: Type.Optional(minutes(24 * 60)),
    absoluteHours: Type.Optional(minutes(7 * 24)),
    provedMinutes: Type.Optional(minutes(60)),
    linkHours: Type.Optional(minutes(7 * 24)),
    recoveryHours: Type.Optional(minutes(7 * 24)),
  }),
};

export type SignInSettings = typeof OURS;

/** The numbers of signing in that are in force. A setting that cannot be read throws: nobody guesses at limits. */
export async function signInSettings(
  office: Pick<Office, 'programme'>,
  reader: Reader,
): Promise<SignInSettings> {
  const put = await readSetting(reader, { administrator: administratorOf(office), name: 'sign-in' });
  if (put === undefined) return OURS;
  const read = readDocument(KIND, put);
  if (!read.ok) throw new Error(`the setting sign-in: ${JSON.stringify(read.refusal.complaints)}`);
  const set: Static<typeof KIND.schema> = read.value;
  return { ...OURS, ...set };
}

/**
 * How failures make attempts wait. Source: ours, 21 November 2026: a person mistypes a few times; a machine gets some
 * hundred guesses a day at one account, and not many more from one address, behind which a whole organisation may be.
 */
export const BACK_OFF = {
  account: { free: 5, longest: 900, memory: 86_400 },
  device: { free: 5, longest: 900, memory: 86_400 },
  address: { free: 20, longest: 900, memory: 86_400 },
} satisfies Readonly<Record<string, BackOff>>;
