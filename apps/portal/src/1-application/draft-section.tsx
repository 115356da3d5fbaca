import type { DraftAnswer } from '@assay/conformity/1-application/answer';
import { answerDraft, markOf } from '@assay/office/1-application/answer-draft';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed, text, Type, type Static, type TSchema } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { DataTable, type Column } from '../layout/data-table.tsx';
import { Buttons, DeskForm } from '../layout/form.tsx';
import { DEVELOPER, draftAt, DraftFrame, draftPath, seatOf } from './draft-at.tsx';

type Params = Readonly<Record<string, string>>;
type Values = Readonly<Record<string, string | readonly string[]>>;

/** What a part of a draft asks on one page, and what becomes of the answers. */
export type DraftSection<P extends Record<string, TSchema>> = {
  /** Below the draft's own address. */
  readonly path: string;
  readonly fields: FieldWords;
  /** Where the labels are those of what the draft holds, or the scheme asks. */
  readonly words?: (open: OpenDraft, params: Params) => FieldWords;
  readonly fieldOf?: Readonly<Record<string, string>>;
  /** Bytes of the form at most, where it is longer than most. */
  readonly limit?: number;
  readonly body: P;
  /** Refuses where the part is not there. */
  readonly title: (open: OpenDraft, params: Params, at: DeskContext) => Result<string, Refusal>;
  /** What stands there now. */
  readonly values: (open: OpenDraft, params: Params) => Values;
  readonly view: (
    form: FormState,
    open: OpenDraft,
    asked: { readonly params: Params; readonly at: DeskContext },
  ) => JSX.Element;
  /** Answers whose places the form shows, whatever they say: by them a stale tab is found out. */
  readonly places: (open: OpenDraft, params: Params) => readonly DraftAnswer[];
  readonly answers: (
    body: Static<ReturnType<typeof closed<P>>>,
    open: OpenDraft,
    asked: { readonly params: Params; readonly at: DeskContext },
  ) => Result<readonly DraftAnswer[], Refusal>;
  /** Where to go on; the draft unless told. */
  readonly next?: (open: OpenDraft, params: Params) => string;
};

/** The page and the form of a part of a draft: saved as one goes, and nobody's answer overwritten unseen. */
export function draftSection<P extends Record<string, TSchema>>(
  section: DraftSection<P>,
): readonly DeskRoute[] {
  const { fields, values, places, fieldOf, limit } = section;
  const path = `/desk/drafts/:draft/${section.path}`;
  const shown = async (
    params: Params,
    at: DeskContext,
    form?: FormState,
  ): Promise<Result<JSX.Element, Refusal>> => {
    const open = await draftAt(at, params);
    if (!open.ok) return open;
    const title = section.title(open.value, params, at);
    if (!title.ok) return title;
    const words = section.words?.(open.value, params) ?? fields;
    const filled = form ? { ...form, words } : at.form(words, values(open.value, params));
    return ok(
      <DraftFrame at={at} open={open.value} title={title.value} form={filled}>
        <DeskForm form={filled}>
          <input type="hidden" name="saw" value={markOf(open.value.kept.draft, places(open.value, params))} />
          {section.view(filled, open.value, { params, at })}
          <Buttons does="Save" back={{ path: draftPath(open.value), name: 'Back without saving' }} />
        </DeskForm>
      </DraftFrame>,
    );
  };
  return [
    deskPage({
      path,
      permission: DEVELOPER,
      event: 'draft.read',
      answer: async ({ params }, at) => {
        const page = await shown(params, at);
        return page.ok ? ok({ page: page.value }) : page;
      },
    }),
    deskForm({
      path,
      permission: DEVELOPER,
      event: 'draft.answered',
      body: closed({ ...section.body, saw: Type.Optional(text(64)) }),
      fields,
      ...(fieldOf && { fieldOf }),
      ...(limit !== undefined && { limit }),
      again: ({ params }, at, form) => shown(params, at, form),
      answer: async ({ params, body }, at) => {
        const open = await draftAt(at, params);
        if (!open.ok) return open;
        const { saw, rest } = parseBody(section.body, body);
        const answers = section.answers(rest, open.value, { params, at });
        if (!answers.ok) return answers;
        const one = { ...seatOf(at), draft: open.value.kept.id, answers: answers.value };
        at.note({ object: one.draft, edition: open.value.kept.scheme });
        const saved = await answerDraft(at.office, { ...one, ...(saw !== undefined && { saw }) });
        if (!saved.ok) return saved;
        const after = await draftAt(at, params);
        return after.ok ? ok({ to: section.next?.(after.value, params) ?? draftPath(after.value) }) : after;
      },
    }),
  ];
}

/** A page that lists what a part of a draft asks, each with the way to its own page. */
export function draftList<T>(list: {
  /** Below the draft's own address. */
  readonly path: string;
  readonly title: string;
  readonly caption: string;
  readonly rows: (open: OpenDraft) => readonly T[];
  readonly columns: (open: OpenDraft, at: DeskContext) => readonly Column<T>[];
}): DeskRoute {
  return deskPage({
    path: `/desk/drafts/:draft/${list.path}`,
    permission: DEVELOPER,
    event: 'draft.read',
    answer: async ({ params }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const { title, caption } = list;
      return ok({
        page: (
          <DraftFrame at={at} open={open.value} title={title}>
            <DataTable
              caption={caption}
              rows={list.rows(open.value)}
              columns={list.columns(open.value, at)}
            />
          </DraftFrame>
        ),
      });
    },
  });
}

/** The fields of the part, without the mark of what its sender saw. The door has read them by this very schema. */
function parseBody<P extends Record<string, TSchema>>(
  _schema: P,
  body: object,
): { readonly saw: string | undefined; readonly rest: Static<ReturnType<typeof closed<P>>> } {
  const { saw, ...rest } = body as { readonly saw?: string };
  return { saw, rest: rest as Static<ReturnType<typeof closed<P>>> };
}
