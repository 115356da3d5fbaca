import { labelStanding } from '@assay/office/7-surveillance/label-standing';
import { reportChange } from '@assay/office/7-surveillance/tell-change';
import { CHANGE_KINDS, type ChangeKind } from '@assay/vocabulary/case-event';
import { dateIn } from '@assay/vocabulary/instant';
import { closed, listOf, oneOf, text } from '@assay/vocabulary/schema';
import { DateSchema } from '@assay/vocabulary/standard';

import {
  FilesAlong,
  FILES_BODY,
  filesHeld,
  filesSent,
  FILES_WORDS,
  WITH_FILES,
} from '../1-application/files-along.tsx';
import { actRoutes, BECAUSE } from '../case-file/act-page.tsx';
import { openOwnRoom } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import { Choices, Field, TextArea } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { Day } from '../layout/when.tsx';

/** The holder of a label tells of a change: what it is about, from when, in words, and what shows it. */
export const reportChangeRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'reportChange', path: 'change', open: openOwnRoom },
  ...{ event: 'change.reported', title: 'Tell of a change', does: 'Send the notice' },
  ...WITH_FILES,
  fieldOf: { ...WITH_FILES.fieldOf, 'no-label-held': 'what' },
  body: closed({
    what: listOf(oneOf(CHANGE_KINDS), CHANGE_KINDS.length, 1),
    effective: DateSchema,
    says: text(10_000),
    ...FILES_BODY,
    ...BECAUSE,
  }),
  fields: {
    what: { label: 'What changes?', missing: 'Choose at least one' },
    effective: {
      label: 'From which day?',
      missing: 'Enter the first day of the change',
      wrong: 'Enter a day such as 2027-01-31',
    },
    says: { label: 'What is different then?', missing: 'Say what is different' },
    ...FILES_WORDS,
  },
  because: 'The product changes.',
  look: async (room) => ({
    label: await labelStanding(room.office, room.office.records.read, room.sheet.state.id),
    files: await filesHeld(room),
  }),
  canSend: ({ label }) => label === 'valid' || label === 'suspended',
  inside: ({ room: { at, sheet }, form, extra: { label, files } }) =>
    label !== 'valid' && label !== 'suspended' ? (
      <Notice kind="warning" title="No label is held in this case">
        <p>
          {label === 'none' ? 'It is not in the register yet.' : `It is ${label}.`} What changes now is told
          with an application.
        </p>
      </Notice>
    ) : (
      <>
        <p class="measure">
          The administrator takes note of it, or asks for a new evaluation. The label and what it states stay
          as they are meanwhile.
        </p>
        <Choices
          form={form}
          name="what"
          several
          of={CHANGE_KINDS.map((value) => ({ value, ...WORDS[value] }))}
        />
        <Field
          form={form}
          name="effective"
          type="date"
          width="short"
          hint={
            <>
              It may be past. Today is <Day at={dateIn(at.now, sheet.scheme.timeZone)} />.
            </>
          }
        />
        <TextArea
          form={form}
          name="says"
          rows={8}
          hint="For firmware: the version before and after. For answers: which ones, and what they are now."
        />
        <FilesAlong form={form} files={files} openTo="only you and the administrator open it" />
      </>
    ),
  send: async (office, command, { what, effective, says, evidence, ...said }, { room, file }) => {
    const digests = await filesSent(room, { ...(evidence && { evidence }), file, kind: 'change' });
    if (!digests.ok) return digests;
    const told = { what, effective, says, evidence: digests.value };
    return reportChange(office, { ...command, ...said, told });
  },
});

const WORDS: Readonly<Record<ChangeKind, { readonly label: string; readonly hint: string }>> = {
  facts: {
    label: 'An answer about the product',
    hint: 'Something that the application said is no longer so.',
  },
  firmware: { label: 'Firmware or software', hint: 'Of the device, an app or a service that it needs.' },
  'support-period': { label: 'The support period', hint: 'How long security updates are promised.' },
  contact: { label: 'The contact', hint: 'Who is reached about security.' },
  design: { label: 'Hardware or design', hint: 'How it is built, or how it works.' },
};
