import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { tell } from '../desk-problems.ts';
import { askedOf, scopedKey, type Outcome } from './answer-visit.ts';
import type { FormRoute, Refusal, SentFile } from './desk-route.ts';
import { changesSince } from './changes-since.ts';
import { readForm, type Fields } from './form-body.ts';
import { KEY_FIELD, TOKEN_FIELD, VERSION_FIELD, type FieldError, type FormState } from './form-state.ts';
import { isTokenOf, SECRET_PATTERN } from './form-token.ts';
import { onceFor } from './once-for.ts';
import { placesTold } from './places-told.ts';
import { fieldsSent } from './take-body.ts';
import type { Visit } from './visit.ts';

/**
 * A form that was sent: only one that we made for this session counts, the same one is answered once, one whose case has
 * changed since is shown again with what changed, and one that does not fit or is refused with what to correct.
 */
export async function answerForm(visit: Visit, route: FormRoute): Promise<Outcome> {
  const sent = await fieldsSent(visit.request, route);
  if (!sent.ok) return sent;
  const { fields, file } = sent.value;
  const hidden = readHidden(visit, fields);
  if (!hidden.ok) return hidden;
  const form = { route, fields: own(fields), file, ...hidden.value };
  const act = () => answerOwn(visit, form);
  // Before anybody is signed in there is no sender whose sendings could be told apart.
  if (!visit.signed) return act();
  const what = [visit.path, ...[...form.fields].flat(2), file?.name ?? ''];
  return onceFor(visit, { key: hidden.value.key, what, patience: PATIENCE, act });
}

/** Looks, a twentieth of a second apart, at what another sending of the same form comes to. */
const PATIENCE = 200;
const HIDDEN: ReadonlySet<string> = new Set([TOKEN_FIELD, KEY_FIELD, VERSION_FIELD]);

type Own = {
  readonly route: FormRoute;
  readonly fields: Fields;
  readonly file: SentFile | undefined;
  readonly key: string;
  readonly version: number | undefined;
};

async function answerOwn(visit: Visit, form: Own): Promise<Outcome> {
  const { route, fields, file, key, version } = form;
  if (visit.case && version !== visit.case.version) return again(visit, form, { code: 'version-conflict' });
  const read = readForm(route.body, fields, route.fields);
  if (!read.ok && read.refusal.code === 'misfilled')
    return again(visit, form, read.refusal, read.refusal.errors);
  if (!read.ok) return refuse({ ...read.refusal, code: 'form-malformed' });
  const asked = askedOf(visit, { query: undefined, body: read.value });
  const answer = await route.answer(
    { ...asked, key: scopedKey(visit, key), version, ...(file && { file }) },
    visit.at,
  );
  if (answer.ok) return { ok: true, reply: answer.value };
  return SHOWN_AGAIN.has(tell(answer.refusal, visit.at.words).status)
    ? again(visit, form, answer.refusal)
    : answer;
}

/** Refusals that whoever filled in the form can do something about in it. */
const SHOWN_AGAIN: ReadonlySet<number> = new Set([409, 422]);

async function again(
  visit: Visit,
  { route, fields, version }: Own,
  refusal: Refusal,
  errors?: readonly FieldError[],
): Promise<Outcome> {
  const { at } = visit;
  const told = tell(refusal, at.words);
  const field = route.fieldOf?.[refusal.code];
  const isStale = visit.case !== undefined && refusal.code === 'version-conflict';
  const places = placesTold(refusal, at.words);
  const says = places.length > 0 ? [at.words.refusal(refusal), ...places] : [told.detail];
  const form: FormState = {
    ...at.form(route.fields),
    values: fields,
    errors: errors ?? says.map((one) => ({ ...(field !== undefined && { field }), says: one })),
    ...(isStale && { changed: await changesSince(visit.desk, visit.case, version ?? 0) }),
  };
  const page = await route.again(askedOf(visit, { query: undefined, body: undefined }), at, form);
  if (!page.ok) return page;
  return { ok: false, refusal, page: { page: page.value, as: errors ? 422 : told.status } };
}

/** What every form carries beside its own fields. A page of another site knows no token of this session. */
function readHidden(
  visit: Visit,
  fields: Fields,
): Result<{ readonly key: string; readonly version: number | undefined }, Refusal> {
  const secret = visit.formSecret();
  const isForeign = visit.request.headers['sec-fetch-site'] === 'cross-site';
  if (isForeign || secret === undefined || !isTokenOf(secret, oneOf(fields, TOKEN_FIELD)))
    return refuse({ code: 'form-not-ours' });
  const [key, seen] = [oneOf(fields, KEY_FIELD), oneOf(fields, VERSION_FIELD)];
  const version = /^\d{1,9}$/.test(seen) ? Number(seen) : undefined;
  if (!SECRET_PATTERN.test(key) || (visit.case && version === undefined))
    return refuse({ code: 'form-malformed' });
  return ok({ key, version });
}

/** The value of a field that comes once; a field that comes otherwise has none. */
function oneOf(fields: Fields, name: string): string {
  const values = fields.get(name);
  return values?.length === 1 ? (values[0] ?? '') : '';
}

function own(fields: Fields): Fields {
  return new Map([...fields].filter(([name]) => !HIDDEN.has(name)));
}
