import type { Located } from '@assay/office/0-programme/library-files';
import type { Words } from '@assay/office/words';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { Fault } from '@assay/formats/read-document';

/** A refusal as lines: what, then each place with its remedy. */
export function explain(refusal: { readonly code: string }, words: Words): string {
  const lines = [words.refusal(refusal)];
  if ('faults' in refusal)
    for (const fault of parseFaults(refusal))
      lines.push(place(fileOf(refusal), fault, `${fault.path || 'the document'}: ${expectation(fault)}`));
  if ('complaints' in refusal)
    for (const one of parseComplaints(refusal))
      lines.push(place(one.file, one, `${one.path || 'the document'}: ${words.complaint(one)}`));
  if ('grounds' in refusal)
    for (const ground of parseGrounds(refusal)) lines.push(`  ${words.reason(ground)}`);
  if ('unreadable' in refusal) for (const one of parseUnreadable(refusal)) lines.push(explain(one, words));
  return lines.join('\n');
}

/** The schema library says what must be; our own words say what was expected. */
function expectation({ expected }: Fault): string {
  return expected.startsWith('no such member') ? expected : `expected ${expected.replace(/^must be /, '')}`;
}

function place(
  file: string,
  { line, column }: { readonly line: number; readonly column: number },
  says: string,
): string {
  return `  ${file}:${String(line)}:${String(column)}  ${says}`;
}

function fileOf(refusal: object): string {
  return 'file' in refusal ? String(refusal.file) : '';
}

// What the members of a refusal hold follows from its code; here they are read for print alone.
function parseFaults(refusal: { readonly faults: unknown }): readonly Fault[] {
  return refusal.faults as readonly Fault[];
}
function parseComplaints(refusal: { readonly complaints: unknown }): readonly Located[] {
  return refusal.complaints as readonly Located[];
}
function parseGrounds(refusal: { readonly grounds: unknown }): readonly Reason[] {
  return refusal.grounds as readonly Reason[];
}
function parseUnreadable(refusal: { readonly unreadable: unknown }): readonly { readonly code: string }[] {
  return refusal.unreadable as readonly { readonly code: string }[];
}
