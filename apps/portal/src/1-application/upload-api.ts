import { finishUpload } from '@assay/office/evidence/finish-upload';
import { abandonUpload, appendToUpload, beginUpload, uploadSoFar } from '@assay/office/evidence/upload';
import { EvidenceKeptSchema, UploadSchema } from '@assay/vocabulary/api';
import { parseId, type UploadId } from '@assay/vocabulary/desk-ids';
import { EvidenceGivenKind } from '@assay/vocabulary/evidence-given';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, text, Type, type Static } from '@assay/vocabulary/schema';

import { deskApi, type DeskRoute } from '../http/desk-route.ts';
import { seatOf } from './draft-at.tsx';

const UPLOADS = '/api/v1/evidence/uploads';
const ONE = `${UPLOADS}/:upload`;
/** Bytes of one stretch at most. A file of any size that is taken comes in as many as its sender likes. */
const STRETCH = 2 ** 30;

/** Applicants send what shows that a requirement is met, laboratories what their tools put out. */
const SENDERS = { role: ['applicant', 'laboratory'], kind: ['developer', 'laboratory'] } as const;

/** A file of evidence, sent by a program: announced, sent in stretches that may be cut, and finished. */
export const uploadRoutes: readonly DeskRoute[] = [
  deskApi({
    method: 'POST',
    path: UPLOADS,
    permission: SENDERS,
    event: 'evidence.upload.begun',
    summary: 'Announces a file. One that is too large is refused before a byte of it is sent.',
    body: closed({
      fileName: text(1_000),
      mediaType: Type.Optional(text(200)),
      size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    }),
    gives: UploadSchema,
    refusals: ['evidence-too-large', 'evidence-empty', 'file-name-refused'],
    answer: async ({ body: { fileName, mediaType: declaredType = '', size } }, at) => {
      const begun = await beginUpload(at.office, { ...seatOf(at), fileName, declaredType, size });
      if (!begun.ok) return begun;
      const { id } = begun.value;
      at.note({ object: id });
      return ok({ data: where(begun.value), status: 201, location: `${UPLOADS}/${id}` });
    },
  }),
  deskApi({
    method: 'GET',
    path: ONE,
    permission: SENDERS,
    event: 'none',
    summary: 'How far an upload is: where to go on after it was cut.',
    gives: UploadSchema,
    refusals: ['no-such-upload'],
    answer: async ({ params }, at) => {
      const upload = uploadIn(params);
      if (!upload.ok) return upload;
      const found = await uploadSoFar(at.office, { ...seatOf(at), upload: upload.value });
      return found.ok ? ok({ data: where(found.value) }) : found;
    },
  }),
  deskApi({
    method: 'PATCH',
    path: ONE,
    permission: SENDERS,
    event: 'evidence.upload.continued',
    summary:
      'Takes bytes from an offset on; what came before a cut is kept. Send `application/octet-stream`.',
    query: closed({ offset: Type.Integer({ minimum: 0 }) }),
    takes: 'bytes',
    limit: STRETCH,
    gives: UploadSchema,
    refusals: [
      ...['no-such-upload', 'wrong-offset', 'upload-too-long'],
      ...['upload-expired', 'upload-finished', 'upload-in-too-many-pieces'],
    ],
    answer: async ({ params, query: { offset }, file }, at) => {
      const upload = uploadIn(params);
      if (!upload.ok) return upload;
      at.note({ object: upload.value });
      if (!file) throw new Error('unreachable: an address that takes bytes is given them');
      const { bytes } = file;
      const taken = await appendToUpload(at.office, { ...seatOf(at), upload: upload.value, offset, bytes });
      return taken.ok ? ok({ data: where(taken.value) }) : taken;
    },
  }),
  deskApi({
    method: 'POST',
    path: `${ONE}/finish`,
    permission: SENDERS,
    event: 'evidence.received',
    summary:
      'Makes evidence of an upload whose bytes are all there. A content that is not its type is forgotten.',
    body: EvidenceGivenKind.schema,
    gives: EvidenceKeptSchema,
    refusals: ['no-such-upload', 'upload-incomplete', 'content-not-its-type'],
    answer: async ({ params, body: given }, at) => {
      const upload = uploadIn(params);
      if (!upload.ok) return upload;
      at.note({ object: upload.value });
      const done = await finishUpload(at.office, { ...seatOf(at), upload: upload.value, given });
      if (!done.ok) return done;
      const { id: evidence, digest, fileName, mediaType, size } = done.value;
      at.note({ object: evidence, inputs: [digest] });
      return ok({ data: { evidence, digest, fileName, mediaType, size } });
    },
  }),
  deskApi({
    method: 'DELETE',
    path: ONE,
    permission: SENDERS,
    event: 'evidence.upload.dropped',
    summary: 'Forgets an upload that is not finished, and its bytes.',
    refusals: ['no-such-upload', 'upload-finished'],
    answer: async ({ params }, at) => {
      const upload = uploadIn(params);
      if (!upload.ok) return upload;
      at.note({ object: upload.value });
      const dropped = await abandonUpload(at.office, { ...seatOf(at), upload: upload.value });
      return dropped.ok ? ok({ nothing: true }) : dropped;
    },
  }),
];

function uploadIn(
  params: Readonly<Record<string, string>>,
): Result<UploadId, { readonly code: 'no-such-upload' }> {
  const id = parseId('upload', params['upload'] ?? '');
  return id.ok ? id : refuse({ code: 'no-such-upload' });
}

type Kept = Extract<Awaited<ReturnType<typeof uploadSoFar>>, { readonly ok: true }>['value'];

function where({ id, fileName, size, received, expiresAt, evidence }: Kept): Static<typeof UploadSchema> {
  return {
    ...{ upload: id, fileName, size, received, expiresAt },
    ...(evidence !== undefined && { evidence }),
  };
}
