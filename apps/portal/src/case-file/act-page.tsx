import { may, type CaseAct } from '@assay/conformity/journey';
import type { CaseCommand, Done } from '@assay/office/case-act';
import type { Office } from '@assay/office/office';
import { jumping } from '@assay/office/queue-jump';
import type { CaseId } from '@assay/vocabulary/ids';
import { DoneSchema } from '@assay/vocabulary/api';
import { NoteSchema } from '@assay/vocabulary/case-acts';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { Static, TSchema } from '@assay/vocabulary/schema';
import type { ComponentChildren, JSX } from 'preact';

import {
  deskApi,
  deskForm,
  deskPage,
  type CaseContext,
  type DeskRoute,
  type Refusal,
  type SentFile,
} from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm, TextArea } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { commandOnCase } from './case.api.ts';
import { openRoom, pathOfCase, type CaseRoom } from './case-room.ts';
import { CaseTitle } from './case-head.view.tsx';
import { whyNot } from './why-not.ts';

/** The fields that every form of an act ends with. */
export const BECAUSE = NoteSchema.properties;
const BECAUSE_WORDS: FieldWords = {
  jumping: {
    label: 'Why this case comes first',
    missing: 'Say why this case comes before those that were received earlier',
  },
  because: { label: 'Note for the case file', missing: 'Say why, for whoever reads the file later' },
};

/** What a page of an act shows: the case, and whatever `look` found beside it. */
export type Shown<Extra> = { readonly room: CaseRoom; readonly form: FormState; readonly extra: Extra };
type Command = Omit<CaseCommand, 'because' | 'jumping'>;

export type ActPage<B extends TSchema, Extra> = {
  readonly act: CaseAct;
  /** Below the address of the case. */
  readonly path: string;
  /** What the case page is told was done; the path unless told. */
  readonly done?: string;
  /** Opens the case; for those of its administrator unless told. */
  readonly open?: (at: CaseContext) => Promise<Result<CaseRoom, Refusal>>;
  /** `file`: the form ends with one file, which may be missing. */
  readonly takes?: 'file';
  /** Bytes of the whole body. */
  readonly limit?: number;
  /** Name of the audit line. */
  readonly event: string;
  readonly title: string;
  /** What the button does. */
  readonly does: string;
  readonly danger?: true;
  readonly body: B;
  readonly fields: FieldWords;
  readonly fieldOf?: Readonly<Record<string, string>>;
  /** What the note says unless somebody writes another. */
  readonly because: string;
  /** What else the page needs to know. */
  look(room: CaseRoom, params: Params): Promise<Extra>;
  /** The fields, in the form. */
  inside(shown: Shown<Extra>): ComponentChildren;
  /** What stands beside the form: what is decided on. */
  beside?(shown: Shown<Extra>): ComponentChildren;
  /** Whether the form can be sent at all; a page that only tells why not has no button. */
  canSend?(extra: Extra): boolean;
  send(office: Office, command: Command, body: Static<B>, asked: SentHere): Promise<Result<Done, Refusal>>;
};

type Params = Readonly<Record<string, string>>;
/** What else came with a form, and the case that it came for. */
export type SentHere = { readonly room: CaseRoom; readonly params: Params; readonly file?: SentFile };

/** The three addresses of an act on a case: its page, what its form is sent to, and the same for programs. */
export function actRoutes<B extends TSchema, Extra>(page: ActPage<B, Extra>): readonly DeskRoute[] {
  const path = pathOfCase(':case', page.path);
  const permission = { case: page.act };
  const fields = { ...page.fields, ...BECAUSE_WORDS };
  const { open = openRoom, done: told = page.path, takes, limit } = page;
  return [
    deskPage({
      ...{ path, permission, event: 'case.read' },
      answer: async ({ params }, at) => {
        const room = await open(at);
        if (!room.ok) return room;
        const { reader, state } = room.value.sheet;
        const allowed = may(page.act, reader, state);
        if (!allowed.ok) return refuse(allowed.refusal);
        const form = at.form(fields, { because: page.because });
        return ok({ page: await shown(page, { room: room.value, params }, form) });
      },
    }),
    deskForm({
      ...{ path, permission, event: page.event, body: page.body, fields },
      fieldOf: { 'queue-jumped': 'jumping', ...page.fieldOf },
      ...(takes && { takes }),
      ...(limit !== undefined && { limit }),
      again: async ({ params }, at, form) => {
        const room = await open(at);
        if (!room.ok) return room;
        return ok(await shown(page, { room: room.value, params }, newest(room.value, form)));
      },
      answer: async ({ body, key, version, params, file }, at) => {
        const room = await open(at);
        if (!room.ok) return room;
        const { office, sheet } = room.value;
        at.note({ inputs: [sheet.state.dossier, ...sheet.state.reports] });
        const command = {
          ...{ case: at.case.id, by: sheet.reader.id, as: sheet.reader.organisation, key },
          ...(version !== undefined && { expected: version }),
        };
        const asked = { room: room.value, params, ...(file && { file }) };
        const done = await page.send(office, command, body, asked);
        return done.ok ? ok({ to: `${pathOfCase(at.case.id)}?done=${told}` }) : done;
      },
    }),
    deskApi({
      ...{ method: 'POST', path: `/api/v1/cases/:case/${page.path}`, permission, event: page.event },
      ...{ summary: `${page.does}.`, body: page.body, gives: DoneSchema },
      answer: async (sent, at) => {
        const room = await open(at);
        if (!room.ok) return room;
        const asked = { room: room.value, params: sent.params };
        const done = await page.send(room.value.office, commandOnCase(sent, at), sent.body, asked);
        if (!done.ok) return done;
        const { version } = done.value;
        return ok({ data: { case: at.case.id, version }, version });
      },
    }),
  ];
}

/** What is shown again is shown as the case stands now, and may be sent from there. */
function newest({ sheet }: CaseRoom, form: FormState): FormState {
  return { ...form, version: sheet.desk.version };
}

async function shown<B extends TSchema, Extra>(
  page: ActPage<B, Extra>,
  { room, params }: { readonly room: CaseRoom; readonly params: Params },
  form: FormState,
): Promise<JSX.Element> {
  const { at, office, sheet } = room;
  const { reader, state } = sheet;
  const extra = await page.look(room, params);
  const allowed = may(page.act, reader, state);
  const asked = { administrator: at.case.administrator, actor: reader, act: page.act, case: state.id };
  const jumped = allowed.ok ? await jumping(office.records.read, asked) : undefined;
  const passed = jumped?.ok === false ? jumped.refusal : undefined;
  const back = { path: pathOfCase(state.id), name: 'Back to the case' };
  const told = { room, form, extra };
  const beside = page.beside?.(told) || undefined;
  return (
    <DeskFrame title={`${page.title}: ${state.product}`} at={at}>
      <p class="back">
        <a href={back.path}>{state.product}</a>
      </p>
      <ErrorSummary form={form} />
      <h1>{page.title}</h1>
      <CaseTitle sheet={sheet} />
      <div class={beside === undefined ? undefined : 'split'}>
        <div>
          {!allowed.ok && (
            <Notice kind="warning" title="This can no longer be done">
              <p>{whyNot(allowed.refusal)}</p>
            </Notice>
          )}
          <DeskForm form={form} {...(page.takes && { files: true as const })}>
            {page.inside(told)}
            {passed && <Passed cases={passed.cases} count={passed.count} form={form} />}
            <TextArea form={form} name="because" rows={3} hint="It stays in the file under your name." />
            {allowed.ok && page.canSend?.(extra) !== false && (
              <Buttons does={page.does} {...(page.danger && { danger: page.danger })} back={back} />
            )}
          </DeskForm>
        </div>
        {beside !== undefined && <div class="beside">{beside}</div>}
      </div>
    </DeskFrame>
  );
}

/** Cases that were received earlier and wait at the same step: taking this one first takes a reason. */
function Passed({
  cases,
  count,
  form,
}: {
  readonly cases: readonly CaseId[];
  readonly count: number;
  readonly form: FormState;
}): JSX.Element {
  return (
    <>
      <Notice
        kind="warning"
        title={`${count === 1 ? '1 earlier case waits' : `${count} earlier cases wait`} here`}
      >
        <p>Cases are taken in the order of receipt. Whoever reads the file sees what this one passed over:</p>
        <ul>
          {cases.map((id) => (
            <li>
              <a class="code" href={pathOfCase(id)}>
                {id}
              </a>
            </li>
          ))}
        </ul>
      </Notice>
      <TextArea form={form} name="jumping" rows={3} />
    </>
  );
}
