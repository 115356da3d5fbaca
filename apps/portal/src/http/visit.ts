import type { SeenCase } from '@assay/office/0-programme/sight-of';
import type { Signed } from '@assay/office/sign-in/signed';
import type { FastifyRequest } from 'fastify';

import { cookieOf, setCookie } from './cookies.ts';
import type { AuditDetail, DeskRoute, Doorstep, SessionChange } from './desk-route.ts';
import { formToken, freshSecret } from './form-token.ts';
import type { OfficeDesk } from './office-desk.ts';

/** One request at the office door: who came, what was found, and what the answer takes along. */
export type Visit = {
  readonly desk: OfficeDesk;
  readonly route: DeskRoute;
  readonly request: FastifyRequest;
  readonly path: string;
  readonly signed: Signed | undefined;
  readonly role?: string;
  readonly case?: SeenCase;
  /** What handlers are given; with `signed` and `case` where the permission promises them. */
  readonly at: Doorstep & { readonly case?: SeenCase };
  /** What handlers added to the audit line. */
  readonly noted: () => AuditDetail;
  /** `Set-Cookie` headers of the answer. */
  readonly cookies: (session?: SessionChange) => readonly string[];
  /** What form tokens of this visit are made of; `undefined` where no form can have been shown. */
  readonly formSecret: () => string | undefined;
};

type Come = Pick<Visit, 'desk' | 'route' | 'request' | 'path' | 'signed'> & {
  readonly secure: boolean;
  readonly role?: string;
  readonly case?: SeenCase;
};

/** Seconds for which a browser keeps its secret, by which a device is known again: 400 days, the longest that browsers allow. */
const VISITOR_KEPT = 400 * 86_400;

/** Makes what belongs to one request, once it is known who came. */
export function beginVisit(come: Come): Visit {
  const { desk, request, path, signed, secure } = come;
  const kept = cookieOf(request.headers.cookie, 'visitor', secure);
  const token = cookieOf(request.headers.cookie, 'session', secure);
  let visitor = kept;
  const secretOfBrowser = () => (visitor ??= freshSecret());
  let noted: AuditDetail = {};
  const at: Visit['at'] = {
    ...{ office: desk.office, words: desk.words, home: desk.home, now: desk.office.clock(), path, signed },
    ...(come.case && { case: come.case }),
    form: (words, values = {}) => ({
      words,
      values: new Map(Object.entries(values).map(([name, value]) => [name, [value].flat()])),
      errors: [],
      token: formToken(signed?.csrf ?? secretOfBrowser()),
      key: freshSecret(),
      ...(come.case && { version: come.case.version }),
    }),
    browser: () => ({
      visitor: secretOfBrowser(),
      agent: request.headers['user-agent'],
      address: request.ip,
      ...(token !== undefined && { token }),
    }),
    note: (detail) => {
      noted = { ...noted, ...detail };
    },
  };
  return {
    ...come,
    at,
    noted: () => noted,
    formSecret: () => signed?.csrf ?? kept,
    cookies: (session) => [
      ...(visitor !== undefined && visitor !== kept
        ? [setCookie('visitor', { value: visitor, seconds: VISITOR_KEPT, secure })]
        : []),
      ...(session === undefined ? [] : [sessionCookie(session, secure)]),
    ],
  };
}

function sessionCookie(session: SessionChange, secure: boolean): string {
  return session === 'ended'
    ? setCookie('session', { value: '', seconds: 0, secure })
    : setCookie('session', { value: session.token, seconds: session.seconds, secure });
}
