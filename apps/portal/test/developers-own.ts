/** What the addresses of a developer's desk name in a test: a product, a draft and a file of an organisation. */
import { answerDraft } from '@assay/office/1-application/answer-draft';
import { beginDraft } from '@assay/office/1-application/own-drafts';
import { addProduct } from '@assay/office/1-application/own-products';
import { receiveEvidence } from '@assay/office/evidence/receive-evidence';
import { beginUpload } from '@assay/office/evidence/upload';
import type { Office } from '@assay/office/office';
import { day, valueOf } from '@assay/office/test/sandbox-office';
import { editionRef, type OrganisationId, type PersonId } from '@assay/vocabulary/ids';

/** Begins all of it for an organisation; the parameters of the addresses that lead there. */
export async function developersOwn(
  office: Office,
  seat: { readonly organisation: OrganisationId; readonly by: PersonId },
): Promise<Readonly<Record<string, string>>> {
  const named = { name: 'Sandbox Lamp', brand: 'Sandbox', manufacturer: 'Sandbox Maker (fictional)' };
  const product = valueOf(
    await addProduct(office, {
      ...seat,
      product: { ...named, models: ['SL-1'], gtins: [], category: 'smart-lighting' },
    }),
  );
  const scheme = editionRef('us-cyber-trust-mark', '2024');
  const wanted = { administrator: office.programme.administrator.code, scheme, level: 1 };
  const draft = valueOf(await beginDraft(office, { ...seat, product, ...wanted }));
  const rows = [{ id: 'AuthMech-1', fields: { description: 'A button (sandbox).' } }];
  valueOf(
    await answerDraft(office, { ...seat, draft, answers: [{ ask: 'ixit', table: '1-AuthMech', rows }] }),
  );
  const given = { kind: 'design-doc', title: 'A file', confidential: true, covers: [] };
  const evidence = valueOf(
    await receiveEvidence(office, {
      ...{ ...seat, fileName: 'a.txt', declaredType: 'text/plain', bytes: once('A file.') },
      given: { ...given, effective: { from: day('2026-01-01') } },
    }),
  );
  const coming = { fileName: 'b.txt', declaredType: 'text/plain', size: 10 };
  const upload = valueOf(await beginUpload(office, { ...seat, ...coming }));
  return {
    upload: upload.id,
    ...{ product, draft, evidence: evidence.id, fact: 'connects_to_internet', declaration: 'c1' },
    ...{ table: '1-AuthMech', row: 'AuthMech-1' },
    provision: encodeURIComponent('nist-ir-8425@2022#DP.2'),
  };
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
