import type { Words } from '@assay/office/words';

import { explain, isProblemCode } from './problems.ts';

/** A refusal at the office door as it is told: to a person on a page, to a program in JSON. */
export type Told = {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** What the reader can do. */
  readonly advice: readonly string[];
};

type Row = Omit<Told, 'code'>;

const AGAIN = 'Go back, load the page again and send it once more.';

/** What the door itself says no with, beside what both doors say. */
const AT_THE_DOOR: Readonly<Record<string, Row>> = {
  'sign-in-needed': {
    status: 401,
    title: 'Sign in first',
    detail: 'You are not signed in, or your session or key has ended.',
    advice: ['Sign in, then try again. What you typed is still in your browser: go back to find it.'],
  },
  'not-permitted': {
    status: 403,
    title: 'This is not for the seat that you act from',
    detail: 'Acting from this organisation, you hold no role that may do it.',
    advice: [
      'If you also act for another organisation, change your seat.',
      'Or ask the manager of your organisation for the role.',
    ],
  },
  'key-not-for-this': {
    status: 403,
    title: 'This key is not for that',
    detail: 'The API key was made for other uses than the one of this address.',
    advice: ['Make a key that may do it, on the page of your account.'],
  },
  'not-for-programs': {
    status: 403,
    title: 'This is for people, in a session of their own',
    detail:
      'An API key opens the addresses of /api/v1 and no page or form. Ways to sign in, recovery, keys and signing with a passkey are no part of the API: a key never makes another key.',
    advice: [
      'See /api/v1/openapi.json for what programs may do.',
      'For anything else have somebody sign in and do it here, right after proving who they are.',
    ],
  },
  'no-such-case': {
    status: 404,
    title: 'There is no such case',
    detail: 'No case that you may see has this number.',
    advice: ['Check the address.', 'Or find the case on your desk.'],
  },
  'form-not-ours': {
    status: 403,
    title: 'This form has expired',
    detail: 'It was not made for the session that you are in now. Nothing was changed.',
    advice: [AGAIN],
  },
  'form-malformed': {
    status: 400,
    title: 'This form is not one of ours',
    detail: 'What was sent has other fields than the form of this page. Nothing was changed.',
    advice: [AGAIN],
  },
  'too-much': {
    status: 413,
    title: 'That is too much at once',
    detail: 'What was sent is larger than this address takes. Nothing was changed.',
    advice: ['Send less, or a smaller file.'],
  },
  'wrong-media-type': {
    status: 415,
    title: 'That is of the wrong kind',
    detail: 'This address takes another media type. Nothing was changed.',
    advice: ['Send it as the description of this address says.'],
  },
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    detail: 'The body must be one JSON value in UTF-8 that names no member twice. Nothing was changed.',
    advice: ['Correct the body.'],
  },
  'json-too-deep': {
    status: 400,
    title: 'The body is nested too deep',
    detail: 'No document that is taken here nests deeper than 32 brackets. Nothing was changed.',
    advice: ['Correct the body.'],
  },
  'text-not-sound': {
    status: 400,
    title: 'The text cannot be kept',
    detail: 'A text holds control characters or half a character. Nothing was changed.',
    advice: ['Remove them, then send it again.'],
  },
  misfit: {
    status: 422,
    title: 'The body is not what this address takes',
    detail: 'Each place where it differs is named below. Nothing was changed.',
    advice: ['Correct these places, then send it again.'],
  },
  'version-conflict': {
    status: 409,
    title: 'This has changed since you opened it',
    detail: 'Somebody else was at it in between. Nothing of yours was changed or lost.',
    advice: ['Look at what changed, then decide again.'],
  },
  'key-needed': {
    status: 400,
    title: 'The header Idempotency-Key is missing',
    detail: 'Whatever changes something must come with a key of 8 to 128 characters that is new each time.',
    advice: ['Send the same request with such a key; after a lost connection, with the same one.'],
  },
  'key-reused': {
    status: 422,
    title: 'This key was used for something else',
    detail: 'Another request came with the same idempotency key. Nothing was changed.',
    advice: ['Use a new key for each thing that is to be done.'],
  },
  'still-under-way': {
    status: 409,
    title: 'The same is being done at this moment',
    detail: 'It came a moment ago and has no answer yet.',
    advice: ['Wait some seconds, then send the same again with the same key.'],
  },
  'answered-already': {
    status: 409,
    title: 'This was done already',
    detail: 'The same was sent a moment ago and done then. What it showed is shown only once.',
    advice: ['Go back to your desk. If what was shown was lost, take back what was made and make it anew.'],
  },
  'method-not-taken': {
    status: 405,
    title: 'This address does not take that',
    detail: 'It answers other methods; the header Allow names them.',
    advice: ['Begin at your desk.'],
  },
  'no-such-mail': {
    status: 404,
    title: 'There is no such mail',
    detail: 'This installation has no mail with this number.',
    advice: ['Check the address, or find it in the list of mail.'],
  },
  'mail-not-kept': {
    status: 403,
    title: 'This mail is not shown here',
    detail:
      'What went to somebody is theirs to read. Only mail that was kept here instead of sent can be read here.',
    advice: ['Ask whoever got it.'],
  },
  'mail-not-given-up': {
    status: 409,
    title: 'This mail was not given up',
    detail: 'Only what was given up is sent again. Nothing was changed.',
    advice: ['Load the page again to see how it stands.'],
  },
  'condition-needed': {
    status: 428,
    title: 'The header If-Match is missing',
    detail: 'This is changed only by whoever says which version of it was looked at.',
    advice: ['Read it, then send its ETag as If-Match.'],
  },
  'condition-failed': {
    status: 412,
    title: 'This has changed since you read it',
    detail: 'It no longer has the version that If-Match names. Nothing was changed.',
    advice: ['Read it again, then decide again.'],
  },
};

/** Refusals of acts that are not of the kind "understood, and not possible" (422). */
const STATUS: Readonly<Record<string, number>> = {
  'report-draft-changed': 409,
  'report-handed-in': 409,
  'no-such-instrument': 404,
  'no-such-thread': 404,
  'no-such-report-key': 404,
  'no-finished-report': 404,
  'no-such-product-here': 404,
  'no-such-draft': 404,
  'no-such-table': 404,
  'no-such-row': 404,
  'no-such-evidence': 404,
  'confidential-here': 403,
  'no-such-upload': 404,
  'evidence-too-large': 413,
  'wrong-offset': 409,
  'upload-finished': 409,
  'upload-incomplete': 409,
  'upload-expired': 410,
  'draft-changed-here': 409,
  'draft-handed-in': 409,
  'unknown-case': 404,
  'unknown-person': 404,
  'no-such-document': 404,
  'wrong-stage': 409,
  'wrong-role': 403,
  'not-the-applicant': 403,
  'took-part': 403,
  'conflict-declared': 403,
  'acts-on-itself': 403,
  'oversees-itself': 403,
  'belongs-nowhere': 403,
  'not-a-member': 404,
  'not-the-manager': 403,
  'registers-none': 403,
  'registers-itself': 403,
  'recognises-itself': 403,
  'unknown-organisation': 404,
  'no-such-invitation': 404,
  'unknown-invitation': 404,
  'unknown-body': 404,
  'invitation-used': 410,
  'invitation-revoked': 410,
  'invitation-expired': 410,
  'of-another-administrator': 403,
  'no-log-here': 409,
  'no-label-asked-for': 404,
  'seat-not-named': 409,
  'idempotency-key-reused': 422,
  'no-such-provider': 404,
  'no-such-key': 404,
  'not-a-service': 404,
  'link-ended': 410,
  'too-many-attempts': 422,
  'not-a-manager': 403,
  'session-needed': 403,
  'kept-to-organisation': 403,
  'provider-not-answering': 502,
  'openid-not-verified': 403,
  'openid-declined': 403,
  'not-invited': 403,
  'no-such-endpoint': 404,
  'no-such-delivery': 404,
  'webhook-rotating': 409,
  'webhook-disabled': 409,
  'too-many-webhooks': 409,
};

/** Status and sentences of a refusal; one of the domain in its own words. */
export function tell(refusal: { readonly code: string }, words: Pick<Words, 'refusal'>): Told {
  const { code } = refusal;
  const row = AT_THE_DOOR[code];
  if (row) return { code, ...row };
  if (isProblemCode(code)) return { code, ...explain({ code, about: aboutOf(refusal) }) };
  const detail = words.refusal(refusal);
  return { code, status: STATUS[code] ?? 422, title: 'This was not done', detail, advice: [] };
}

function aboutOf(refusal: object): string {
  return 'about' in refusal && typeof refusal.about === 'string' ? refusal.about : '';
}
