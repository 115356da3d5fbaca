import { verifyAuthenticationResponse } from '@simplewebauthn/server';

import { fromBase64Url, toBase64Url } from '@assay/attestation/base64';
import { beginCeremony, takeCeremony, type CeremonyKind } from '@assay/records/ceremony';
import type { PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { closed, listOf, oneOf, readDocument, shaped, Type, type Static } from '@assay/vocabulary/schema';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Doorkeeper } from './account-act.ts';
import { hashOfToken } from './token.ts';

/** How long an authenticator may take, in seconds. */
export const PATIENCE = 300;
/** How long a page may stand open before its question is answered. */
const STANDS = 1_800;

export type NotVerified = { readonly code: 'passkey-not-verified' };

/** The place that passkeys are for: they work at no other (WebAuthn section 5.1.2). */
export function relyingParty({ origin, programme }: Pick<Doorkeeper, 'origin' | 'programme'>) {
  return { rpID: new URL(origin).hostname, rpName: programme.title, origin };
}

/**
 * A challenge that may be answered once, by the browser it was given to: 256 random bits, or what `over` makes of them,
 * where it is to say what is signed.
 */
export async function newChallenge(
  office: Doorkeeper,
  of: {
    readonly kind: CeremonyKind;
    readonly person?: PersonId;
    readonly visitor?: string;
    readonly over?: (nonce: string) => Uint8Array<ArrayBuffer>;
  },
): Promise<Uint8Array<ArrayBuffer>> {
  const fresh = Uint8Array.from(office.random(32));
  const { kind, person, visitor = '', over } = of;
  const nonce = toBase64Url(fresh);
  const challenge = over?.(nonce) ?? fresh;
  const asked = { visitor: keep(visitor), ...(over && { nonce }) };
  await office.records.write((tx) =>
    beginCeremony(tx, {
      ...{ hash: hashOfToken(toBase64Url(challenge)), kind, asked },
      ...(person !== undefined && { person }),
      until: addSeconds(office.clock(), STANDS),
    }),
  );
  return challenge;
}

/**
 * The challenge that a browser's answer is to, used up whatever becomes of it. Refused where none was asked, of this
 * kind, of this person, of this browser, or it was answered before.
 */
export async function takeChallenge(
  office: Doorkeeper,
  of: {
    readonly kind: CeremonyKind;
    readonly clientDataJSON: string;
    readonly person?: PersonId;
    readonly visitor?: string;
  },
): Promise<Result<Taken, NotVerified>> {
  const { kind, clientDataJSON, person, visitor = '' } = of;
  const challenge = challengeIn(clientDataJSON);
  if (challenge === undefined) return refuse({ code: 'passkey-not-verified' });
  const at = office.clock();
  const taken = await office.records.write((tx) =>
    takeCeremony(tx, { hash: hashOfToken(challenge), kind, at }),
  );
  const asked = taken && readDocument(ASKED, taken.asked);
  const fits = asked?.ok && taken?.person === person && asked.value.visitor === keep(visitor);
  if (!fits) return refuse({ code: 'passkey-not-verified' });
  const { nonce } = asked.value;
  return ok({ challenge, ...(nonce !== undefined && { nonce }) });
}

/** A challenge, and the nonce that went into one that says what is signed. */
export type Taken = { readonly challenge: string; readonly nonce?: string };

/** What an authenticator answered, as far as its signature needs it (WebAuthn section 5.2.1). */
type Answered = Pick<Assertion['response'], 'authenticatorData' | 'clientDataJSON' | 'signature'>;

/**
 * What an answer says of the passkey, where it holds: challenge, place, user and signature are as they must be (WebAuthn
 * section 7.2). Undefined where one of them is not. The counter is compared where it is kept, so that of two at once one
 * is believed.
 */
export async function verifiedAnswer({
  passkey: { id, publicKey },
  answer,
  ...expected
}: {
  readonly passkey: { readonly id: string; readonly publicKey: Uint8Array };
  readonly answer: Answered;
  readonly challenge: string;
  readonly rpID: string;
  readonly origin: string;
}): Promise<{ readonly counter: number; readonly synced: boolean } | undefined> {
  const { authenticatorData, clientDataJSON, signature } = answer;
  const found = await verifyAuthenticationResponse({
    response: {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: { authenticatorData, clientDataJSON, signature },
    },
    ...{
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origin,
      expectedRPID: expected.rpID,
    },
    credential: { id, publicKey: Uint8Array.from(publicKey), counter: 0 },
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!found?.verified) return undefined;
  const { newCounter: counter, credentialBackedUp: synced } = found.authenticationInfo;
  return { counter, synced };
}

const words = (max: number) => shaped<string>(`^[A-Za-z0-9_-]{1,${String(max)}}$`, 'base 64 for URLs');

/** What browsers hand over for a new passkey (WebAuthn section 5.1.8). */
export const RegistrationKind = {
  name: 'new passkey',
  schema: closed({
    id: words(1_400),
    rawId: words(1_400),
    type: oneOf(['public-key']),
    response: closed({
      clientDataJSON: words(8_000),
      attestationObject: words(32_000),
      transports: Type.Optional(listOf(shaped<string>('^[a-z-]{1,30}$', 'a transport'), 10)),
    }),
  }),
};

/** What browsers hand over where a passkey was used. */
export const AssertionKind = {
  name: 'answer of a passkey',
  schema: closed({
    id: words(1_400),
    rawId: words(1_400),
    type: oneOf(['public-key']),
    response: closed({
      clientDataJSON: words(8_000),
      authenticatorData: words(8_000),
      signature: words(8_000),
      userHandle: words(100),
    }),
  }),
};
export type Assertion = Static<typeof AssertionKind.schema>;

const ASKED = {
  name: 'challenge',
  schema: closed({ visitor: Type.String(), nonce: Type.Optional(Type.String()) }),
};

/** What is kept of a browser's secret beside a challenge. */
function keep(visitor: string): string {
  return toBase64Url(hashOfToken(visitor));
}

function challengeIn(clientDataJSON: string): string | undefined {
  const bytes = fromBase64Url(clientDataJSON);
  try {
    const data: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const challenge = typeof data === 'object' && data && 'challenge' in data ? data.challenge : undefined;
    return typeof challenge === 'string' && /^[A-Za-z0-9_-]{43}$/.test(challenge) ? challenge : undefined;
  } catch {
    return undefined;
  }
}
