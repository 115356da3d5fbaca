import {
  closeOpenIdProvider,
  openIdProviders,
  putOpenIdProvider,
  type OpenIdProvider,
} from '@assay/records/openid-provider';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { justProved, type Doorkeeper, type NotNow } from './account-act.ts';
import type { Signed } from './signed.ts';

export type ProviderRefusal =
  | NotNow
  | { readonly code: 'not-a-manager' }
  | { readonly code: 'issuer-not-https' }
  | { readonly code: 'provider-of-another' };

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
  },
): Promise<Result<OpenIdProvider, ProviderRefusal>> {
  const { id, name, issuer, clientId, clientSecret } = asked;
  const may = await mayManage(office, signed);
  if (!may.ok) return may;
  if (!isIssuer(issuer, office.origin)) return refuse({ code: 'issuer-not-https' });
  const sealedSecret =
    clientSecret === undefined
      ? undefined
      : await office.secrets.seal(new TextEncoder().encode(clientSecret), secretPlace(id));
  const organisation = may.value;
  const provider = { id, organisation, name, issuer, clientId, ...(sealedSecret && { sealedSecret }) };
  const { person: by } = signed;
  const put = await office.records.write((tx) => putOpenIdProvider(tx, { provider, at: office.clock(), by }));
  return put ? ok(provider) : refuse({ code: 'provider-of-another' });
}

/** Closes one; whoever it let in keeps their session until it ends. */
export async function dropOpenIdProvider(
  office: Doorkeeper,
  signed: Signed,
  id: string,
): Promise<Result<undefined, ProviderRefusal | { readonly code: 'no-such-provider' }>> {
  const may = await mayManage(office, signed);
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

/** What the secret of a provider is sealed for. */
export function secretPlace(id: string): string {
  return `openid ${id}`;
}

async function mayManage(
  office: Doorkeeper,
  { via, provedAt, seat, roles }: Signed,
): Promise<Result<NonNullable<Signed['seat']>, ProviderRefusal>> {
  if (via === 'key' || provedAt === undefined) return refuse({ code: 'session-needed' });
  if (seat === undefined || !roles.includes('manager')) return refuse({ code: 'not-a-manager' });
  const proved = await justProved(office, provedAt);
  return proved.ok ? ok(seat) : proved;
}

/** An https address without query or fragment (OpenID Connect Core, section 2), or this machine on this machine. */
function isIssuer(text: string, origin: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username, hostname } = new URL(text);
  const own = origin.startsWith('http:') && hostname === 'localhost' && protocol === 'http:';
  return (protocol === 'https:' || own) && search === '' && hash === '' && username === '';
}
