import { reportOnOrder } from '@assay/office/7-surveillance/orders';
import { closed, text } from '@assay/vocabulary/schema';

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
import { TextArea } from '../layout/form.tsx';
import { AboutOrder, orderHere } from './order-in-case.tsx';

/** The holder of a label reports what an authority ordered: in words, and with the files that show it. */
export const reportOnOrderRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'reportOnOrder', path: 'orders/:order/report', done: 'order-report', open: openOwnRoom },
  ...{ event: 'order.reported', title: 'Report to the authority', does: 'Send the report' },
  ...WITH_FILES,
  body: closed({ says: text(20_000), ...FILES_BODY, ...BECAUSE }),
  fields: { says: { label: 'Your report', missing: 'Write the report' }, ...FILES_WORDS },
  because: 'As ordered.',
  look: async (room, params) => ({
    here: orderHere(room, params, 'report'),
    files: await filesHeld(room),
  }),
  canSend: ({ here }) => here.open,
  inside: ({ room, form, extra: { here, files } }) => (
    <AboutOrder room={room} here={here}>
      <TextArea
        form={form}
        name="says"
        rows={12}
        hint="What you found, and what you do about units to come and about those that are already with users, sellers and distributors."
      />
      <FilesAlong form={form} files={files} openTo="only you, the administrator and the authority open it" />
    </AboutOrder>
  ),
  send: async (office, command, { says, evidence, ...why }, { room, params, file }) => {
    const digests = await filesSent(room, { ...(evidence && { evidence }), file, kind: 'ordered-report' });
    if (!digests.ok) return digests;
    const told = { order: params['order'] ?? '', says, evidence: digests.value };
    return reportOnOrder(office, { ...command, ...why, ...told });
  },
});
