import { discontinueApplication } from '@assay/office/1-application/submit-application';
import { NoteSchema } from '@assay/vocabulary/case-acts';

import { actRoutes } from '../case-file/act-page.tsx';
import { openOwnRoom } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import { Notice } from '../layout/notice.tsx';

/** Taking an application back, after a look at what is lost with it. */
export const withdrawRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'discontinue', path: 'withdraw', event: 'application.discontinued', open: openOwnRoom },
  ...{ title: 'Withdraw this application?', does: 'Withdraw the application', danger: true },
  ...{ body: NoteSchema, fields: {}, because: 'We withdraw this application.' },
  look: () => Promise.resolve(undefined),
  inside: () => (
    <Notice kind="warning" title="It cannot be taken back">
      <p>
        The case ends without a decision, and its place in the order of receipt is lost. What is in the file
        stays there. You can begin a new application from it at any time.
      </p>
    </Notice>
  ),
  send: (office, command, body) => discontinueApplication(office, { ...command, ...body }),
});
