import type { Result } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Problem } from '../problems.ts';

/** What a page needs to know of a request: parsed, and nothing about who asks. */
export type Asked = {
  /** Path as sent, without the query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly accept: string | undefined;
};

export type Reply = {
  readonly body: string | Uint8Array;
  /** The body compressed beforehand, for whoever takes it. */
  readonly brotli?: Uint8Array;
  readonly mediaType: string;
  /** Seconds for which anyone may cache it. */
  readonly maxAge: number | 'immutable' | 'no-store';
  /** Where the reader should go instead, 303 unless `status` says otherwise. */
  readonly location?: string;
  readonly status?: 307;
  /** The `Link` header (RFC 8288): where more about the same thing is. */
  readonly links?: string;
  /** Whether another `Accept` gets another answer. */
  readonly negotiated?: boolean;
};

export type Answer = Result<Reply, Problem>;

/** One address of a door, answered from a desk. */
export type Route<Desk = PublicDesk> = {
  readonly method: 'GET';
  readonly path: string;
  /** Who may read it. */
  readonly permission: 'public';
  /** What the audit trail keeps of a reading. */
  readonly event: 'none';
  /** `page`: for people, problems too; `machine`: bytes and problem+json. */
  readonly kind: 'page' | 'machine';
  /** Pages of other origins may read it: trust artefacts, so that anyone's verifier runs in a browser. */
  readonly anyOrigin: boolean;
  /** Whether scripts of ours run in it; every other page allows none. */
  readonly scripts?: true;
  /** Requests a minute from one client, where an answer costs more than reading a file. */
  readonly perMinute?: number;
  readonly answer: (asked: Asked, desk: Desk) => Promise<Answer>;
};
