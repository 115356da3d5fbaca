import {
  acceptApplication,
  missing,
  returnApplication,
} from '@assay/office/1-application/take-in-application';
import { NoteSchema } from '@assay/vocabulary/case-acts';
import type { Reason } from '@assay/vocabulary/evaluation';

import { actRoutes } from '../case-file/act-page.tsx';
import { pathOfCase, type CaseRoom } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import { EarlierDenials } from './earlier-denials.view.tsx';
import { MissingItems } from './missing-items.view.tsx';

/** Completeness as the machine finds it: accept an application that lacks nothing, return one with all that it lacks. */
export const completenessRoutes: readonly DeskRoute[] = [
  ...actRoutes({
    ...{ act: 'accept', path: 'accept', event: 'application.accepted', body: NoteSchema, fields: {} },
    ...{ title: 'Accept as complete', does: 'Accept the application' },
    because: 'Nothing that the scheme asks for is missing.',
    look: missingIn,
    canSend: (items) => items.length === 0,
    inside: ({ room, extra }) => (
      <MissingItems items={extra} say={room.say}>
        {extra.length > 0 && (
          <a href={pathOfCase(room.sheet.state.id, 'return')}>Return it to the applicant</a>
        )}
      </MissingItems>
    ),
    beside,
    send: (office, command, body) => acceptApplication(office, { ...command, ...body }),
  }),
  ...actRoutes({
    ...{ act: 'return', path: 'return', event: 'application.returned', body: NoteSchema, fields: {} },
    ...{ title: 'Return to the applicant', does: 'Return with this list' },
    because: 'The application is not complete: each item is listed.',
    look: missingIn,
    canSend: (items) => items.length > 0,
    inside: ({ room, extra }) => (
      <MissingItems items={extra} say={room.say}>
        {extra.length === 0 && <a href={pathOfCase(room.sheet.state.id, 'accept')}>Accept it as complete</a>}
      </MissingItems>
    ),
    beside,
    send: (office, command, body) => returnApplication(office, { ...command, ...body }),
  }),
];

/** Nothing where no denial is on record and none was told of. */
function beside({ room }: { readonly room: CaseRoom }) {
  const { denials, sheet } = room;
  return denials.length + (sheet.state.priorDenials?.length ?? 0) > 0 && <EarlierDenials room={room} />;
}

function missingIn({ office, sheet }: CaseRoom): Promise<readonly Reason[]> {
  return missing(office, sheet.state, office.records.read);
}
