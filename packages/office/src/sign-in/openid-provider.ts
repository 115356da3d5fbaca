import {
  closeOpenIdProvider,
  openIdProvider,
  openIdProviders,
  putOpenIdProvider,
  type OpenIdProvider,
} from '@assay/records/openid-provider';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Doorkeeper } from './account-act.ts';
import { mayManageWaysIn, type NotManaging } from './managing.ts';
import type { Signed } from './signed.ts';

export type { OpenIdProvider };
export type ProviderRefusal =
  NotManaging | { readonly code: 'issuer-not-https' } | { readonly code: 'provider-of-another' };

/** Sets where the people of the organisation that one manages sign in with its own account. */
export async function setOpenIdProvider(
  office: Doorkeeper,
  signed: Signed,
  asked: {
    readonly id: string;
    readonly name: string;
    readonly issuer: string;
    readonly clientId: string;
    /** Absent: a public client, held by PKCE alone. */
    readonly clientSecret?: string;
    /** The secret that is set stays as it is. */
    readonly keepsSecret?: true;
  },
): Promise<Result<OpenIdProvider, ProviderRefusal>> {
  const { id, name, issuer, clientId, clientSecret, keepsSecret } = asked;
  const may = await mayManageWaysIn(office, signed);
  if (!may.ok) return may;
  if (!isIssuer(issuer, office.origin)) return refuse({ code: 'issuer-not-https' });
  const sealedSecret =
    clientSecret === undefined
      ? undefined
      : await office.secrets.seal(new TextEncoder().encode(clientSecret), secretPlace(id));
  const organisation = may.value;
  const { person: by } = signed;
  return office.records.write(async (tx): Promise<Result<OpenIdProvider, ProviderRefusal>> => {
    const held = keepsSecret && (await openIdProvider(tx, id));
    const secret = held ? held.sealedSecret : sealedSecret;
    const provider = { id, organisation, name, issuer, clientId, ...(secret && { sealedSecret: secret }) };
    const put = await putOpenIdProvider(tx, { provider, at: office.clock(), by });
    return put ? ok(provider) : refuse({ code: 'provider-of-another' });
  });
}

/** Closes one; whoever it let in keeps their session until it ends. */
export async function dropOpenIdProvider(
  office: Doorkeeper,
  signed: Signed,
  id: string,
): Promise<Result<undefined, ProviderRefusal | { readonly code: 'no-such-provider' }>> {
  const may = await mayManageWaysIn(office, signed);
  if (!may.ok) return may;
  const closed = { id, organisation: may.value, at: office.clock() };
  return (await office.records.write((tx) => closeOpenIdProvider(tx, closed)))
    ? ok(undefined)
    : refuse({ code: 'no-such-provider' });
}

/** Every provider that is open: what the page of signing in offers. */
export function offeredProviders(office: Pick<Doorkeeper, 'records'>): Promise<readonly OpenIdProvider[]> {
  return openIdProviders(office.records.read);
}

/** The providers of the organisation that one manages. */
export async function providersOfSeat(
  office: Pick<Doorkeeper, 'records'>,
  { seat, roles }: Signed,
): Promise<readonly OpenIdProvider[]> {
  if (seat === undefined || !roles.includes('manager')) return [];
  return openIdProviders(office.records.read, seat);
}

/** What the secret of a provider is sealed for. */
export function secretPlace(id: string): string {
  return `openid ${id}`;
}

/** An https address without query or fragment (OpenID Connect Core, section 2), or this machine on this machine. */
function isIssuer(text: string, origin: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username, hostname } = new URL(text);
  const own = origin.startsWith('http:') && hostname === 'localhost' && protocol === 'http:';
  return (protocol === 'https:' || own) && search === '' && hash === '' && username === '';
}
