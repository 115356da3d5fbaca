import { officeFor } from '@assay/office/0-programme/office-for';
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { issueLabelOf } from '@assay/office/5-label/issue-label';
import { labelProgress } from '@assay/office/5-label/label-progress';
import { DoneSchema, LabelToldSchema } from '@assay/vocabulary/api';
import { NoteOnLabelSchema } from '@assay/vocabulary/case-acts';
import { ok, refuse } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import { issuingOpen } from '../case-file/acts-open.ts';
import { CaseTitle } from '../case-file/case-head.view.tsx';
import { openRoom, pathOfCase, type CaseRoom } from '../case-file/case-room.ts';
import { actBothWays } from '../http/desk-act.ts';
import { deskApi, deskPage, type DeskRoute } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm, TextArea } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { SummaryList } from '../layout/summary-list.tsx';
import { Day } from '../layout/when.tsx';

const path = pathOfCase(':case', 'issue');
const permission = { case: 'issue' } as const;
const fields: FieldWords = {
  because: { label: 'Note for the file of the label', missing: 'Say why, for whoever reads the file later' },
};

/** The label of a granted case: asked for once, then signed, logged and shown by the one writer of the log. */
export const issueRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission, event: 'case.read' },
    answer: async (_, at) => {
      const room = await openRoom(at);
      if (!room.ok) return room;
      const form = at.form(fields, { because: 'The level was granted.' });
      return ok({ page: <IssuePage room={room.value} form={form} /> });
    },
  }),
  ...actBothWays({
    ...{ permission, event: 'label.requested', body: NoteOnLabelSchema },
    does: async ({ body }, at) => {
      const room = await openRoom(at);
      if (!room.ok) return room;
      const { office, sheet } = room.value;
      at.note({ inputs: [sheet.state.dossier] });
      const { id: by, organisation: as } = sheet.reader;
      const issued = await issueLabelOf(office, { case: at.case.id, by, as, ...body });
      if (!issued.ok) return issued;
      const label = await labelProgress(office, at.case.id);
      // Carried on behind the answer. What it could not do is still in the tables: the next turn, of any process, does it.
      void finishIssuance(office).catch(() => undefined);
      return ok(label);
    },
    form: {
      ...{ path, fields },
      again: async (_, at, form) => {
        const room = await openRoom(at);
        return room.ok ? ok(<IssuePage room={room.value} form={form} />) : room;
      },
      then: async (_, __, at) => ok({ to: `${pathOfCase(at.case.id)}?done=issue` }),
    },
    api: {
      path: '/api/v1/cases/:case/label/issue',
      summary:
        'Asks for the label of a granted case, once however often: read at `label` how far it is on its way to the public.',
      gives: DoneSchema,
      refusals: [
        ...['not-granted', 'grant-not-yet-effective', 'support-end-missing', 'support-already-ended'],
        ...['term-not-set', 'acts-on-itself', 'conflict-declared', 'of-another-administrator', 'no-log-here'],
      ],
      told: (label, _, { case: { id, version } }) => ({
        data: { case: id, version, ...(label && { label }) },
        ...{ status: 202, version, location: `/api/v1/cases/${id}/label` },
      }),
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/cases/:case/label', permission: { case: 'see' }, event: 'case.read' },
    summary: 'How far the label of a case is on its way to the public, and its page once it is there.',
    gives: LabelToldSchema,
    refusals: ['no-label-asked-for'],
    answer: async (_, at) => {
      const office = await officeFor(at.office, at.case.administrator);
      if (!office.ok) return office;
      const label = await labelProgress(office.value, at.case.id);
      return label ? ok({ data: label }) : refuse({ code: 'no-label-asked-for' });
    },
  }),
];

function IssuePage({ room, form }: { readonly room: CaseRoom; readonly form: FormState }): JSX.Element {
  const { at, office, sheet } = room;
  const { state } = sheet;
  const offer = issuingOpen(sheet, office.clock());
  const whyNot = offer ? offer.whyNot : sheet.label ? 'This case has its label.' : 'The case is not granted.';
  const back = { path: pathOfCase(state.id), name: 'Back to the case' };
  return (
    <DeskFrame title={`Issue the label: ${state.product}`} at={at}>
      <p class="back">
        <a href={back.path}>{state.product}</a>
      </p>
      <ErrorSummary form={form} />
      <h1>Issue the label</h1>
      <CaseTitle sheet={sheet} />
      {whyNot !== undefined && (
        <Notice kind="warning" title="This cannot be done now">
          <p>{whyNot}</p>
        </Notice>
      )}
      <SummaryList
        rows={[
          { name: 'Level', value: String(state.level) },
          { name: 'First day of the grant', value: state.effective && <Day at={state.effective} /> },
          { name: 'Support', value: supportOf(room) },
          { name: 'Public log', value: <span class="code">{office.log.origin}</span> },
        ]}
      />
      <DeskForm form={form}>
        <p>
          What the label states is frozen now. It is valid once it is in the public log; nobody can take an
          entry out of the log again.
        </p>
        <TextArea form={form} name="because" rows={2} />
        {whyNot === undefined && <Buttons does="Issue the label" back={back} />}
      </DeskForm>
    </DeskFrame>
  );
}

function supportOf({ sheet }: CaseRoom): JSX.Element | string {
  const { supportPeriod: support } = sheet.dossier;
  if ('until' in support)
    return (
      <>
        Security updates until <Day at={support.until} />
      </>
    );
  return support.state === 'unsupported' ? 'Without security updates' : 'Not published';
}
