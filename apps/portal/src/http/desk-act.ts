import { ok, type Result } from '@assay/vocabulary/result';
import { closed, type Static, type TSchema } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import {
  deskApi,
  deskForm,
  type ApiRoute,
  type Asked,
  type At,
  type DeskAnswer,
  type DeskReply,
  type DeskRoute,
  type Permission,
  type Refusal,
} from './desk-route.ts';
import type { FieldWords, FormState } from './form-state.ts';

/** One thing that is done from a page and by programs, declared once for both. */
export type DeskAct<P extends Permission, D, B extends TSchema, F extends TSchema, G extends TSchema> = {
  readonly permission: P;
  /** Name of the audit line. */
  readonly event: string;
  /** What programs send, and forms too unless they have fields of their own; absent: nothing but the address. */
  readonly body?: B;
  readonly does: (asked: Acting<Static<B>>, at: At<P>) => Promise<Result<D, Refusal>>;
  readonly form: {
    readonly path: string;
    readonly fields: FieldWords;
    /** Which field a refusal is about, by its code. */
    readonly fieldOf?: Readonly<Record<string, string>>;
    /** Bytes of the form at most, where it is longer than most. */
    readonly limit?: number;
    /** The fields, where they are written otherwise than a program does, and how they are read. */
    readonly own?: {
      readonly body: F;
      readonly read: (fields: Static<F>, at: At<P>, params: Params) => Read<B> | Promise<Read<B>>;
    };
    readonly again: (
      asked: Asked<undefined>,
      at: At<P>,
      form: FormState,
    ) => Promise<Result<JSX.Element, Refusal>>;
    /** Where to go now, or what is shown this once. */
    readonly then: (
      done: D,
      asked: Acting<Static<B>> & { readonly fields: Static<F> },
      at: At<P>,
    ) => Promise<DeskAnswer>;
  };
  readonly api: Pick<ApiRoute, 'summary' | 'refusals' | 'versioned' | 'limit'> & {
    readonly path: string;
    /** `POST` unless told. */
    readonly method?: 'POST' | 'PUT' | 'DELETE';
    readonly gives?: G;
    readonly told: (done: D, asked: Acting<Static<B>>, at: At<P>) => DeskReply<Static<G>>;
  };
};

type Params = Readonly<Record<string, string>>;
/** What a form amounts to: what a program sends, and what its sender had seen. */
type Read<B extends TSchema> = Result<
  { readonly body: Static<B>; readonly version?: number; readonly saw?: string },
  Refusal
>;

/** What was sent to be done, whichever way it came. */
export type Acting<Body = unknown> = {
  readonly params: Params;
  readonly body: Body;
  /** Idempotency key, of this person alone. */
  readonly key: string;
  /** What the sender had seen, where it is asked for. */
  readonly version: number | undefined;
  /** The mark of what stood at the place of a form when it was made; programs name the version of the whole. */
  readonly saw?: string;
};

/** What the form of a page is sent to, and the same for programs. */
export function actBothWays<P extends Permission, D, B extends TSchema, F extends TSchema, G extends TSchema>(
  act: DeskAct<P, D, B, F, G>,
): readonly DeskRoute[] {
  const { permission, event, form, api } = act;
  const { method = 'POST', told, ...described } = api;
  const { own, again, then, ...fields } = form;
  return [
    deskForm({
      ...{ ...fields, permission, event, body: own?.body ?? act.body ?? closed({}), again },
      answer: async ({ params, body, key }, at) => {
        const read = own ? await own.read(parseSame<F>(body), at, params) : ok({ body: parseSame<B>(body) });
        if (!read.ok) return read;
        const asked = { params, key, version: undefined, ...read.value };
        const done = await act.does(asked, at);
        return done.ok ? then(done.value, { ...asked, fields: parseSame<F>(body) }, at) : done;
      },
    }),
    deskApi({
      ...{ ...described, method, permission, event },
      ...(act.body && { body: act.body }),
      answer: async ({ params, body, key, version }, at) => {
        const asked = { params, body: parseSame<B>(body), key, version };
        const done = await act.does(asked, at);
        return done.ok ? ok(told(done.value, asked, at)) : done;
      },
    }),
  ];
}

/** The door has read it by the very schema that the act declares. */
function parseSame<S extends TSchema>(body: unknown): Static<S> {
  return body as Static<S>;
}
