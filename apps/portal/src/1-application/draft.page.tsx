import type { SectionStanding } from '@assay/conformity/1-application/editor';
import { importDossier } from '@assay/office/1-application/fill-draft';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import type { Reason } from '@assay/vocabulary/evaluation';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { GapTable } from '../2-evaluation/gaps.view.tsx';
import { CountsFigure } from '../2-evaluation/counts.view.tsx';
import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { wholeOf } from '../http/whole-of.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Buttons, DeskForm, FileField } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { TaskList, type Task, type TaskState } from '../layout/task-list.tsx';
import { Moment } from '../layout/when.tsx';
import { DEVELOPER, draftAt, DraftFrame, draftPath, namesIn, seatOf } from './draft-at.tsx';

const IMPORT_FIELDS: FieldWords = { file: { label: 'Dossier', missing: 'Choose a file' } };
/** Largest dossier that is taken over, in bytes. */
const LARGEST_DOSSIER = 8 * 2 ** 20;

/** An application under construction: what there is to do, and beside it how far the product is. */
export const draftRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/drafts/:draft',
    permission: DEVELOPER,
    event: 'draft.read',
    answer: async ({ params }, at) => {
      const open = await draftAt(at, params);
      return open.ok ? ok({ page: <DraftPage at={at} open={open.value} /> }) : open;
    },
  }),
  deskPage({
    path: '/desk/drafts/:draft/import',
    permission: DEVELOPER,
    event: 'draft.read',
    answer: async ({ params }, at) => {
      const page = await importPage(params, at, at.form(IMPORT_FIELDS));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    path: '/desk/drafts/:draft/import',
    permission: DEVELOPER,
    event: 'draft.imported',
    body: closed({}),
    takes: 'file',
    limit: LARGEST_DOSSIER,
    fields: IMPORT_FIELDS,
    again: ({ params }, at, form) => importPage(params, at, form),
    answer: async ({ params, file }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const bytes = file ? await wholeOf(file.bytes) : new Uint8Array();
      const handed = { file: file?.name ?? 'dossier', bytes };
      const filled = await importDossier(at.office, { ...seatOf(at), draft: open.value.kept.id, handed });
      return filled.ok ? ok({ to: draftPath(open.value) }) : filled;
    },
  }),
];

async function importPage(
  params: Readonly<Record<string, string>>,
  at: DeskContext,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const open = await draftAt(at, params);
  if (!open.ok) return open;
  return ok(
    <DraftFrame at={at} open={open.value} title="Take over a dossier" form={form}>
      <p class="measure">
        A dossier that you have already, as YAML or JSON. It replaces every answer of this application;
        declarations are not taken along, because each is signed here by itself.
      </p>
      <DeskForm form={form} files>
        <FileField form={form} name="file" accept=".yaml,.yml,.json" />
        <Buttons
          does="Take it over"
          back={{ path: draftPath(open.value), name: 'Back without changing anything' }}
        />
      </DeskForm>
    </DraftFrame>,
  );
}

function DraftPage({ at, open }: { readonly at: DeskContext; readonly open: OpenDraft }): JSX.Element {
  const { kept, editor, product } = open;
  const { scheme, level } = namesIn(at, open);
  const say = (reason: Reason) => at.words.reason(reason);
  const name = kept.draft.product.name ?? product.product.name;
  const isHandedIn = kept.handedInAt !== undefined;
  return (
    <DeskFrame title={`${name}: ${scheme}`} at={at}>
      <p class="back">
        <a href={`/desk/products/${product.id}`}>{product.product.name}</a>
      </p>
      <h1>
        {kept.purpose === 'correction' ? `Correction for the ${scheme}` : `Application for the ${scheme}`}
      </h1>
      {isHandedIn && (
        <Notice kind="done" title="Handed in">
          <p>
            What was handed in stays as it is. It is case{' '}
            <a class="code" href={`/desk/cases/${kept.case}`}>
              {kept.case}
            </a>
            .
          </p>
        </Notice>
      )}
      {editor.notTaken && (
        <Notice kind="warning" title="The scheme does not take this product">
          <ul>
            {editor.notTaken.map((ground) => (
              <li>{say(ground)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div class="columns">
        <div class="rest">
          <p class="soft">
            Every answer is kept as you go. Last saved <Moment at={kept.savedAt} />.
          </p>
          <TaskList tasks={tasksOf(open, isHandedIn)} />
          {!isHandedIn && (
            <p>
              <a href={draftPath(open, 'import')}>Take over a dossier that you have already</a>
            </p>
          )}
        </div>
        <aside class="card" aria-labelledby="so-far">
          <h2 class="title" id="so-far">
            So far
          </h2>
          <CountsFigure evaluation={editor.evaluation} />
          {level !== '' && (
            <p class="soft">
              Asked for: {level}
              {!isHandedIn && kept.purpose === 'application' && (
                <>
                  {' '}
                  <a href={draftPath(open, 'level')}>Ask for another level</a>
                </>
              )}
            </p>
          )}
        </aside>
      </div>
      <section aria-labelledby="open">
        <h2 id="open">What is still missing</h2>
        <GapTable evaluation={editor.evaluation} say={say} />
      </section>
    </DeskFrame>
  );
}

const NAMES: Readonly<Record<SectionStanding['section'], readonly [name: string, why: string]>> = {
  product: ['The product', 'Names and versions, as the register will show them'],
  components: ['Its parts', 'Device, app, service: requirements are judged for each'],
  facts: ['Questions about it', 'They decide what is asked of the product at all'],
  statements: ['How it meets the requirements', 'One answer for each requirement that applies'],
  ixit: ['Details that tests read', 'Tables of the product’s mechanisms, interfaces and parameters (IXIT)'],
  disclosures: ['What buyers are told', 'Passwords, updates and safe use, on the label page'],
  support: ['Support and contact', 'How long updates come, and who takes reports'],
  evidence: ['Evidence', 'Files that show what you state'],
  declarations: ['Declarations', 'Each read and signed by itself'],
};
const STATES: Readonly<Record<SectionStanding['state'], TaskState>> = {
  done: 'done',
  begun: 'begun',
  open: 'open',
  waits: 'blocked',
  'nothing-asked': 'done',
};

function tasksOf(open: OpenDraft, isHandedIn: boolean): readonly Task[] {
  const { editor, kept } = open;
  const sections = editor.sections
    .filter(({ state }) => state !== 'nothing-asked')
    .map(({ section, state, answered, of }): Task => {
      const [name, why] = NAMES[section];
      const isReachable = state !== 'waits' && !isHandedIn;
      return {
        name,
        state: STATES[state],
        hint: of > 1 ? `${why}. ${String(answered)} of ${String(of)} answered.` : `${why}.`,
        ...(isReachable && { path: draftPath(open, section) }),
      };
    });
  if (isHandedIn) return sections;
  const denials: Task = {
    name: 'Earlier denials',
    state: kept.told.priorDenials ? 'done' : 'open',
    hint: 'Whether another administrator has denied this product.',
    path: draftPath(open, 'denials'),
  };
  const last: Task = {
    name: 'Check and hand in',
    state: editor.missing.length === 0 && kept.told.priorDenials ? 'open' : 'blocked',
    hint: 'Look at everything once more, then hand it in.',
    path: draftPath(open, 'hand-in'),
  };
  return [...sections, denials, last];
}
