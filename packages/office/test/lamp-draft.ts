/** An application for the invented lamp while it is still filled in, by the developer of the sandbox. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { DraftAnswer } from '@assay/conformity/1-application/answer';
import type { DraftId } from '@assay/vocabulary/desk-ids';
import type { Product } from '@assay/vocabulary/product';

import { answerDraft, tellPriorDenials } from '../src/1-application/answer-draft.ts';
import { importDossier } from '../src/1-application/fill-draft.ts';
import { beginDraft, openDraft } from '../src/1-application/own-drafts.ts';
import { addProduct } from '../src/1-application/own-products.ts';
import { receiveEvidence } from '../src/evidence/receive-evidence.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { MARK } from './lamp-case.ts';
import { day, EXAMPLES, handed, valueOf } from './sandbox-office.ts';
import { DEVELOPER } from './sandbox-people.ts';

export const OURS = { organisation: DEVELOPER, by: CAST.applicant };

/** Its name is one that a page must not take for its own words. */
export const LAMP: Product = {
  name: '<script>alert(1)</script> Lamp "2.0" \u202e',
  brand: 'Sandbox & Söhne',
  manufacturer: 'Sandbox Maker (fictional)',
  models: ['L-1'],
  gtins: [],
  category: 'lamp',
};

export async function lampDraft(office: Office): Promise<DraftId> {
  const product = valueOf(await addProduct(office, { ...OURS, product: LAMP }));
  const wanted = { administrator: 'SB', scheme: MARK, level: 1 };
  return valueOf(await beginDraft(office, { ...OURS, product, ...wanted }));
}

export async function technicalFile(office: Office) {
  const bytes = await readFile(join(EXAMPLES, 'sandbox-lamp/technical-file.md'));
  const given = { kind: 'design-document', title: 'Technical file', confidential: true, covers: [] };
  return valueOf(
    await receiveEvidence(office, {
      ...{ ...OURS, fileName: 'technical-file.md', declaredType: 'text/markdown' },
      ...{ bytes: once(bytes), given: { ...given, effective: { from: day('2026-01-01') } } },
    }),
  );
}

/** A draft that holds the lamp's dossier, its file, and every declaration. */
export async function filledLampDraft(office: Office): Promise<DraftId> {
  const draft = await lampDraft(office);
  await technicalFile(office);
  valueOf(await importDossier(office, { ...OURS, draft, handed: await handed('sandbox-lamp/dossier.yaml') }));
  const { editor } = valueOf(await openDraft(office, { ...OURS, draft }));
  const signed = editor.declarations.map(({ id, version }): DraftAnswer => {
    const signing = { signer: 'Ada Applicant (sandbox)', capacity: 'Owner', signedAt: office.clock() };
    return { ask: 'declaration', declaration: { declaration: id, version, ...signing } };
  });
  for (const one of signed) valueOf(await answerDraft(office, { ...OURS, draft, answers: [one] }));
  valueOf(await tellPriorDenials(office, { ...OURS, draft, priorDenials: [] }));
  return draft;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
