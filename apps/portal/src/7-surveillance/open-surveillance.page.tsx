import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { openLabelSurveillance } from '@assay/office/7-surveillance/act-on-label';
import { DoneSchema } from '@assay/vocabulary/api';
import { SurveillanceSchema } from '@assay/vocabulary/case-acts';
import { ok } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import { openRoom, pathOfCase, type CaseRoom } from '../case-file/case-room.ts';
import { actBothWays } from '../http/desk-act.ts';
import { deskPage, type DeskRoute } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { Choices, Field } from '../layout/form.tsx';
import { watching } from './label-act.view.tsx';
import { labelIn } from './label-in.ts';
import { modeWords, NoteOnLabel, OnLabel } from './on-label.view.tsx';

const { path: below, event, done } = watching({ standing: { state: 'none' } });
const path = pathOfCase(':case', below);
const permission = { case: 'openSurveillance' } as const;
const fields = {
  modes: { label: 'How is it watched?', missing: 'Choose how it is watched' },
  nextReview: {
    label: 'Next review',
    missing: 'Enter the day of the next review',
    wrong: 'Enter a day such as 2027-01-31',
  },
  because: { label: 'Note for the file of the label', missing: 'Say why, for whoever reads the file later' },
};

/** How the label of a case is watched: as its scheme names it, until a day on which it is looked at again. */
export const openSurveillanceRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission, event: 'case.read' },
    answer: async (_, at) => {
      const room = await openRoom(at);
      if (!room.ok) return room;
      return ok({
        page: <SurveillanceView room={room.value} form={at.form(fields, standsIn(room.value))} />,
      });
    },
  }),
  ...actBothWays({
    ...{ permission, event, body: SurveillanceSchema },
    does: async ({ body, key }, at) => {
      const room = await openRoom(at);
      if (!room.ok) return room;
      const { office, sheet } = room.value;
      const label = labelIn(sheet, 'openSurveillance');
      if (!label.ok) return label;
      const { id: by, organisation: as } = sheet.reader;
      const opened = await openLabelSurveillance(office, { label: label.value, by, as, key, ...body });
      if (!opened.ok) return opened;
      at.note({ object: opened.value.label });
      // Carried on behind the answer: the page of the label tells of it.
      void finishIssuance(office).catch(() => undefined);
      return opened;
    },
    form: {
      ...{ path, fields },
      fieldOf: { 'mode-not-of-scheme': 'modes', 'review-already-over': 'nextReview' },
      again: async (_, at, form) => {
        const room = await openRoom(at);
        return room.ok ? ok(<SurveillanceView room={room.value} form={form} />) : room;
      },
      then: async (_, __, at) => ok({ to: `${pathOfCase(at.case.id)}?done=${done}` }),
    },
    api: {
      path: `/api/v1/cases/:case/${below}`,
      summary: 'Opens the surveillance of the label, or says anew how it is watched and when it is reviewed.',
      gives: DoneSchema,
      refusals: [
        ...['wrong-label-state', 'mode-not-of-scheme', 'review-already-over', 'acts-on-itself'],
        ...['conflict-declared', 'of-another-administrator'],
      ],
      told: (_, __, { case: { id, version } }) => ({ data: { case: id, version }, status: 202, version }),
    },
  }),
];

/** How it is watched now; where the scheme names one way alone, that one. */
function standsIn({ sheet: { standing, scheme } }: CaseRoom) {
  const { modes, nextReview = '' } = (standing.state !== 'none' && standing.surveillance) || {
    modes: scheme.surveillance.modes.length === 1 ? scheme.surveillance.modes : [],
  };
  return { modes, nextReview };
}

function SurveillanceView({
  room,
  form,
}: {
  readonly room: CaseRoom;
  readonly form: FormState;
}): JSX.Element {
  const { scheme, texts } = room.sheet;
  const { does, says } = watching(room.sheet);
  const rule = scheme.surveillance.rule;
  return (
    <OnLabel act="openSurveillance" does={does} says={says} room={room} form={form}>
      <Choices
        form={form}
        name="modes"
        several
        hint={texts[rule] ?? rule}
        of={scheme.surveillance.modes.map((value) => ({ value, label: begun(modeWords(value)) }))}
      />
      <Field
        form={form}
        name="nextReview"
        type="date"
        width="short"
        hint="The last day on which it may be held."
      />
      <NoteOnLabel form={form} />
    </OnLabel>
  );
}

function begun(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
