import type { Readable } from 'node:stream';

import type { CaseAct } from '@assay/conformity/journey';
import type { LabelAct } from '@assay/conformity/label';
import type { SeenCase } from '@assay/office/0-programme/sight-of';
import type { Office } from '@assay/office/office';
import type { Browser } from '@assay/office/sign-in/begin-session';
import type { Signed } from '@assay/office/sign-in/signed';
import type { Words } from '@assay/office/words';
import type { Digest, EditionRef } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';
import type { Result } from '@assay/vocabulary/result';
import type { Static, TSchema } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import type { FieldWords, FormState } from './form-state.ts';

/**
 * Who may use a route: anybody; whoever is signed in; who holds one of the roles, acting from an organisation of one of
 * the kinds; or who may see the case of the address (`:case`), and for an act on it or its label holds the role that it needs. The rest
 * that an act asks (stage, part taken, conflict) is judged by the act.
 */
export type Permission =
  | 'public'
  | 'signed-in'
  | { readonly role?: readonly Role[]; readonly kind?: readonly OrganisationKind[] }
  | { readonly case: 'see' | CaseAct | LabelAct };

/** One address of the office. */
export type DeskRoute = PageRoute | FormRoute | ApiRoute;

type Common<P extends Permission> = {
  /** As fastify writes it; a case is always `:case`. */
  readonly path: string;
  readonly permission: P;
  /** Name of the line that the audit keeps; `none` only for reading what is not confidential. */
  readonly event: string;
  /** Whether scripts of this host run in the page. */
  readonly scripts?: true;
  /** Requests a minute from one client. */
  readonly perMinute?: number;
};

/** A page or a file that is read; members of the query are parsed by `query`, and none are taken without it. */
export type PageRoute<P extends Permission = Permission, Q extends TSchema = TSchema> = Common<P> & {
  readonly method: 'GET';
  readonly kind: 'page';
  readonly query?: Q;
  answer(asked: Asked<undefined, Static<Q>>, at: At<P>): Promise<DeskAnswer>;
};

/** What a form of a page is sent to. */
export type FormRoute<P extends Permission = Permission, B extends TSchema = TSchema> = Common<P> & {
  readonly method: 'POST';
  readonly kind: 'form';
  /** A closed object; its members are the fields of the form. */
  readonly body: B;
  /** `file`: the form ends with one file, handed over as it arrives; every other field comes before it. */
  readonly takes?: 'fields' | 'file';
  /** Bytes of the whole body; 64 KiB unless told. */
  readonly limit?: number;
  /** Labels of the fields, and what is said where one is missing or wrong. */
  readonly fields: FieldWords;
  /** Which field a refusal of the act is about, by its code. */
  readonly fieldOf?: Readonly<Record<string, string>>;
  /** The page with the form again, filled as it was sent, with its errors: shown where it did not fit or was refused. */
  again(asked: Asked<undefined>, at: At<P>, form: FormState): Promise<Result<JSX.Element, Refusal>>;
  answer(asked: Sent<Static<B>>, at: At<P>): Promise<DeskAnswer>;
};

/** An address for programs. */
export type ApiRoute<
  P extends Permission = Permission,
  Q extends TSchema = TSchema,
  B extends TSchema = TSchema,
  G extends TSchema = TSchema,
> = Common<P> & {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly kind: 'api';
  /** One line that says what it does. */
  readonly summary: string;
  readonly query?: Q;
  readonly body?: B;
  /** `bytes`: the body is anything, handed over as it arrives. */
  readonly takes?: 'json' | 'bytes';
  /** Bytes of the whole body; 256 KiB unless told. */
  readonly limit?: number;
  /** What it answers with; absent: nothing, or a file. */
  readonly gives?: G;
  /** What is changed has a version of its own: only whoever names it in `If-Match` changes it. An act on a case always does. */
  readonly versioned?: true;
  /** Codes with which the act may refuse, for the description of the API. */
  readonly refusals?: readonly string[];
  answer(asked: Sent<Static<B>, Static<Q>>, at: At<P>): Promise<DeskAnswer<Static<G>>>;
};

/** What is known of a request: parsed. */
export type Asked<Body = unknown, Query = unknown> = {
  /** Path as sent, without the query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
};

/** What was sent to be done. */
export type Sent<Body = unknown, Query = unknown> = Asked<Body, Query> & {
  /** Idempotency key, of this person alone: what came with it before is answered as it was. */
  readonly key: string;
  /** The version that the sender had seen: of the case, or of what else the route changes. */
  readonly version: number | undefined;
  /** Only where the route takes a file or bytes. */
  readonly file?: SentFile;
};

export type SentFile = {
  /** As the sender calls it: of any characters, no path to write to. */
  readonly name: string;
  /** As the sender says. */
  readonly mediaType: string;
  readonly bytes: Readable;
};

/** What every handler may draw on. */
type Ground = {
  readonly office: Office;
  readonly words: Words;
  /** Folder of the installation's schemes, texts and examples. */
  readonly home: string;
  readonly now: Instant;
  /** Path of the page, for the menu. */
  readonly path: string;
  /** A fresh form, filled with `values`; `fields` are the words of its route. */
  form(fields: FieldWords, values?: Readonly<Record<string, string | readonly string[]>>): FormState;
  /** What the browser brings along: its own secret among it, kept in a cookie from now on. */
  browser(): Browser;
  /** Adds to the audit line of this request. */
  note(detail: AuditDetail): void;
};

/** Where nobody need be signed in. */
export type Doorstep = Ground & { readonly signed: Signed | undefined };
/** Where somebody is signed in. */
export type DeskContext = Ground & { readonly signed: Signed };
/** Where the case of the address is in sight of whoever is signed in. */
export type CaseContext = DeskContext & { readonly case: SeenCase };

export type At<P extends Permission> = P extends 'public'
  ? Doorstep
  : P extends { readonly case: string }
    ? CaseContext
    : DeskContext;

export type AuditDetail = {
  /** Id of what it was about; the case of the address unless told. */
  readonly object?: string;
  /** Edition of the rules that it was done under. */
  readonly edition?: EditionRef;
  /** Digests of what went in. */
  readonly inputs?: readonly Digest[];
};

/** What an act says no with. */
export type Refusal = { readonly code: string };
export type DeskAnswer<Data = unknown> = Result<DeskReply<Data>, Refusal>;

export type DeskReply<Data = unknown> = (
  | { readonly page: JSX.Element }
  /** Where to go now: 303. */
  | { readonly to: string }
  | {
      readonly data: Data;
      readonly status?: 200 | 201 | 202;
      /** Of the case, or of what else was read or changed, for the entity tag. */
      readonly version?: number;
      readonly location?: string;
      /** It holds a secret: nothing of it is kept, so that it is told this once. */
      readonly secret?: true;
    }
  | { readonly nothing: true; readonly version?: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly file: Uint8Array | Readable; readonly mediaType: string; readonly name: string }
) & { readonly session?: SessionChange };

/** A session begins (its secret, and for how long the browser keeps it), or ends. */
export type SessionChange = { readonly token: string; readonly seconds: number } | 'ended';

/** Declares a page, with the types of its query and of who may be there. */
export function deskPage<P extends Permission, Q extends TSchema>(
  route: Omit<PageRoute<P, Q>, 'method' | 'kind'>,
): DeskRoute {
  return { ...route, method: 'GET', kind: 'page' };
}

/** Declares what a form is sent to. */
export function deskForm<P extends Permission, B extends TSchema>(
  route: Omit<FormRoute<P, B>, 'method' | 'kind'>,
): DeskRoute {
  return { ...route, method: 'POST', kind: 'form' };
}

/** Declares an address for programs. */
export function deskApi<
  P extends Permission,
  Q extends TSchema = TSchema,
  B extends TSchema = TSchema,
  G extends TSchema = TSchema,
>(route: Omit<ApiRoute<P, Q, B, G>, 'kind'>): DeskRoute {
  return { ...route, kind: 'api' };
}
