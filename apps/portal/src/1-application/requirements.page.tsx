import type { RequirementAsked } from '@assay/conformity/1-application/editor';
import { numberOf, readNumber } from '@assay/conformity/1-application/number-fact';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import type { Statement } from '@assay/vocabulary/dossier';
import { splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import { ok, refuse } from '@assay/vocabulary/result';
import { listOf, oneOf, text, Type } from '@assay/vocabulary/schema';

import type { DeskRoute } from '../http/desk-route.ts';
import type { FieldWords } from '../http/form-state.ts';
import { Choices, Field, TextArea, Tick } from '../layout/form.tsx';
import { OutcomeBadge } from '../layout/outcome-badge.tsx';
import { draftPath } from './draft-at.tsx';
import { draftList, draftSection } from './draft-section.tsx';

const FACT: FieldWords = {
  answer: { label: 'Your answer', missing: 'Choose an answer' },
  unknown: { label: 'I do not know yet' },
};
const STAYS_OPEN = 'It stays open, and what turns on it is not judged.';
const YES_NO: Readonly<Record<string, string>> = { yes: 'Yes', no: 'No' };

const facts = draftSection({
  path: 'facts/:fact',
  fields: FACT,
  fieldOf: { 'number-needed': 'answer', 'answer-missing': 'answer' },
  body: { answer: Type.Optional(text(100)), unknown: Type.Boolean() },
  title: (open, params) => {
    const asked = factAt(open, params);
    return asked ? ok(asked.fact.question) : refuse({ code: 'no-such-page' });
  },
  values: (open, params) => {
    const asked = factAt(open, params);
    if (asked?.answer === undefined) return {};
    const isOpen = asked.fact.type === 'number' && asked.answer === 'unknown';
    return isOpen ? { unknown: 'yes' } : { answer: String(asked.answer) };
  },
  view: (form, open, { params }) => {
    const fact = factAt(open, params)?.fact;
    const left = open.editor.facts.filter(({ answer }) => answer === undefined).length;
    return (
      <>
        <p class="measure soft">
          Why it is asked: {fact?.why} {left > 0 && `${String(left)} questions are open as things stand.`}
        </p>
        {fact?.type === 'number' ? (
          <>
            <Field
              form={form}
              name="answer"
              inputMode="decimal"
              width="short"
              hint={`Enter ${numberOf(fact)}.`}
            />
            <Tick form={form} name="unknown" hint={STAYS_OPEN} />
          </>
        ) : (
          <Choices
            form={form}
            name="answer"
            of={[
              ...(fact?.type === 'choice' ? (fact.choices ?? []) : ['yes', 'no']).map((value) => ({
                ...{ value, label: YES_NO[value] ?? value },
              })),
              { value: 'unknown', label: 'I do not know yet', hint: STAYS_OPEN },
            ]}
          />
        )}
      </>
    );
  },
  places: (_, params) => [{ ask: 'fact', fact: params['fact'] ?? '', value: '' }],
  answers: ({ answer, unknown }, open, { params }) => {
    const asked = factAt(open, params);
    if (!asked) return refuse({ code: 'no-such-page' });
    const { fact } = asked;
    const said = unknown ? 'unknown' : answer;
    const isNumber = fact.type === 'number' && said !== 'unknown';
    if (said === undefined && !isNumber) return refuse({ code: 'answer-missing' });
    if (said !== undefined && !isNumber) return ok([{ ask: 'fact', fact: fact.id, value: said }]);
    const value = readNumber(fact, said ?? '');
    return value.ok ? ok([{ ask: 'fact', fact: fact.id, value: value.value }]) : value;
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
          <p class="soft">
            Its tests read {asked.tables.length === 1 ? 'this table' : 'these tables'} of details:{' '}
            {asked.tables.map((table, i) => (
              <>
                {i > 0 && ', '}
                <a href={draftPath(open, 'ixit', table)}>{table}</a>
              </>
            ))}
            .
          </p>
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
  draftList({
    path: 'facts',
    title: 'Questions about the product',
    caption: 'What the scheme turns on for this product, open questions first',
    rows: ({ editor }) => editor.facts,
    columns: (open) => [
      {
        name: 'Question',
        cell: ({ fact }) => <a href={draftPath(open, 'facts', fact.id)}>{fact.question}</a>,
      },
      {
        name: 'Answer',
        cell: ({ fact, answer }) =>
          answer === undefined ? (
            <span class="soft">Open</span>
          ) : (
            `${String(answer)}${typeof answer === 'number' && fact.unit !== undefined ? ` ${fact.unit}` : ''}`
          ),
      },
    ],
  }),
  ...facts,
  draftList({
    path: 'statements',
    title: 'How it meets the requirements',
    caption: 'Requirements that apply, as far as is known',
    rows: ({ editor }) => editor.requirements,
    columns: (open) => [
      {
        name: 'Requirement',
        cell: ({ ref, title }) => (
          <a href={draftPath(open, 'statements', ref)}>
            <span class="code">{idOf(ref)}</span> {title}
          </a>
        ),
      },
      { name: 'You say', cell: ({ statement }) => SAID[statement?.supported ?? 'nothing'] },
      { name: 'So far', cell: ({ finding }) => <OutcomeBadge outcome={finding} /> },
    ],
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
