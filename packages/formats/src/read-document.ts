import { readDocument, type DocumentKind, type Static, type TSchema } from '@assay/vocabulary/schema';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { parseDocument, type Malformed, type Parsed } from './parse-document.ts';
import { decodeText, readBytes, type Unreadable } from './read-text.ts';

export type Fault = {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly expected: string;
};
export type WrongDocument = {
  readonly code: 'misfit';
  readonly file: string;
  readonly kind: string;
  readonly faults: readonly Fault[];
};
export type CannotRead = Unreadable | Malformed | WrongDocument;

/** A document as read from a file: typed, frozen, with its bytes and the places of its members. */
export type ReadFile<T> = {
  readonly file: string;
  readonly document: T;
  readonly bytes: Uint8Array;
  readonly placeOf: Parsed['placeOf'];
};

/** Reads a YAML or JSON file as a document of a kind; the one way in for every document that people write. */
export async function readFileAs<S extends TSchema>(
  kind: DocumentKind<S>,
  file: string,
): Promise<Result<ReadFile<Static<S>>, CannotRead>> {
  const bytes = await readBytes(file);
  return bytes.ok ? readBytesAs(kind, file, bytes.value) : bytes;
}

/** The same for bytes that are at hand; `file` is the name used in messages. */
export function readBytesAs<S extends TSchema>(
  kind: DocumentKind<S>,
  file: string,
  bytes: Uint8Array,
): Result<ReadFile<Static<S>>, CannotRead> {
  const text = decodeText(file, bytes);
  if (!text.ok) return text;
  const parsed = parseDocument(file, text.value);
  if (!parsed.ok) return parsed;
  const { value, placeOf } = parsed.value;
  const read = readDocument(kind, value);
  if (!read.ok) {
    const faults = read.refusal.complaints.map((complaint) => ({ ...complaint, ...placeOf(complaint.path) }));
    return refuse({ code: 'misfit', file, kind: kind.name, faults });
  }
  return ok({ file, document: read.value, bytes, placeOf });
}
