import { grantCase } from '@assay/office/4-decision/decide-case';
import { GrantSchema } from '@assay/vocabulary/case-acts';
import type { Gap } from '@assay/vocabulary/evaluation';
import { splitProvisionRef } from '@assay/vocabulary/ids';
import { refuse } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import { actRoutes } from '../case-file/act-page.tsx';
import type { CaseRoom } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { errorsOf } from '../http/form-state.ts';
import { Field } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { Grounds } from './grounds.view.tsx';

/** The grant: from a day on, and each gap that the findings leave open overruled by its name and with a reason. */
export const grantRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'grant', path: 'grant', event: 'label.granted' },
  ...{ title: 'Grant the label', does: 'Grant the label' },
  body: GrantSchema,
  fields: {
    effective: { label: 'First day of the grant', wrong: 'Enter a day such as 2027-01-31' },
    gap: { label: 'Gap' },
    overruled: { label: 'Gaps that stay open' },
  },
  fieldOf: {
    'grant-backdated': 'effective',
    'level-not-reached': 'overruled',
    'overruling-forbidden': 'overruled',
    'overruled-without-gap': 'overruled',
    'overruled-without-reason': 'overruled',
  },
  because: 'The findings and the review carry the level.',
  look: async (room) => openGaps(room),
  inside: ({ room, form, extra }) => (
    <>
      <Field
        form={form}
        name="effective"
        type="date"
        width="short"
        hint={`In the time of ${room.sheet.scheme.timeZone.replaceAll('_', ' ')}. Empty: today. The label is issued from this day on.`}
      />
      {extra.length > 0 && <Overruling gaps={extra} room={room} form={form} />}
    </>
  ),
  beside: ({ room }) => <Grounds room={room} />,
  send: async (office, command, { effective, gap = [], overruled = [], ...why }) => {
    if (gap.length !== overruled.length) return refuse({ code: 'form-malformed' });
    const named = gap.flatMap((requirement, i) => {
      const reason = overruled[i]?.trim() ?? '';
      return reason === '' ? [] : [{ requirement, reason }];
    });
    return grantCase(office, {
      ...{ ...command, ...why },
      ...(effective !== undefined && { effective }),
      ...(named.length > 0 && { overruled: named }),
    });
  },
});

/** What the findings leave open where they do not reach the level. */
function openGaps({ sheet: { state } }: CaseRoom): readonly Gap[] {
  const { evaluation, level } = state;
  return evaluation && evaluation.assessed < level ? evaluation.gaps : [];
}

function Overruling({
  gaps,
  room,
  form,
}: {
  readonly gaps: readonly Gap[];
  readonly room: CaseRoom;
  readonly form: FormState;
}): JSX.Element {
  const { say, sheet } = room;
  const { evaluation, level } = sheet.state;
  const intro = `The findings carry level ${String(evaluation?.assessed ?? 0)} as assessed; level ${String(level)} was applied for.`;
  if (sheet.scheme.decision?.overruling === 'forbidden')
    return (
      <Notice kind="warning" title="The level is not reached">
        <p>{intro} This scheme lets nobody overrule its findings.</p>
      </Notice>
    );
  const errors = errorsOf(form, 'overruled');
  const reasons = form.values.get('overruled') ?? [];
  return (
    <fieldset class={errors.length > 0 ? 'group wrong' : 'group'}>
      <legend>Gaps that stay open</legend>
      <p class="hint">
        {intro} Each gap has to be overruled by its name, with your reason, or the label cannot be granted.
        The findings stay as they are, and the file shows both.
      </p>
      {errors.map((says) => (
        <p class="error">
          <span class="unseen">Error: </span>
          {says}
        </p>
      ))}
      {gaps.map((gap, i) => {
        const id = i === 0 ? 'overruled' : `overruled-${String(i)}`;
        return (
          <details class="gap" open={errors.length > 0 || (reasons[i] ?? '') !== ''}>
            <summary>
              <span class="code">{splitProvisionRef(gap.requirement).id}</span> {gap.title}
            </summary>
            <input type="hidden" name="gap" value={gap.requirement} />
            <label for={id}>
              Why it is closed all the same<span class="unseen"> {gap.requirement}</span>
            </label>
            <p class="hint" id={`${id}-hint`}>
              {say(gap.closes)}
            </p>
            <textarea id={id} name="overruled" rows={2} aria-describedby={`${id}-hint`}>
              {reasons[i] ?? ''}
            </textarea>
          </details>
        );
      })}
    </fieldset>
  );
}
