import { laboratoryDesk } from '@assay/office/2-evaluation/laboratory-desk';
import { ok, refuse } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';

import { deskPage, type DeskRoute } from '../../http/desk-route.ts';
import { LaboratoryView } from './laboratory.view.tsx';

/** What a laboratory opens on: what waits for it by when, and for what its results count. */
export const laboratoryRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/laboratory',
    permission: { role: ['laboratory'], kind: ['laboratory'] },
    event: 'cases.read',
    query: closed({ after: Type.Optional(text(200)) }),
    answer: async ({ query }, at) => {
      const { seat: organisation } = at.signed;
      if (organisation === undefined) return refuse({ code: 'not-permitted' });
      const { after } = query;
      const desk = await laboratoryDesk(at.office, { organisation, ...(after !== undefined && { after }) });
      if (!desk.ok) return desk;
      return ok({ page: LaboratoryView({ at, desk: desk.value, isFirst: after === undefined }) });
    },
  }),
];
