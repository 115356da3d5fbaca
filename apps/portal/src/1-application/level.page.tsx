import { chooseLevel } from '@assay/office/1-application/answer-draft';
import { LevelAskedSchema, VersionNowSchema } from '@assay/vocabulary/draft-api';
import { ok, type Result } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import { actBothWays } from '../http/desk-act.ts';
import { deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { Buttons, Choices, DeskForm } from '../layout/form.tsx';
import { DEVELOPER, draftAt, DraftFrame, draftPath, namesIn } from './draft-at.tsx';
import { oneDraft } from './one-draft.ts';

const FIELDS: FieldWords = { level: { label: 'Which level?', missing: 'Choose a level' } };
const path = '/desk/drafts/:draft/level';

/** Another level of the same scheme: what was answered stays, and what is asked changes. */
export const levelRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission: DEVELOPER, event: 'draft.read' },
    answer: async ({ params }, at) => {
      const page = await levelPage(params, at);
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  ...actBothWays({
    ...{ permission: DEVELOPER, event: 'draft.level-chosen' },
    body: LevelAskedSchema,
    does: async ({ params, body, version }, at) => {
      const one = oneDraft(at, params, version);
      return one.ok ? chooseLevel(at.office, { ...one.value, ...body }) : one;
    },
    form: {
      ...{ path, fields: FIELDS, fieldOf: { 'unknown-level': 'level', 'correction-keeps-level': 'level' } },
      again: ({ params }, at, form) => levelPage(params, at, form),
      then: async (_, { params }) => ok({ to: `/desk/drafts/${params['draft'] ?? ''}` }),
    },
    api: {
      path: '/api/v1/drafts/:draft/level',
      summary: 'Asks for another level of the same scheme: what was answered stays.',
      versioned: true,
      refusals: ['no-such-draft', 'draft-handed-in', 'unknown-level', 'correction-keeps-level'],
      gives: VersionNowSchema,
      told: ({ version }) => ({ data: { version }, version }),
    },
  }),
];

async function levelPage(
  params: Readonly<Record<string, string>>,
  at: DeskContext,
  again?: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const open = await draftAt(at, params);
  if (!open.ok) return open;
  const { scheme, kept } = open.value;
  const { text } = namesIn(at, open.value);
  const form = again ?? at.form(FIELDS, { level: String(kept.level) });
  return ok(
    <DraftFrame at={at} open={open.value} title="Ask for another level" form={form}>
      <p class="measure">
        What you have answered stays. What is asked of the product changes with the level.
      </p>
      <DeskForm form={form}>
        <Choices
          form={form}
          name="level"
          of={scheme.levels.map(({ rank, name }) => ({
            value: String(rank),
            label: `Level ${String(rank)}, ${text(name)}`,
          }))}
        />
        <Buttons
          does="Ask for this level"
          back={{ path: draftPath(open.value), name: 'Back without changing anything' }}
        />
      </DeskForm>
    </DraftFrame>,
  );
}
