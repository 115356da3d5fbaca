import { changeOrganisation } from '@assay/office/0-programme/people/organisations';
import type { Registered } from '@assay/office/0-programme/people/desk';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../../http/desk-act.ts';
import { deskPage, type DeskContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import { valueOf, type FormState } from '../../http/form-state.ts';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, DeskForm, TextArea } from '../../layout/form.tsx';
import { Notice } from '../../layout/notice.tsx';
import { houseOf, parseOrganisation } from './house-asked.ts';
import {
  DESCRIBED,
  DESCRIBED_IN_FORM,
  describedInForm,
  OrganisationToldSchema,
  organisationTold,
} from './organisation-told.ts';
import {
  kindsFor,
  REGISTER_FIELD_OF,
  REGISTER_WORDS,
  REGISTRAR,
  registeredAt,
} from './organisations.page.tsx';
import { inWords } from './organisation.view.tsx';
import { DescribedFields } from './organisations.view.tsx';

const path = '/desk/organisations/:organisation/edit';
const FIELD_OF = { ...REGISTER_FIELD_OF, 'unknown-scheme-name': 'schemes', 'nothing-changes': 'name' };

/** What an organisation is, changed by whoever could have let it in, as it was and as it will be; never by its own people. */
export const changeOrganisationRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission: REGISTRAR, event: 'organisation.read' },
    answer: async ({ params }, at) => {
      const view = await changeView(at, params);
      return view.ok ? ok({ page: view.value }) : view;
    },
  }),
  ...actBothWays({
    permission: REGISTRAR,
    event: 'organisation.changed',
    body: closed({ ...DESCRIBED, because: text(500) }),
    does: async ({ params, body: { because, ...described }, version: expected }, at) => {
      const house = houseOf(at);
      if (!house.ok) return house;
      const organisation = parseOrganisation(params['organisation']);
      if (!organisation.ok) return organisation;
      at.note({ object: organisation.value });
      const command = { ...house.value, organisation: organisation.value, because, described };
      return changeOrganisation(at.office, { ...command, ...(expected !== undefined && { expected }) });
    },
    form: {
      path,
      fields: REGISTER_WORDS,
      fieldOf: FIELD_OF,
      own: {
        body: closed({ ...DESCRIBED_IN_FORM, because: text(500), version: Type.Integer({ minimum: 1 }) }),
        read: ({ version, ...fields }) => ok({ body: describedInForm(fields), version }),
      },
      again: ({ params }, at, form) => changeView(at, params, form),
      then: async ({ id }) => ok({ to: `/desk/organisations/${id}?done=changed` }),
    },
    api: {
      method: 'PUT',
      path: '/api/v1/organisations/:organisation',
      summary:
        'Says anew what an organisation is. People keep the roles that it still has, and lose the others.',
      versioned: true,
      refusals: [
        ...['unknown-organisation', 'registers-none', 'registers-itself', 'kind-not-given', 'kind-needs'],
        ...['administrator-taken', 'code-without-kind', 'unknown-scheme-name', 'nothing-changes'],
      ],
      gives: OrganisationToldSchema,
      told: (changed) => ({ data: organisationTold(changed), version: changed.version }),
    },
  }),
];

async function changeView(
  at: DeskContext,
  params: Readonly<Record<string, string>>,
  again?: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const shown = await registeredAt(at, params);
  if (!shown.ok) return shown;
  const kinds = await kindsFor(at);
  if (!kinds.ok) return kinds;
  const { organisation } = shown.value;
  const isOwn = at.signed.seats.some((seat) => seat.organisation === organisation.id);
  const back = { path: `/desk/organisations/${organisation.id}`, name: 'Back' };
  const form = again ?? at.form(REGISTER_WORDS, fieldsOf(organisation));
  return ok(
    <DeskFrame title={`Change ${organisation.name}`} at={at}>
      <p class="back">
        <a href={back.path}>{organisation.name}</a>
      </p>
      <ErrorSummary form={form} />
      <h1>Change what it is</h1>
      {isOwn ? (
        <Notice kind="warning" title="Not for its own people">
          <p>
            You belong to it. What an organisation is, is changed by another one that looks after schemes.
          </p>
        </Notice>
      ) : (
        <DeskForm form={form}>
          {again && valueOf(again, 'version') !== String(organisation.version) && (
            <Notice kind="warning" title="As it stands now">
              <p>{inWords(organisation)}</p>
            </Notice>
          )}
          <input type="hidden" name="version" value={String(organisation.version)} />
          <DescribedFields
            at={at}
            form={form}
            kinds={[...new Set([...kinds.value, ...organisation.kinds])]}
          />
          <p class="measure soft">
            People keep the roles that it still has, and lose the others at once. What they did stays.
          </p>
          <TextArea {...{ form, name: 'because', rows: 2 }} />
          <Buttons does="Change it" back={back} />
        </DeskForm>
      )}
    </DeskFrame>,
  );
}

function fieldsOf({ name, kinds, contact, administrator, manufacturers, schemes }: Registered) {
  return {
    ...{ name, kinds, schemes, manufacturers: manufacturers.join('\n') },
    ...(contact !== undefined && { contact }),
    ...(administrator !== undefined && { administrator }),
  };
}
