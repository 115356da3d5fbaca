import type { RequirementAsked } from '@assay/conformity/1-application/editor';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import type { Statement } from '@assay/vocabulary/dossier';
import { splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import { ok, refuse } from '@assay/vocabulary/result';
import { listOf, oneOf, text, Type } from '@assay/vocabulary/schema';

import { deskPage, type DeskRoute } from '../http/desk-route.ts';
import type { FieldWords } from '../http/form-state.ts';
import { DataTable } from '../layout/data-table.tsx';
import { Choices, TextArea } from '../layout/form.tsx';
import { OutcomeBadge } from '../layout/outcome-badge.tsx';
import { DEVELOPER, draftAt, DraftFrame, draftPath } from './draft-at.tsx';
import { draftSection } from './draft-section.tsx';

const FACT: FieldWords = { answer: { label: 'Your answer', missing: 'Choose an answer' } };

const facts = draftSection({
  path: 'facts/:fact',
  fields: FACT,
  body: { answer: text(100) },
  title: (open, params) => {
    const asked = factAt(open, params);
    return asked ? ok(asked.fact.question) : refuse({ code: 'no-such-page' });
  },
  values: (open, params) => {
    const answer = factAt(open, params)?.answer;
    return answer === undefined ? {} : { answer: String(answer) };
  },
  view: (form, open, { params }) => {
    const fact = factAt(open, params)?.fact;
    const choices =
      fact?.type === 'choice'
        ? (fact.choices ?? []).map((one) => [one, one])
        : [
            ['yes', 'Yes'],
            ['no', 'No'],
          ];
    const left = open.editor.facts.filter(({ answer }) => answer === undefined).length;
    return (
      <>
        <p class="measure soft">
          Why it is asked: {fact?.why} {left > 0 && `${String(left)} questions are open as things stand.`}
        </p>
        <Choices
          form={form}
          name="answer"
          of={[
            ...choices.map(([value = '', label = '']) => ({ value, label })),
            {
              value: 'unknown',
              label: 'I do not know yet',
              hint: 'It stays open, and what turns on it is not judged.',
            },
          ]}
        />
      </>
    );
  },
  places: (_, params) => [{ ask: 'fact', fact: params['fact'] ?? '', value: '' }],
  answers: ({ answer }, open, { params }) => {
    const asked = factAt(open, params);
    if (!asked) return refuse({ code: 'no-such-page' });
    const value = asked.fact.type === 'number' && answer !== 'unknown' ? Number(answer) : answer;
    return ok([{ ask: 'fact', fact: asked.fact.id, value }]);
  },
  next: (open) => {
    const next = open.editor.facts.find(({ answer }) => answer === undefined);
    return next ? draftPath(open, 'facts', next.fact.id) : draftPath(open, 'facts');
  },
});

const STATEMENT: FieldWords = {
  supported: { label: 'Does the product meet it?', missing: 'Choose an answer' },
  reason: { label: 'How, or why not?', missing: 'Say how, or why not' },
  part: { label: 'Parts of which that is not so' },
};

const statements = draftSection({
  path: 'statements/:provision',
  fields: STATEMENT,
  body: {
    ...{ supported: oneOf(['yes', 'no', 'not-applicable']), reason: text(2_000) },
    part: Type.Optional(listOf(text(100), 500)),
  },
  title: (open, params) => {
    const asked = requirementAt(open, params);
    return asked ? ok(`${idOf(asked.ref)} ${asked.title}`) : refuse({ code: 'no-such-page' });
  },
  values: (open, params) => {
    const said = requirementAt(open, params)?.statement;
    const parts = (said?.parts ?? []).filter(({ supported }) => supported !== said?.supported);
    return said
      ? { supported: said.supported, reason: said.reason, part: parts.map(({ part }) => part) }
      : {};
  },
  view: (form, open, { params, at }) => {
    const asked = requirementAt(open, params);
    if (!asked) return <></>;
    return (
      <>
        <p class="lead">{asked.outcome}</p>
        <p>
          <OutcomeBadge outcome={asked.finding} />
        </p>
        {asked.gap && (
          <p class="measure">
            {asked.gap.kind === 'assessment' ? 'Still to come: ' : 'What would close it: '}
            {at.words.reason(asked.gap.closes)}
          </p>
        )}
        {asked.tables.length > 0 && (
          <p class="soft">Its tests read these tables of the dossier: {asked.tables.join(', ')}.</p>
        )}
        <Choices
          form={form}
          name="supported"
          of={[
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
            { value: 'not-applicable', label: 'It cannot apply to this product' },
          ]}
        />
        <TextArea
          form={form}
          name="reason"
          hint="In a sentence or two. An assessor reads it beside your evidence."
        />
        {asked.parts.length > 0 && (
          <Choices
            form={form}
            name="part"
            several
            hint="Tick each part for which the answer is the other one."
            of={asked.parts.map((part) => ({ value: part, label: nameOf(part, open) }))}
          />
        )}
      </>
    );
  },
  places: (open, params) => {
    const provision = requirementAt(open, params)?.ref;
    return provision ? [{ ask: 'statement', statement: { provision, supported: 'yes', reason: '' } }] : [];
  },
  answers: ({ supported, reason, part = [] }, open, { params }) => {
    const asked = requirementAt(open, params);
    if (!asked) return refuse({ code: 'no-such-page' });
    const other = supported === 'yes' ? 'no' : 'yes';
    const parts = asked.parts.map(
      (id) => ({ part: id, supported: part.includes(id) ? other : supported }) as const,
    );
    const statement: Statement = {
      provision: asked.ref,
      supported,
      reason,
      ...(part.length > 0 && { parts }),
    };
    return ok([{ ask: 'statement', statement }]);
  },
  next: (open, params) => {
    const all = open.editor.requirements;
    const at = all.findIndex(({ ref }) => ref === params['provision']);
    const next = all.slice(at + 1).find(({ statement }) => statement === undefined);
    return next ? draftPath(open, 'statements', next.ref) : draftPath(open, 'statements');
  },
});

/** The questions about a product and its requirements: lists, and one page for each. */
export const requirementRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/drafts/:draft/facts',
    permission: DEVELOPER,
    event: 'draft.read',
    answer: async ({ params }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const page = (
        <DraftFrame at={at} open={open.value} title="Questions about the product">
          <DataTable
            caption="What the scheme turns on for this product, open questions first"
            rows={open.value.editor.facts}
            columns={[
              {
                name: 'Question',
                cell: ({ fact }) => <a href={draftPath(open.value, 'facts', fact.id)}>{fact.question}</a>,
              },
              {
                name: 'Answer',
                cell: ({ answer }) =>
                  answer === undefined ? <span class="soft">Open</span> : String(answer),
              },
            ]}
          />
        </DraftFrame>
      );
      return ok({ page });
    },
  }),
  ...facts,
  deskPage({
    path: '/desk/drafts/:draft/statements',
    permission: DEVELOPER,
    event: 'draft.read',
    answer: async ({ params }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const page = (
        <DraftFrame at={at} open={open.value} title="How it meets the requirements">
          <DataTable
            caption="Requirements that apply, as far as is known"
            rows={open.value.editor.requirements}
            columns={[
              {
                name: 'Requirement',
                cell: ({ ref, title }) => (
                  <a href={draftPath(open.value, 'statements', ref)}>
                    <span class="code">{idOf(ref)}</span> {title}
                  </a>
                ),
              },
              { name: 'You say', cell: ({ statement }) => SAID[statement?.supported ?? 'nothing'] },
              { name: 'So far', cell: ({ finding }) => <OutcomeBadge outcome={finding} /> },
            ]}
          />
        </DraftFrame>
      );
      return ok({ page });
    },
  }),
  ...statements,
];

const SAID = { yes: 'Met', no: 'Not met', 'not-applicable': 'Cannot apply', nothing: 'Nothing yet' } as const;

function factAt({ editor }: OpenDraft, params: Readonly<Record<string, string>>) {
  return editor.facts.find(({ fact }) => fact.id === params['fact']);
}

function requirementAt(
  { editor }: OpenDraft,
  params: Readonly<Record<string, string>>,
): RequirementAsked | undefined {
  return editor.requirements.find(({ ref }) => ref === params['provision']);
}

function idOf(ref: ProvisionRef): string {
  return splitProvisionRef(ref).id;
}

function nameOf(part: string, { kept: { draft } }: OpenDraft): string {
  return draft.components.find(({ id }) => id === part)?.name ?? part;
}
