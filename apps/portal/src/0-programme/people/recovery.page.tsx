import { showMember } from '@assay/office/0-programme/people/desk';
import { makeRecoveryLink, type LinkMade } from '@assay/office/sign-in/links';
import { mayManageWaysIn } from '@assay/office/sign-in/managing';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FormState } from '../../http/form-state.ts';
import { ConfirmPage } from '../../layout/confirm-page.tsx';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { Notice } from '../../layout/notice.tsx';
import { Moment } from '../../layout/when.tsx';
import { orProve } from '../../sign-in/prove.page.tsx';
import { houseOf, parsePerson } from './house-asked.ts';

const path = '/desk/organisation/people/:person/recovery';
const permission = { role: ['manager'] } as const;
type Params = Readonly<Record<string, string>>;

/** How a manager lets somebody begin anew who has lost every way in. */
export const recoveryRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission, event: 'none' },
    answer: async ({ params }, at) => {
      const may = await mayManageWaysIn(at.office, at.signed);
      if (!may.ok) return orProve(may, at.path);
      const page = await recoveryPage(at, params, at.form({}));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    ...{ path, permission, event: 'recovery-link.made', body: closed({}), fields: {} },
    again: async ({ params }, at, form) => recoveryPage(at, params, form),
    answer: async ({ params }, at) => {
      const person = parsePerson(params['person']);
      if (!person.ok) return person;
      at.note({ object: person.value });
      const made = await makeRecoveryLink(at.office, at.signed, person.value);
      if (!made.ok) return orProve(made, at.path);
      const name = await nameOf(at, params);
      return name.ok ? ok({ page: <LinkView at={at} name={name.value} made={made.value} /> }) : name;
    },
  }),
];

async function nameOf(at: DeskContext, params: Params): Promise<Result<string, Refusal>> {
  const house = houseOf(at);
  if (!house.ok) return house;
  const person = parsePerson(params['person']);
  if (!person.ok) return person;
  const { by, as } = house.value;
  const shown = await showMember(at.office, { by, as, person: person.value });
  return shown.ok ? ok(shown.value.member.name) : shown;
}

async function recoveryPage(
  at: DeskContext,
  params: Params,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const name = await nameOf(at, params);
  if (!name.ok) return name;
  const back = { path: `/desk/organisation/people/${params['person'] ?? ''}`, name: 'Back' };
  return ok(
    <ConfirmPage
      {...{ at, form, back }}
      title={`Let ${name.value} begin anew?`}
      does="End the sessions and make a link"
    >
      <p>
        For somebody who has lost every way to sign in. Be sure that it is {name.value} who asks: talk to
        them, and do not go by a mail.
      </p>
      <ul>
        <li>Every session of theirs ends at once.</li>
        <li>Links that were made for them before work no longer.</li>
        <li>
          When they follow the link, their passkeys, password and API keys are gone, and they set up new ones.
        </li>
      </ul>
      <p>Both of you find it in what happened to your accounts.</p>
    </ConfirmPage>,
  );
}

type Made = { readonly at: DeskContext; readonly name: string; readonly made: LinkMade };

function LinkView({ at, name, made }: Made): JSX.Element {
  return (
    <DeskFrame title="A link to begin anew" at={at}>
      <h1>A link to begin anew</h1>
      <Notice kind="warning" title="It is shown this once">
        <p>
          Whoever has it gets in as {name}. Hand it over yourself, on a way that nobody else reads. If it gets
          lost, make another: this one stops working then.
        </p>
      </Notice>
      <p class="code link">{`${at.office.origin}${made.path}`}</p>
      <p>
        It works once, until <Moment at={made.until} />.
      </p>
      <p>
        <a href="/desk/organisation">Back to the organisation</a>
      </p>
    </DeskFrame>
  );
}
