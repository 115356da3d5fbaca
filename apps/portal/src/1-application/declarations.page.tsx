import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import { ok, refuse } from '@assay/vocabulary/result';
import { text, Type } from '@assay/vocabulary/schema';

import type { DeskContext, DeskRoute } from '../http/desk-route.ts';
import type { FieldWords } from '../http/form-state.ts';
import { Field, Tick } from '../layout/form.tsx';
import { Moment } from '../layout/when.tsx';
import { draftPath, namesIn } from './draft-at.tsx';
import { draftList, draftSection } from './draft-section.tsx';

const FIELDS: FieldWords = {
  signer: { label: 'Who signs', missing: 'Enter the name of whoever signs' },
  capacity: { label: 'In which capacity', missing: 'Enter the capacity, such as Head of product security' },
  agreed: { label: 'I have read this declaration and sign it' },
};

const signing = draftSection({
  path: 'declarations/:declaration',
  fields: FIELDS,
  body: { signer: text(120), capacity: text(120), agreed: Type.Boolean() },
  title: (open, params) => {
    const asked = declarationAt(open, params);
    return asked ? ok(`Declaration ${asked.id}`) : refuse({ code: 'no-such-page' });
  },
  values: (open, params) => {
    const own = declarationAt(open, params)?.signed;
    const last = own ?? open.kept.draft.declarations.at(-1);
    return last ? { signer: last.signer, capacity: last.capacity } : {};
  },
  view: (form, open, { params, at }) => {
    const asked = declarationAt(open, params);
    return (
      <>
        <blockquote class="lead">{asked && textOf(asked.text, open, at)}</blockquote>
        <p class="soft">
          Version {asked?.version}. What is signed is kept with this version, your name, capacity and the
          time.
        </p>
        <Field form={form} name="signer" width="half" />
        <Field form={form} name="capacity" width="half" />
        <Tick form={form} name="agreed" />
      </>
    );
  },
  places: (open, params) => {
    const asked = declarationAt(open, params);
    if (!asked) return [];
    const { id: declaration, version } = asked;
    return [
      {
        ask: 'declaration',
        declaration: { declaration, version, signer: '', capacity: '', signedAt: open.kept.savedAt },
      },
    ];
  },
  answers: ({ signer, capacity, agreed }, open, { params, at }) => {
    const asked = declarationAt(open, params);
    if (!asked) return refuse({ code: 'no-such-page' });
    if (!agreed) return refuse({ code: 'declaration-not-agreed' });
    const { id: declaration, version } = asked;
    return ok([
      { ask: 'declaration', declaration: { declaration, version, signer, capacity, signedAt: at.now } },
    ]);
  },
  next: (open) => {
    const next = open.editor.declarations.find(({ signed }) => signed === undefined);
    return next ? draftPath(open, 'declarations', next.id) : draftPath(open, 'declarations');
  },
});

/** The declarations of the scheme, each read and signed by itself. */
export const declarationRoutes: readonly DeskRoute[] = [
  draftList({
    path: 'declarations',
    title: 'Declarations',
    caption: 'Each is read and signed by itself',
    rows: ({ editor }) => editor.declarations,
    columns: (open, at) => [
      {
        name: 'Declaration',
        cell: ({ id, text: key }) => (
          <>
            <a href={draftPath(open, 'declarations', id)}>{id}</a>
            <span class="sub">{textOf(key, open, at)}</span>
          </>
        ),
      },
      {
        name: 'Signed',
        cell: ({ signed }) =>
          signed ? (
            <>
              {signed.signer}, {signed.capacity}
              <span class="sub">
                <Moment at={signed.signedAt} />
              </span>
            </>
          ) : (
            <span class="soft">Not yet</span>
          ),
      },
    ],
  }),
  ...signing,
];

function declarationAt({ editor }: OpenDraft, params: Readonly<Record<string, string>>) {
  return editor.declarations.find(({ id }) => id === params['declaration']);
}

function textOf(key: string, open: OpenDraft, at: DeskContext): string {
  return namesIn(at, open).text(key);
}
