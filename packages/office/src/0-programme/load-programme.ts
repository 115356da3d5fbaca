import { readFileAs } from '@assay/formats/read-document';
import { ProgrammeKind, type Programme } from '@assay/vocabulary/programme';

/** Reads who runs labels under which schemes with whom. A programme that does not read is a fault of the installation. */
export async function loadProgramme(file: string): Promise<Programme> {
  const read = await readFileAs(ProgrammeKind, file);
  if (!read.ok) throw new Error(`the programme cannot be used: ${JSON.stringify(read.refusal)}`);
  return read.value.document;
}
