import { refuseCase } from '@assay/office/4-decision/decide-case';
import { DenialSchema } from '@assay/vocabulary/case-acts';

import { actRoutes } from '../case-file/act-page.tsx';
import type { DeskRoute } from '../http/desk-route.ts';
import { TextArea } from '../layout/form.tsx';
import { Grounds } from './grounds.view.tsx';

/** The denial: on the gaps that are open, and on the decider's own reasons. */
export const denyRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'refuse', path: 'deny', event: 'label.denied' },
  ...{ title: 'Deny the label', does: 'Deny the label', danger: true },
  body: DenialSchema,
  fields: { reasons: { label: 'Reasons of your own' } },
  fieldOf: { 'reasons-missing': 'reasons' },
  because: 'The requirements for this label are not met.',
  look: async ({ sheet }) => sheet.state.evaluation?.gaps.length ?? 0,
  inside: ({ form, extra }) => (
    <>
      <p>
        {extra === 0
          ? 'The findings leave nothing open: a denial needs a reason of your own.'
          : `The denial names the ${extra === 1 ? 'gap' : `${String(extra)} gaps`} that the findings leave open, each with what would close it.`}{' '}
        The case ends. The applicant may apply anew, and must then tell of this denial.
      </p>
      <TextArea form={form} name="reasons" rows={6} hint="A line each, as the applicant reads them." />
    </>
  ),
  beside: ({ room }) => <Grounds room={room} />,
  send: (office, command, { reasons = '', ...why }) =>
    refuseCase(office, {
      ...{ ...command, ...why },
      reasons: reasons.split('\n').filter((line) => line.trim() !== ''),
    }),
});
