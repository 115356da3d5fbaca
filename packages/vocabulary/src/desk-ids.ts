import type { BodyId, InvitationId, OrganisationId, PersonId } from './ids.ts';
import { ok, refuse, type Result } from './result.ts';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** A product of a developer, before and beside its cases: `product_` and 16 lower-case base-32 characters. */
export type ProductId = Id<'ProductId'>;
/** An application or a correction under construction: `draft_…`. */
export type DraftId = Id<'DraftId'>;
/** A file that came in whole, and the id under which dossiers name it: `evidence_…`. */
export type EvidenceId = Id<'EvidenceId'>;
/** A file on its way: `upload_…`. */
export type UploadId = Id<'UploadId'>;
/** A mail: `mail_…`. */
export type MailId = Id<'MailId'>;
/** Where an organisation wants to be called: `endpoint_…`. */
export type EndpointId = Id<'EndpointId'>;
/** One call of an endpoint, and its webhook-id: `delivery_…`. */
export type DeliveryId = Id<'DeliveryId'>;

type Named = {
  readonly product: ProductId;
  readonly draft: DraftId;
  readonly evidence: EvidenceId;
  readonly upload: UploadId;
  readonly mail: MailId;
  readonly endpoint: EndpointId;
  readonly delivery: DeliveryId;
  readonly invitation: InvitationId;
  /** Ids of these may also be names that people gave. */
  readonly person: PersonId;
  readonly org: OrganisationId;
  readonly body: BodyId;
};
export type MalformedId = { readonly code: 'malformed-id'; readonly of: keyof Named };

const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';
const DRAWN = /^[0-9a-hjkmnp-tv-z]{16}$/;
/** Random bytes for an id: 16 characters of 5 bits. */
export const BYTES_OF_ID = 10;

/** Reads an id of one kind from outside. */
export function parseId<K extends keyof Named>(of: K, text: string): Result<Named[K], MalformedId> {
  return text.startsWith(`${of}_`) && DRAWN.test(text.slice(of.length + 1))
    ? ok(text as Named[K])
    : refuse({ code: 'malformed-id', of });
}

/** A new id of one kind from ten random bytes. */
export function mintId<K extends keyof Named>(of: K, random: Uint8Array): Named[K] {
  const id = parseId(of, `${of}_${drawnFrom(random)}`);
  if (!id.ok) throw new Error(`minted an id that does not read: ${of}`);
  return id.value;
}

/** Sixteen characters of lower-case base 32 from ten random bytes, as ids of cases and of all that precedes them have. */
export function drawnFrom(random: Uint8Array): string {
  if (random.length !== BYTES_OF_ID) throw new TypeError('an id takes exactly 10 random bytes');
  const bits = Array.from(random, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32.charAt(parseInt(five, 2))).join('');
}
