import { ok, refuse, type Result } from './result.ts';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** `case_` and 16 lower-case base-32 characters. */
export type CaseId = Id<'CaseId'>;
/** Public id printed on a label, `reference/trust-layer.md` section 3: for example `SB7K3M9QX2J`. */
export type LabelId = Id<'LabelId'>;
/** A person who acts, for example `person_rita-reviewer`. */
export type PersonId = Id<'PersonId'>;
/** An organisation that takes part: whoever acts, acts from one. For example `org_sandbox-developer`. */
export type OrganisationId = Id<'OrganisationId'>;
/** An invitation to act for an organisation: `invitation_` and 16 lower-case base-32 characters. */
export type InvitationId = Id<'InvitationId'>;
/** A body whose results may count, for example `body_sandbox-laboratory`. */
export type BodyId = Id<'BodyId'>;
/** `session_` and 16 lower-case base-32 characters: names a session in lists, and opens nothing. */
export type SessionId = Id<'SessionId'>;
/** `key_` and 16 lower-case base-32 characters: names an API key in lists, and opens nothing. */
export type ApiKeyId = Id<'ApiKeyId'>;
/** SHA-256 of a document's bytes, `sha256:` and 64 hexadecimal digits. */
export type Digest = Id<'Digest'>;
/** Global reference of a provision, `standard@edition#id`, for example `etsi-en-303-645@2.1.1#5.3-13`. */
export type ProvisionRef = Id<'ProvisionRef'>;
/** Reference of an edition of a standard or scheme, `id@edition`. */
export type EditionRef = Id<'EditionRef'>;

export const CASE_ID_PATTERN = '^case_[0-9a-hjkmnp-tv-z]{16}$';
const SESSION = /^session_[0-9a-hjkmnp-tv-z]{16}$/;
const API_KEY = /^key_[0-9a-hjkmnp-tv-z]{16}$/;
export const LABEL_ID_PATTERN = '^[0-9A-Z]{2}[0-9A-HJKMNP-TV-Z]{8}[0-9A-Z]$';
export const PERSON_ID_PATTERN = '^person_[a-z0-9]+(-[a-z0-9]+)*$';
export const ORGANISATION_ID_PATTERN = '^org_[a-z0-9]+(-[a-z0-9]+)*$';
export const BODY_ID_PATTERN = '^body_[a-z0-9]+(-[a-z0-9]+)*$';
export const DIGEST_PATTERN = '^sha256:[0-9a-f]{64}$';
export const NAME_PATTERN = '^[a-z0-9]+(-[a-z0-9]+)*$';
export const EDITION_PATTERN = '^[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$';
export const EDITION_REF_PATTERN = '^[a-z0-9]+(-[a-z0-9]+)*@[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$';
export const PROVISION_REF_PATTERN =
  '^[a-z0-9]+(-[a-z0-9]+)*@[0-9A-Za-z]+([.-][0-9A-Za-z]+)*#[0-9A-Za-z]+([./-][0-9A-Za-z]+)*$';

const CASE = new RegExp(CASE_ID_PATTERN);

/** Reads a case id from outside. */
export function parseCaseId(
  text: string,
): Result<CaseId, { readonly code: 'malformed-case-id'; readonly text: string }> {
  return CASE.test(text) ? ok(text as CaseId) : refuse({ code: 'malformed-case-id', text });
}

/** Reads the id of a session from outside. */
export function parseSessionId(
  text: string,
): Result<SessionId, { readonly code: 'malformed-session-id'; readonly text: string }> {
  return SESSION.test(text) ? ok(text as SessionId) : refuse({ code: 'malformed-session-id', text });
}

/** Reads the id of an API key from outside. */
export function parseApiKeyId(
  text: string,
): Result<ApiKeyId, { readonly code: 'malformed-key-id'; readonly text: string }> {
  return API_KEY.test(text) ? ok(text as ApiKeyId) : refuse({ code: 'malformed-key-id', text });
}

/** The digest whose 64 hexadecimal digits are at hand. */
export function digestFromHex(hex: string): Digest {
  return `sha256:${hex}` as Digest;
}

/** The reference of one provision of an edition. */
export function provisionRef(standard: EditionRef, id: string): ProvisionRef {
  return `${standard}#${id}` as ProvisionRef;
}

/** The reference of an edition. */
export function editionRef(id: string, edition: string): EditionRef {
  return `${id}@${edition}` as EditionRef;
}

/** The edition part and the provision part of a reference. */
export function splitProvisionRef(ref: ProvisionRef): { readonly edition: EditionRef; readonly id: string } {
  const hash = ref.indexOf('#');
  return { edition: ref.slice(0, hash) as EditionRef, id: ref.slice(hash + 1) };
}
