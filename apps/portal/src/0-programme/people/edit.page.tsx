import { showHouse } from '@assay/office/0-programme/people/desk';
import { changeOrganisation } from '@assay/office/0-programme/people/organisations';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../../http/desk-act.ts';
import { deskPage, type DeskContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, DeskForm, Field, TextArea } from '../../layout/form.tsx';
import { describedBy } from './described.ts';
import { houseOf } from './house-asked.ts';
import { OrganisationToldSchema, organisationTold } from './organisation-told.ts';

const path = '/desk/organisation/edit';
const permission = { role: ['manager'] } as const;
const WORDS: FieldWords = {
  contact: { label: 'Contact' },
  because: { label: 'Why', missing: 'Say why; it stays in the history' },
};

/** Where the organisation may be written to: all that its own manager changes of it. */
export const editRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission, event: 'none' },
    answer: async (_, at) => {
      const house = await ownHouse(at);
      if (!house.ok) return house;
      const { contact = '' } = house.value;
      return ok({ page: <EditView at={at} form={at.form(WORDS, { contact })} /> });
    },
  }),
  ...actBothWays({
    ...{ permission, event: 'organisation.changed' },
    body: closed({ contact: Type.Optional(text(200)), because: text(500) }),
    does: async ({ body: { contact, because } }, at) => {
      const asked = houseOf(at);
      if (!asked.ok) return asked;
      const house = await ownHouse(at);
      if (!house.ok) return house;
      at.note({ object: asked.value.organisation });
      const described = {
        ...describedBy({ ...house.value, contact: undefined }),
        ...(contact && { contact }),
      };
      return changeOrganisation(at.office, { ...asked.value, because, described });
    },
    form: {
      ...{ path, fields: WORDS, fieldOf: { 'nothing-changes': 'contact' } },
      again: async (_, at, form) => ok(<EditView at={at} form={form} />),
      then: async () => ok({ to: '/desk/organisation?done=changed' }),
    },
    api: {
      path: '/api/v1/organisations/own/contact',
      summary: 'Says where your organisation may be written to; without a contact, that it is not said.',
      refusals: ['nothing-changes'],
      gives: OrganisationToldSchema,
      told: (changed) => ({ data: organisationTold(changed), version: changed.version }),
    },
  }),
];

async function ownHouse(at: DeskContext): Promise<Result<Parameters<typeof describedBy>[0], Refusal>> {
  const asked = houseOf(at);
  if (!asked.ok) return asked;
  const { by, as } = asked.value;
  const house = await showHouse(at.office, { by, as, limit: 1 });
  return house.ok ? ok(house.value.organisation) : house;
}

function EditView({ at, form }: { readonly at: DeskContext; readonly form: FormState }): JSX.Element {
  return (
    <DeskFrame title="Change the contact" at={at}>
      <ErrorSummary form={form} />
      <h1>Change the contact</h1>
      <p>
        What the organisation is, its legal names and what it looks after are changed by whoever let it in:
        write to {at.office.programme.administrator.name}.
      </p>
      <DeskForm form={form}>
        <Field
          {...{ form, name: 'contact', width: 'half' }}
          hint="Where the organisation may be written to."
        />
        <TextArea form={form} name="because" rows={2} />
        <Buttons does="Change it" back={{ path: '/desk/organisation', name: 'Back' }} />
      </DeskForm>
    </DeskFrame>
  );
}
