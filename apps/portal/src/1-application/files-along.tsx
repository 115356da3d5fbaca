import { ownEvidence, type KeptEvidence } from '@assay/office/evidence/own-evidence';
import { receiveEvidence } from '@assay/office/evidence/receive-evidence';
import type { Office } from '@assay/office/office';
import { AnswerSchema } from '@assay/vocabulary/case-acts';
import type { Digest } from '@assay/vocabulary/ids';
import { dateIn } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import type { CaseRoom } from '../case-file/case-room.ts';
import type { Refusal, SentFile } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { Choices, FileField } from '../layout/form.tsx';
import { seatOf } from './draft-at.tsx';

/** The largest file and what stands around it in the form. */
const LIMIT = 2 ** 30 + 2 ** 20;
const FILE_CODES = ['content-not-its-type', 'evidence-too-large', 'evidence-empty', 'upload-cut'];

/** What an act takes whose form lets the applicant name files that are here already, and send one more. */
export const WITH_FILES = {
  takes: 'file',
  limit: LIMIT,
  fieldOf: Object.fromEntries(FILE_CODES.map((code) => [code, 'file'])),
} as const;
const { evidence } = AnswerSchema.properties;
export const FILES_BODY = { evidence };
export const FILES_WORDS: FieldWords = {
  evidence: { label: 'Files that you sent before' },
  file: { label: 'Another file' },
};

/** The files of the own organisation that may still be named. */
export async function filesHeld(room: CaseRoom): Promise<readonly KeptEvidence[]> {
  const held = await ownEvidence(room.office, seatOf(room.at));
  return held.ok ? held.value.rows.filter(({ withdrawn }) => !withdrawn) : [];
}

/** The end of such a form. */
export function FilesAlong({
  form,
  files,
  openTo,
}: {
  readonly form: FormState;
  readonly files: readonly KeptEvidence[];
  /** Who opens what is sent. */
  readonly openTo: string;
}): JSX.Element {
  return (
    <>
      {files.length > 0 && (
        <Choices
          form={form}
          name="evidence"
          several
          of={files.map(({ digest, title, fileName }) => ({
            ...{ value: digest, label: title, hint: fileName },
          }))}
        />
      )}
      <FileField form={form} name="file" hint={`If one is needed. It is kept as confidential: ${openTo}.`} />
    </>
  );
}

type Along = {
  readonly evidence?: readonly Digest[];
  readonly file?: SentFile | undefined;
  /** What the file is to an assessor, for example `answer`. */
  readonly kind: string;
};

/** Keeps the file that came along; the digests of it and of those that were named, each of which is the organisation's own. */
export async function filesSent(
  { office, at, sheet }: CaseRoom,
  { evidence = [], file, kind }: Along,
): Promise<Result<readonly Digest[], Refusal>> {
  const held = await ownEvidence(office, seatOf(at));
  const known = new Set(held.ok ? held.value.rows.map(({ digest }) => digest) : []);
  if (evidence.some((one) => !known.has(one))) return refuse({ code: 'no-such-evidence' });
  if (!file) return ok([...new Set(evidence)]);
  const from = dateIn(at.now, sheet.scheme.timeZone);
  const kept = await receiveOne(office, { ...seatOf(at), file, kind, from });
  return kept.ok ? ok([...new Set([...evidence, kept.value.digest])]) : kept;
}

type One = ReturnType<typeof seatOf> & {
  readonly file: SentFile;
  readonly kind: string;
  readonly from: ReturnType<typeof dateIn>;
};

function receiveOne(office: Office, { file, kind, from, ...whose }: One) {
  const { name: fileName, mediaType: declaredType, bytes } = file;
  return receiveEvidence(office, {
    ...{ ...whose, fileName, declaredType, bytes },
    given: {
      ...{ kind, title: fileName.slice(0, 200), effective: { from } },
      ...{ confidential: true, covers: [] },
    },
  });
}
