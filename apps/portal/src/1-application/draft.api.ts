import { answerDraft, useEvidence, type OneDraft } from '@assay/office/1-application/answer-draft';
import { importDossier } from '@assay/office/1-application/fill-draft';
import { ownDrafts } from '@assay/office/1-application/own-drafts';
import { oneEvidence, ownEvidence } from '@assay/office/evidence/own-evidence';
import { HandedSchema } from '@assay/vocabulary/api';
import { parseId } from '@assay/vocabulary/desk-ids';
import { DeclarationSignedSchema, EvidenceNamedSchema, SavedSchema } from '@assay/vocabulary/draft-api';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, text, Type } from '@assay/vocabulary/schema';

import { deskApi, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import { oneDraft } from './one-draft.ts';
import { AnswerSchema, answersOf } from './answer-schema.ts';
import { DEVELOPER, draftAt, namesIn, seatOf } from './draft-at.tsx';
import { DraftLineSchema, DraftToldSchema, draftTold, FileSchema, fileTold, lineTold } from './draft-told.ts';

const API = '/api/v1/drafts';
/** Bytes of a dossier that is taken over, and of answers sent at once. */
const LARGEST = 16 * 1024 * 1024;
const QUERY = closed({ after: Type.Optional(text(200)) });
const REFUSALS = ['no-such-draft', 'draft-handed-in'];

/** Applications under construction, as programs fill them in. Levels, denials and handing in stand with their pages. */
export const draftApiRoutes: readonly DeskRoute[] = [
  deskApi({
    ...{ method: 'GET', path: API, permission: DEVELOPER, event: 'drafts.read', query: QUERY },
    summary: 'The drafts of your organisation, the one saved last first.',
    refusals: ['malformed-cursor'],
    gives: closed({ items: listOf(DraftLineSchema), next: Type.Optional(Type.String()) }),
    answer: async ({ query: { after } }, at) => {
      const page = await ownDrafts(at.office, { ...seatOf(at), after });
      if (!page.ok) return page;
      const { rows, next } = page.value;
      return ok({ data: { items: rows.map(lineTold), ...(next !== undefined && { next }) } });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: `${API}/:draft`, permission: DEVELOPER, event: 'draft.read' },
    summary: 'A draft: what was answered, what is asked, and what it would be sent back for.',
    refusals: ['no-such-draft'],
    gives: DraftToldSchema,
    answer: async ({ params }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const data = draftTold(open.value, at.words, namesIn(at, open.value).text);
      return ok({ data, version: open.value.kept.version });
    },
  }),
  deskApi({
    ...{ method: 'POST', path: `${API}/:draft/answers`, permission: DEVELOPER, event: 'draft.answered' },
    ...{ versioned: true, limit: LARGEST },
    summary: 'Puts answers into a draft, all or none.',
    body: closed({ answers: listOf(AnswerSchema, 500, 1) }),
    refusals: [...REFUSALS, 'answer-wrong'],
    gives: SavedSchema,
    answer: async ({ params, body: { answers }, version }, at) => {
      const one = oneDraft(at, params, version);
      return one.ok
        ? saved(one.value, await answerDraft(at.office, { ...one.value, answers: answersOf(answers) }))
        : one;
    },
  }),
  deskApi({
    ...{ method: 'POST', path: `${API}/:draft/declarations/:declaration`, permission: DEVELOPER },
    ...{ event: 'draft.answered', versioned: true },
    summary: 'Signs one declaration, in the version of its text that was read.',
    body: DeclarationSignedSchema,
    refusals: [...REFUSALS, 'declaration-unknown', 'declaration-of-another-version'],
    gives: SavedSchema,
    answer: async ({ params, body, version }, at) => {
      const one = oneDraft(at, params, version);
      if (!one.ok) return one;
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const declaration = params['declaration'] ?? '';
      const asked = open.value.editor.declarations.find(({ id }) => id === declaration);
      if (!asked) return refuse({ code: 'declaration-unknown', declaration });
      const { version: signed } = body;
      if (signed !== asked.version)
        return refuse({
          ...{ code: 'declaration-of-another-version', declaration, signed, version: asked.version },
        });
      const answers = [
        { ask: 'declaration' as const, declaration: { ...body, declaration, signedAt: at.now } },
      ];
      return saved(one.value, await answerDraft(at.office, { ...one.value, answers }));
    },
  }),
  deskApi({
    ...{ method: 'GET', path: `${API}/:draft/evidence`, permission: DEVELOPER, event: 'draft.read' },
    summary: 'The files that a draft names, as far as they are here.',
    refusals: ['no-such-draft'],
    gives: closed({ items: listOf(FileSchema) }),
    answer: async ({ params }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const { files, kept } = open.value;
      const items = kept.draft.evidence.flatMap(({ id, covers }) => {
        const file = files.get(id);
        return file ? [{ ...fileTold(file), covers: [...covers] }] : [];
      });
      return ok({ data: { items }, version: kept.version });
    },
  }),
  deskApi({
    ...{ method: 'POST', path: `${API}/:draft/evidence`, permission: DEVELOPER, event: 'draft.answered' },
    versioned: true,
    summary: 'Names a file of yours as showing requirements; without any it is taken out.',
    body: EvidenceNamedSchema,
    refusals: [...REFUSALS, 'no-such-evidence', 'evidence-withdrawn', 'answer-wrong'],
    gives: SavedSchema,
    answer: async ({ params, body: { evidence, covers }, version }, at) => {
      const one = oneDraft(at, params, version);
      if (!one.ok) return one;
      const id = parseId('evidence', evidence);
      if (!id.ok) return refuse({ code: 'no-such-evidence' });
      return saved(one.value, await useEvidence(at.office, { ...one.value, evidence: id.value, covers }));
    },
  }),
  deskApi({
    ...{ method: 'POST', path: `${API}/:draft/import`, permission: DEVELOPER, event: 'draft.imported' },
    ...{ versioned: true, limit: LARGEST },
    summary: 'Puts a dossier in the place of all that a draft says; declarations are signed anew.',
    body: HandedSchema,
    refusals: [...REFUSALS, 'text-not-sound'],
    gives: SavedSchema,
    answer: async ({ params, body: { file, document }, version }, at) => {
      const one = oneDraft(at, params, version);
      if (!one.ok) return one;
      const handed = { file, bytes: new TextEncoder().encode(document) };
      return saved(one.value, await importDossier(at.office, { ...one.value, handed }));
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/evidence', permission: DEVELOPER, event: 'evidence.listed' },
    query: QUERY,
    summary: 'The files of your organisation, the newest first.',
    refusals: ['malformed-cursor'],
    gives: closed({ items: listOf(FileSchema), next: Type.Optional(Type.String()) }),
    answer: async ({ query: { after } }, at) => {
      const page = await ownEvidence(at.office, { ...seatOf(at), after });
      if (!page.ok) return page;
      const { rows, next } = page.value;
      return ok({ data: { items: rows.map(fileTold), ...(next !== undefined && { next }) } });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/evidence/:evidence', permission: DEVELOPER, event: 'evidence.listed' },
    summary: 'What is known of one file of yours.',
    refusals: ['no-such-evidence'],
    gives: FileSchema,
    answer: async ({ params }, at) => {
      const id = parseId('evidence', params['evidence'] ?? '');
      if (!id.ok) return refuse({ code: 'no-such-evidence' });
      const found = await oneEvidence(at.office, { ...seatOf(at), evidence: id.value });
      return found.ok ? ok({ data: fileTold(found.value) }) : found;
    },
  }),
];

function saved({ draft }: OneDraft, done: Result<{ readonly version: number }, Refusal>) {
  if (!done.ok) return done;
  const { version } = done.value;
  return ok({ data: { draft, version }, version });
}
