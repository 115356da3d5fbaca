import type { DraftAnswer } from '@assay/conformity/1-application/answer';
import { dossierOf } from '@assay/conformity/1-application/draft';
import { readStream } from '@assay/records/case-file';
import { readDraft } from '@assay/records/draft';
import { databases } from '@assay/records/test/databases';
import type { DraftId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId } from '@assay/vocabulary/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  answerDraft,
  chooseLevel,
  markOf,
  tellPriorDenials,
  useEvidence,
} from '../src/1-application/answer-draft.ts';
import { beginCorrection, copyFromCase, importDossier } from '../src/1-application/fill-draft.ts';
import { dossierBytes, handInDraft, previewDraft } from '../src/1-application/hand-in-draft.ts';
import { beginDraft, openDraft, ownDrafts } from '../src/1-application/own-drafts.ts';
import { addProduct, changeProduct, ownProduct, ownProducts } from '../src/1-application/own-products.ts';
import { returnApplication } from '../src/1-application/take-in-application.ts';
import { withdrawEvidence } from '../src/evidence/own-evidence.ts';
import type { Office } from '../src/office.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { MARK } from './lamp-case.ts';
import { filledLampDraft, LAMP, lampDraft, OURS, technicalFile } from './lamp-draft.ts';
import { freshOffice, handed, valueOf } from './sandbox-office.ts';

const ORGANISATION = OURS.organisation;
const RIVAL = 'org_sandbox-rival' as OrganisationId;
const [server] = databases();
if (!server) throw new Error('there is always a server');

const answer = (office: Office, draft: DraftId, answers: readonly DraftAnswer[], saw?: string) =>
  answerDraft(office, { ...OURS, draft, answers, ...(saw !== undefined && { saw }) });
const named = (name: string): DraftAnswer => ({ ask: 'product', member: 'brand', value: name });
const fact = (id: string, value: string): DraftAnswer => ({ ask: 'fact', fact: id, value });

async function keptDraft(office: Office, id: DraftId) {
  const kept = await readDraft(office.records.read, { organisation: ORGANISATION, id });
  if (!kept) throw new Error('it was begun');
  return kept;
}

const handIn = (office: Office, draft: DraftId, although = false) =>
  handInDraft(office, { ...OURS, draft, because: 'We apply.', although });

describe('a draft', () => {
  test('begins with what names its product, markup and all, and is nobody else’s', async () => {
    const { office } = await freshOffice(server);
    const draft = await lampDraft(office);
    const { kept, editor } = valueOf(await openDraft(office, { ...OURS, draft }));
    expect(kept.draft).toMatchObject({
      draft: 'script-alert-1-script-lamp-2-0',
      product: { name: LAMP.name },
    });
    expect(editor.sections[0]).toMatchObject({ section: 'product', state: 'begun', answered: 6, of: 8 });
    const none = { ok: false, refusal: { code: 'no-such-draft' } };
    expect(await openDraft(office, { organisation: RIVAL, draft })).toEqual(none);
    expect(await previewDraft(office, { organisation: RIVAL, draft })).toEqual(none);
    expect(await answerDraft(office, { ...OURS, organisation: RIVAL, draft, answers: [] })).toEqual(none);
    expect(
      await handInDraft(office, { ...OURS, organisation: RIVAL, draft, because: 'x', although: true }),
    ).toEqual(none);
    expect(await ownDrafts(office, { organisation: RIVAL })).toMatchObject({ value: { rows: [] } });
  });

  test('is begun only for a label that is offered, and for a product of one’s own', async () => {
    const { office } = await freshOffice(server);
    const product = valueOf(await addProduct(office, { ...OURS, product: LAMP }));
    const wanted = { administrator: 'SB', scheme: MARK, level: 1, product };
    expect(await beginDraft(office, { ...OURS, ...wanted, level: 9 })).toMatchObject({
      refusal: { code: 'unknown-level' },
    });
    expect(await beginDraft(office, { ...OURS, ...wanted, organisation: RIVAL })).toMatchObject({
      refusal: { code: 'no-such-product-here' },
    });
    const draft = valueOf(await beginDraft(office, { ...OURS, ...wanted }));
    expect(await chooseLevel(office, { ...OURS, draft, level: 2 })).toMatchObject({
      refusal: { code: 'unknown-level' },
    });
    expect(await ownProduct(office, { organisation: ORGANISATION, id: product })).toMatchObject({
      value: { product: { version: 1 }, drafts: { rows: [{ id: draft }] } },
    });
    const changed = { ...OURS, id: product, product: { ...LAMP, name: 'Lamp' } };
    expect(await changeProduct(office, { ...changed, expected: 1 })).toMatchObject({ value: 2 });
    expect(await changeProduct(office, { ...changed, expected: 1 })).toMatchObject({
      refusal: { code: 'version-conflict' },
    });
    expect(await ownProducts(office, { organisation: ORGANISATION })).toMatchObject({
      value: { rows: [{ product: { name: 'Lamp' } }] },
    });
  });

  test('saved and read back is equal, and answers that came in another order are the same bytes', async () => {
    const { office } = await freshOffice(server);
    const dossier = valueOf(
      await importDossier(office, {
        ...OURS,
        draft: await lampDraft(office),
        handed: await handed('sandbox-lamp/dossier.yaml'),
      }),
    ).draft;
    const answers: readonly DraftAnswer[] = [
      ...(
        [
          'name',
          'brand',
          'manufacturer',
          'models',
          'gtins',
          'category',
          'hardwareVersions',
          'firmwareVersions',
        ] as const
      ).flatMap((member): readonly DraftAnswer[] => {
        const value = dossier.product[member];
        return value === undefined ? [] : [{ ask: 'product', member, value }];
      }),
      ...Object.entries(dossier.facts).map(([id, value]): DraftAnswer => ({ ask: 'fact', fact: id, value })),
      ...dossier.statements.map((statement): DraftAnswer => ({ ask: 'statement', statement })),
      ...dossier.ixit.map(({ table, rows }): DraftAnswer => ({ ask: 'ixit', table, rows })),
      ...dossier.evidence.map((evidence): DraftAnswer => ({ ask: 'evidence', evidence })),
      ...(dossier.supportPeriod
        ? [{ ask: 'support-period' as const, supportPeriod: dossier.supportPeriod }]
        : []),
      {
        ask: 'contact',
        security: dossier.contacts.security ?? 'none',
        ...(dossier.contacts.securityTxt && { securityTxt: dossier.contacts.securityTxt }),
      },
      ...(['passwordChange', 'secureConfiguration', 'updates'] as const).map((field): DraftAnswer => ({
        ask: 'disclosure',
        field,
        disclosures: { [field]: dossier.disclosures[field] },
      })),
    ];
    const seen = new Set<string>();
    const orders = fc.shuffledSubarray([...answers], {
      minLength: answers.length,
      maxLength: answers.length,
    });
    await fc.assert(
      fc.asyncProperty(orders, fc.integer({ min: 1, max: 9 }), async (order, size) => {
        const draft = await lampDraft(office);
        // A statement may speak of parts only once they are named.
        valueOf(await answer(office, draft, [{ ask: 'components', components: dossier.components }]));
        for (let at = 0; at < order.length; at += size) {
          const saved = valueOf(await answer(office, draft, order.slice(at, at + size)));
          expect((await keptDraft(office, draft)).draft).toEqual(saved.draft);
        }
        const { draft: name, ...rest } = (await keptDraft(office, draft)).draft;
        const bytes = dossierBytes(valueOf(dossierOf({ ...rest, draft: 'lamp' }))).bytes;
        expect(name).not.toBe('');
        seen.add(new TextDecoder().decode(bytes));
      }),
      { numRuns: 6 },
    );
    expect(seen.size).toBe(1);
  });

  test('keeps what two people answer in two places at once, and tells a stale tab what stands in its place', async () => {
    const { office } = await freshOffice(server);
    const draft = await lampDraft(office);
    const before = (await keptDraft(office, draft)).draft;
    const saw = markOf(before, [named('')]);
    const both = await Promise.all([
      answer(office, draft, [named('First')], saw),
      answer(
        office,
        draft,
        [fact('connects_to_internet', 'yes')],
        markOf(before, [fact('connects_to_internet', '')]),
      ),
    ]);
    expect(both.every(({ ok }) => ok)).toBe(true);
    expect(await answer(office, draft, [named('Second')], saw)).toEqual({
      ok: false,
      refusal: { code: 'draft-changed-here', there: ['First'] },
    });
    expect((await keptDraft(office, draft)).draft).toMatchObject({
      product: { brand: 'First' },
      facts: { connects_to_internet: 'yes' },
    });
    expect((await keptDraft(office, draft)).told.eligibility).toMatchObject([
      { question: 'connects_to_internet', answer: 'yes' },
    ]);
  });

  test('takes all of several answers or none', async () => {
    const { office } = await freshOffice(server);
    const draft = await lampDraft(office);
    expect(
      await answer(office, draft, [named('New'), fact('connects_to_internet', 'perhaps')]),
    ).toMatchObject({
      refusal: { code: 'answer-wrong' },
    });
    expect((await keptDraft(office, draft)).draft.product.brand).toBe(LAMP.brand);
    expect((await keptDraft(office, draft)).version).toBe(1);
  });
});

describe('a dossier from elsewhere', () => {
  test('is taken over without its declarations, and names the files that are still to be sent', async () => {
    const { office } = await freshOffice(server);
    const draft = await lampDraft(office);
    const given = await handed('sandbox-lamp/dossier.yaml');
    valueOf(await importDossier(office, { ...OURS, draft, handed: given }));
    const { kept, files } = valueOf(await openDraft(office, { ...OURS, draft }));
    expect(kept.draft.declarations).toEqual([]);
    expect(kept.draft.evidence.length).toBeGreaterThan(0);
    expect(files.size).toBe(0);
    await technicalFile(office);
    expect(valueOf(await openDraft(office, { ...OURS, draft })).files.size).toBe(kept.draft.evidence.length);
  });

  test.each([
    ['is not sound', 'dossier: ['],
    ['is none', 'a: 1'],
    [
      'holds a character that cannot be kept',
      'draft: lamp\nschemes: []\nskipped: []\nproduct: { name: "a\\0b" }\ncomponents: []\nfacts: {}\nstatements: []\nixit: []\nevidence: []\ndisclosures: {}\ncontacts: {}\ndeclarations: []\n',
    ],
  ])('that %s is refused, and the draft stays as it was', async (_, text) => {
    const { office } = await freshOffice(server);
    const draft = await lampDraft(office);
    const file = { file: 'a.yaml', bytes: new TextEncoder().encode(text) };
    expect(await importDossier(office, { ...OURS, draft, handed: file })).toMatchObject({ ok: false });
    expect((await keptDraft(office, draft)).version).toBe(1);
  });
});

describe('handing in', () => {
  test('is refused while something stands in its way, and says what', async () => {
    const { office } = await freshOffice(server);
    const draft = await lampDraft(office);
    const codes = async () =>
      valueOf(await previewDraft(office, { ...OURS, draft })).notReady.map(({ code }) => code);
    expect(await codes()).toEqual(['draft-incomplete', 'prior-denials-not-told']);
    valueOf(
      await importDossier(office, { ...OURS, draft, handed: await handed('sandbox-lamp/dossier.yaml') }),
    );
    expect(await codes()).toEqual(['evidence-not-held', 'prior-denials-not-told', 'application-lacks']);
    const { id: evidence } = await technicalFile(office);
    valueOf(await tellPriorDenials(office, { ...OURS, draft, priorDenials: [] }));
    expect(await handIn(office, draft)).toMatchObject({ refusal: { code: 'application-lacks' } });
    await withdrawEvidence(office, { ...OURS, evidence, reason: 'Of another product.' });
    expect(await handIn(office, draft, true)).toMatchObject({ refusal: { code: 'evidence-not-held' } });
    expect(await useEvidence(office, { ...OURS, draft, evidence, covers: [] })).toMatchObject({ ok: true });
    expect(
      await useEvidence(office, { ...OURS, draft, evidence, covers: [parseRef('nist-ir-8425@2022#1')] }),
    ).toMatchObject({ refusal: { code: 'evidence-withdrawn' } });
  });

  test('twice, and by many at once, is one case, and the draft takes no further answer', async () => {
    const { office } = await freshOffice(server);
    const draft = await filledLampDraft(office);
    const all = await Promise.all([1, 2, 3, 4].map(() => handIn(office, draft)));
    const cases = new Set([...all, await handIn(office, draft)].map((one) => valueOf(one).case));
    expect(cases.size).toBe(1);
    const [id] = cases;
    const stream = { administrator: 'SB', stream: id ?? (await keptDraft(office, draft)).case };
    const events = await readStream(office.records.read, stream);
    expect(events).toMatchObject([
      {
        type: 'ApplicationSubmitted',
        by: OURS.by,
        because: 'We apply.',
        priorDenials: [],
        applicant: ORGANISATION,
      },
    ]);
    expect(await answer(office, draft, [named('Late')])).toMatchObject({
      refusal: { code: 'draft-handed-in' },
    });
  });

  test('of a correction goes into the same case, and a new draft may begin with what it said', async () => {
    const { office } = await freshOffice(server);
    const draft = await filledLampDraft(office);
    const first = (await keptDraft(office, draft)).draft.declarations.find(
      ({ declaration }) => declaration === 'c1',
    );
    if (!first) throw new Error('it was signed');
    valueOf(await answer(office, draft, [{ ask: 'take-out', from: 'declarations', id: 'c1@1' }]));
    expect(await handIn(office, draft)).toMatchObject({ refusal: { code: 'application-lacks' } });
    const { case: id } = valueOf(await handIn(office, draft, true));
    expect(await beginCorrection(office, { ...OURS, case: id })).toMatchObject({
      refusal: { code: 'not-returned' },
    });
    valueOf(
      await returnApplication(office, {
        case: id,
        by: CAST.intake,
        because: 'c1 is missing.',
        key: 'return',
      }),
    );
    const correction = valueOf(await beginCorrection(office, { ...OURS, case: id }));
    expect(valueOf(await beginCorrection(office, { ...OURS, case: id }))).toBe(correction);
    expect(await beginCorrection(office, { ...OURS, organisation: RIVAL, case: id })).toMatchObject({
      refusal: { code: 'no-such-case-of-ours' },
    });
    valueOf(await answer(office, correction, [{ ask: 'declaration', declaration: first }]));
    expect(valueOf(await handIn(office, correction))).toEqual({ case: id, repeated: false });
    expect(valueOf(await handIn(office, correction))).toEqual({ case: id, repeated: true });
    const types = (await readStream(office.records.read, { administrator: 'SB', stream: id })).map(
      ({ type }) => type,
    );
    expect(types).toEqual(['ApplicationSubmitted', 'ApplicationReturned', 'ApplicationResubmitted']);
    const next = await lampDraft(office);
    valueOf(await copyFromCase(office, { ...OURS, draft: next, case: id }));
    const copied = (await keptDraft(office, next)).draft;
    expect(copied.statements).toEqual((await keptDraft(office, correction)).draft.statements);
    expect(copied.declarations).toEqual([]);
    expect(await copyFromCase(office, { ...OURS, organisation: RIVAL, draft: next, case: id })).toMatchObject(
      {
        refusal: { code: 'no-such-case-of-ours' },
      },
    );
  });
});

type Ref = Parameters<typeof useEvidence>[1]['covers'][number];
function parseRef(text: string): Ref {
  return text as Ref;
}
