import type {
  Application,
  CaseLine,
  CasePage,
  Done,
  EvidenceKept,
  ReportHandedIn,
} from '@assay/vocabulary/api';
import { DoneSchema } from '@assay/vocabulary/api';
import type { EvidenceGiven } from '@assay/vocabulary/evidence-given';
import type { CaseId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { call, valueOf, type Call, type Called, type Operation } from './call.ts';
import type { Problem } from './problem.ts';
import { NOTHING, send, type ClientOptions } from './send.ts';

/** An act on a case as it was last read. */
export type CaseActAsked = {
  readonly case: CaseId;
  /** The version that was read: of another one nothing is done. */
  readonly version: number;
  /** Below the address of the case: `accept`, `return`, `evaluate`, `grant`, `order`, `orders/order-1/report`, `label/suspend` … */
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
  /**
   * Any operation of the API, by its method and path as `/api/v1/openapi.json` has them:
   * `client.call('PUT /api/v1/drafts/{draft}/denials', { path: { draft }, version, body: { priorDenials: [] } })`.
   */
  call<O extends Operation>(operation: O, asked: Call<O>): Promise<Result<Called<O>, Problem>>;
  /** Cases in sight in the order of their receipt; `next` of a page leads to the one after. */
  cases(query?: { readonly waits?: string; readonly after?: string }): Promise<Result<CasePage, Problem>>;
  readCase(id: CaseId): Promise<Result<CaseLine, Problem>>;
  submit(application: Application): Promise<Result<Done, Problem>>;
  handInReport(asked: {
    readonly case: CaseId;
    readonly version: number;
    readonly report: ReportHandedIn;
  }): Promise<Result<Done, Problem>>;
  /** An act of whichever name, for whoever learns it only when the program runs. */
  act(asked: CaseActAsked): Promise<Result<Done, Problem>>;
  /** Sends a file in stretches and makes evidence of it; it is read no faster than it is taken. */
  sendFile(file: FileToSend): Promise<Result<EvidenceKept, Problem>>;
  /** The whole case as one sealed archive, as it arrives. */
  archive(id: CaseId): Promise<Result<ReadableStream<Uint8Array>, Problem>>;
};

/** Opens the API of an installation. Nothing is sent until something is asked. */
export function openClient(options: ClientOptions): Client {
  const client: Pick<Client, 'call'> = { call: (operation, asked) => call(options, operation, asked) };
  return {
    ...client,
    cases: (query = {}) => only(client.call('GET /api/v1/cases', { query })),
    readCase: (id) => only(client.call('GET /api/v1/cases/{case}', { path: { case: id } })),
    submit: (body) => only(client.call('POST /api/v1/cases', { body })),
    handInReport: ({ case: id, version, report: body }) =>
      only(client.call('POST /api/v1/cases/{case}/reports', { path: { case: id }, version, body })),
    act: async ({ case: id, version, act, body }) => {
      const path = `/api/v1/cases/${id}/${act}`;
      const answer = await send(options, { method: 'POST', path, body, version });
      return answer.ok ? valueOf(DoneSchema, answer.value) : answer;
    },
    sendFile: (file) => sendFile(client, file),
    archive: (id) => only(client.call('GET /api/v1/cases/{case}/archive', { path: { case: id } })),
  };
}

/** The value of what came back, for those who need nothing else of it. */
async function only<T>(called: Promise<Result<{ readonly value: T }, Problem>>): Promise<Result<T, Problem>> {
  const came = await called;
  return came.ok ? ok(came.value.value) : came;
}

/** Bytes sent at once, so that none of them waits longer than an answer may. */
const STRETCH = 8 * 2 ** 20;

async function sendFile(
  client: Pick<Client, 'call'>,
  { name: fileName, bytes, given }: FileToSend,
): Promise<Result<EvidenceKept, Problem>> {
  const { size } = bytes;
  const begun = await only(client.call('POST /api/v1/evidence/uploads', { body: { fileName, size } }));
  if (!begun.ok) return begun;
  const path = { upload: begun.value.upload };
  for (let at = 0; at < size;) {
    const body = bytes.slice(at, at + STRETCH);
    const to = { path, query: { offset: at }, body };
    const taken = await only(client.call('PATCH /api/v1/evidence/uploads/{upload}', to));
    if (!taken.ok) return taken;
    if (taken.value.received <= at) return refuse({ ...NOTHING, detail: `It stands at byte ${String(at)}.` });
    at = taken.value.received;
  }
  return only(client.call('POST /api/v1/evidence/uploads/{upload}/finish', { path, body: given }));
}
