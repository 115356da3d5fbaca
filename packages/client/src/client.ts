import {
  CaseLineSchema,
  CasePageSchema,
  DoneSchema,
  EvidenceKeptSchema,
  UploadSchema,
  type Application,
  type CaseLine,
  type CasePage,
  type Done,
  type EvidenceKept,
  type ReportHandedIn,
} from '@assay/vocabulary/api';
import type { EvidenceGiven } from '@assay/vocabulary/evidence-given';
import type { CaseId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { readDocument, type Static, type TSchema } from '@assay/vocabulary/schema';

import { problemOf, type Problem } from './problem.ts';

export type ClientOptions = {
  /** Scheme and host of the installation, without a closing slash: `https://labels.example`. */
  readonly origin: string;
  /** An API key: `assay_…`. */
  readonly key: string;
  /** A new idempotency key for each act; the same one again repeats nothing. */
  readonly newKey: () => string;
  /** Milliseconds after which an answer is no longer waited for; 30,000 unless told. */
  readonly timeout?: number;
};

/** An act on a case as it was last read. */
export type CaseActAsked = {
  readonly case: CaseId;
  /** The version that was read: of another one nothing is done. */
  readonly version: number;
  /** Below the address of the case: `accept`, `return`, `laboratory`, `evaluate`, `review`, `grant`, `deny` … */
  readonly act: string;
  /** What the act takes, as the description of the API says. */
  readonly body: object;
};

/** A file, and what is said of it. */
export type FileToSend = {
  readonly name: string;
  /** Its bytes, wherever they lie. */
  readonly bytes: Blob;
  readonly given: EvidenceGiven;
};

/** What a program may do with an installation. Whatever is refused comes back as a problem (RFC 9457), never thrown. */
export type Client = {
  /** Cases in sight in the order of their receipt; `next` of a page leads to the one after. */
  cases(query?: { readonly waits?: string; readonly after?: string }): Promise<Result<CasePage, Problem>>;
  readCase(id: CaseId): Promise<Result<CaseLine, Problem>>;
  submit(application: Application): Promise<Result<Done, Problem>>;
  handInReport(asked: {
    readonly case: CaseId;
    readonly version: number;
    readonly report: ReportHandedIn;
  }): Promise<Result<Done, Problem>>;
  act(asked: CaseActAsked): Promise<Result<Done, Problem>>;
  /** Sends a file in stretches and makes evidence of it; it is read no faster than it is taken. */
  sendFile(file: FileToSend): Promise<Result<EvidenceKept, Problem>>;
  /** The whole case as one sealed archive, as it arrives. */
  archive(id: CaseId): Promise<Result<ReadableStream<Uint8Array>, Problem>>;
};

/** Opens the API of an installation. Nothing is sent until something is asked. */
export function openClient(options: ClientOptions): Client {
  const changed = (path: string, body: object, version?: number) =>
    read(
      DoneSchema,
      send(options, { method: 'POST', path, body, ...(version !== undefined && { version }) }),
    );
  return {
    cases: ({ waits, after } = {}) => {
      const query = new URLSearchParams({
        ...(waits !== undefined && { waits }),
        ...(after !== undefined && { after }),
      });
      return read(
        CasePageSchema,
        send(options, { method: 'GET', path: `/api/v1/cases?${query.toString()}` }),
      );
    },
    readCase: (id) => read(CaseLineSchema, send(options, { method: 'GET', path: `/api/v1/cases/${id}` })),
    submit: (application) => changed('/api/v1/cases', application),
    handInReport: ({ case: id, version, report }) => changed(`/api/v1/cases/${id}/reports`, report, version),
    act: ({ case: id, version, act, body }) => changed(`/api/v1/cases/${id}/${act}`, body, version),
    sendFile: (file) => sendFile(options, file),
    archive: async (id) => {
      const answer = await send(options, { method: 'GET', path: `/api/v1/cases/${id}/archive` });
      if (!answer.ok) return answer;
      return answer.value.body ? ok(answer.value.body) : refuse(NOTHING);
    },
  };
}

/** Bytes sent at once, so that none of them waits longer than an answer may. */
const STRETCH = 8 * 2 ** 20;
const UPLOADS = '/api/v1/evidence/uploads';

async function sendFile(
  options: ClientOptions,
  { name: fileName, bytes, given }: FileToSend,
): Promise<Result<EvidenceKept, Problem>> {
  const { size } = bytes;
  const announced = send(options, { method: 'POST', path: UPLOADS, body: { fileName, size } });
  const begun = await read(UploadSchema, announced);
  if (!begun.ok) return begun;
  const path = `${UPLOADS}/${begun.value.upload}`;
  for (let at = 0; at < size;) {
    const bytesSent = bytes.slice(at, at + STRETCH);
    const to = `${path}?offset=${String(at)}`;
    const taken = await read(UploadSchema, send(options, { method: 'PATCH', path: to, body: bytesSent }));
    if (!taken.ok) return taken;
    if (taken.value.received <= at) return refuse({ ...NOTHING, detail: `It stands at byte ${String(at)}.` });
    at = taken.value.received;
  }
  return read(EvidenceKeptSchema, send(options, { method: 'POST', path: `${path}/finish`, body: given }));
}

type Sent = {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  /** A value that is sent as JSON, or bytes. */
  readonly body?: object | Blob;
  readonly version?: number;
};

async function send(
  { origin, key, newKey, timeout = 30_000 }: ClientOptions,
  { method, path, body, version }: Sent,
): Promise<Result<Response, Problem>> {
  const headers = {
    authorization: `Bearer ${key}`,
    accept: 'application/json, application/problem+json',
    ...(body && { 'content-type': body instanceof Blob ? 'application/octet-stream' : 'application/json' }),
    ...(body && { 'idempotency-key': newKey() }),
    ...(version !== undefined && { 'if-match': `"${String(version)}"` }),
  };
  try {
    const answer = await fetch(`${origin}${path}`, {
      ...{ method, headers, redirect: 'error' as const, signal: AbortSignal.timeout(timeout) },
      ...(body && { body: body instanceof Blob ? body : JSON.stringify(body) }),
    });
    return answer.ok ? ok(answer) : refuse(await problemOf(answer));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return refuse({ status: 0, code: 'unreachable', title: `${origin} does not answer`, detail });
  }
}

async function read<S extends TSchema>(
  schema: S,
  answer: Promise<Result<Response, Problem>>,
): Promise<Result<Static<S>, Problem>> {
  const sent = await answer;
  if (!sent.ok) return sent;
  const value: unknown = await sent.value.json().catch(() => undefined);
  const found = readDocument({ name: 'answer', schema }, value);
  return found.ok
    ? ok(found.value)
    : refuse({
        ...NOTHING,
        detail: found.refusal.complaints.map(({ path, expected }) => `${path} ${expected}`).join('; '),
      });
}

const NOTHING: Problem = {
  status: 0,
  code: 'answer-not-understood',
  title: 'The installation answered in another way than this client knows',
  detail: 'It answered with nothing.',
};
