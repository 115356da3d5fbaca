import { showMember, type MemberShown } from '@assay/office/0-programme/people/desk';
import { deactivateMember, declareMemberConflict } from '@assay/office/0-programme/people/members';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed, text } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { ConfirmPage } from '../../layout/confirm-page.tsx';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, DeskForm, Field, TextArea } from '../../layout/form.tsx';
import { Notice } from '../../layout/notice.tsx';
import { SummaryList } from '../../layout/summary-list.tsx';
import { Day } from '../../layout/when.tsx';
import { ConflictList } from './conflict-list.tsx';
import { houseOf } from './house-asked.ts';
import { rolesInWords } from './people-words.ts';

const path = '/desk/organisation/me';
const permission = 'signed-in';
const back = { path, name: 'Back' };
const BECAUSE = { label: 'Why', missing: 'Say why; it stays in the history' };
const LEAVE_WORDS: FieldWords = { because: BECAUSE };
const CONFLICT_WORDS: FieldWords = {
  manufacturer: { label: 'Manufacturer', missing: 'Enter the name of the manufacturer' },
  because: BECAUSE,
};

/** One's own membership of the organisation that one acts from: the conflicts one declares, and the way out. */
export const selfRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission, event: 'none' },
    query: closed({}),
    answer: async (_, at) => {
      const self = await selfOf(at);
      return self.ok ? ok({ page: <SelfView at={at} self={self.value} /> }) : self;
    },
  }),
  deskPage({
    ...{ path: `${path}/conflict`, permission, event: 'none' },
    answer: async (_, at) => ok({ page: <ConflictView at={at} form={at.form(CONFLICT_WORDS)} /> }),
  }),
  deskForm({
    ...{ path: `${path}/conflict`, permission, event: 'member.conflict-declared', fields: CONFLICT_WORDS },
    body: closed({ manufacturer: text(120), because: text(500) }),
    fieldOf: { 'conflict-known': 'manufacturer' },
    again: async (_, at, form) => ok(<ConflictView at={at} form={form} />),
    answer: async ({ body }, at) => {
      const house = houseOf(at);
      if (!house.ok) return house;
      const { person } = at.signed;
      at.note({ object: person });
      const declared = await declareMemberConflict(at.office, { ...house.value, ...body, person });
      return declared.ok ? ok({ to: path }) : declared;
    },
  }),
  deskPage({
    ...{ path: `${path}/leave`, permission, event: 'none' },
    answer: async (_, at) => ok({ page: <LeaveView at={at} form={at.form(LEAVE_WORDS)} /> }),
  }),
  deskForm({
    ...{ path: `${path}/leave`, permission, event: 'member.deactivated', fields: LEAVE_WORDS },
    body: closed({ because: text(500) }),
    again: async (_, at, form) => ok(<LeaveView at={at} form={form} />),
    answer: async ({ body }, at) => {
      const house = houseOf(at);
      if (!house.ok) return house;
      const { person } = at.signed;
      at.note({ object: person });
      const left = await deactivateMember(at.office, { ...house.value, ...body, person });
      return left.ok ? ok({ to: '/account' }) : left;
    },
  }),
];

async function selfOf(at: DeskContext): Promise<Result<MemberShown, Refusal>> {
  const house = houseOf(at);
  if (!house.ok) return house;
  const { by, as } = house.value;
  const shown = await showMember(at.office, { by, as, person: at.signed.person });
  return shown.ok ? ok(shown.value.member) : shown;
}

function seatName({ signed }: DeskContext): string {
  return signed.seats.find(({ organisation }) => organisation === signed.seat)?.name ?? 'the organisation';
}

function SelfView({ at, self }: { readonly at: DeskContext; readonly self: MemberShown }): JSX.Element {
  const { roles, since, conflicts, mail } = self;
  return (
    <DeskFrame title="Your membership" at={at}>
      <p class="back">
        <a href="/desk/organisation">{seatName(at)}</a>
      </p>
      <h1>Your membership</h1>
      <SummaryList
        rows={[
          { name: 'Mail', value: mail },
          { name: 'Roles', value: rolesInWords(roles) },
          { name: 'Since', value: <Day at={since} /> },
        ]}
      />
      <h2>Conflicts of interest</h2>
      <p>
        Declare every manufacturer that you work or worked for, own a part of, or are close to. Its cases are
        closed to you then, from every seat.
      </p>
      {conflicts.length === 0 ? (
        <p>You have declared none.</p>
      ) : (
        <>
          <ConflictList conflicts={conflicts} />
          <p class="soft">
            Nobody takes back what bars themselves: when one of these is over, a manager of the organisation
            takes it back.
          </p>
        </>
      )}
      <p>
        <a href={`${path}/conflict`}>Declare a conflict</a>
      </p>
      <h2>Leave</h2>
      <p>
        <a href={`${path}/leave`}>Leave {seatName(at)}</a>
      </p>
    </DeskFrame>
  );
}

type View = { readonly at: DeskContext; readonly form: FormState };

function ConflictView({ at, form }: View): JSX.Element {
  return (
    <DeskFrame title="Declare a conflict" at={at}>
      <ErrorSummary form={form} />
      <h1>Declare a conflict</h1>
      <Notice kind="note" title="You cannot take it back yourself">
        <p>A manager of the organisation can, when it is over.</p>
      </Notice>
      <DeskForm form={form}>
        <Field
          {...{ form, name: 'manufacturer', width: 'half' }}
          hint="As it is written in applications. Its cases are closed to you from every seat."
        />
        <TextArea form={form} name="because" rows={2} />
        <Buttons does="Declare it" back={back} />
      </DeskForm>
    </DeskFrame>
  );
}

function LeaveView({ at, form }: View): JSX.Element {
  return (
    <ConfirmPage {...{ at, form, back, title: `Leave ${seatName(at)}?`, does: 'Leave' }}>
      <p>
        From this moment on you no longer act for it, nor do your keys. What you did there stays, and a
        manager can let you act again. What waits for a role that only you hold waits until somebody else has
        it.
      </p>
      <TextArea form={form} name="because" rows={2} />
    </ConfirmPage>
  );
}
