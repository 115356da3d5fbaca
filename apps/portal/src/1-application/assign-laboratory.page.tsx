import { assignCaseLaboratory, chooseCaseLaboratory } from '@assay/office/1-application/assign-laboratory';
import {
  laboratoriesOffered,
  laboratoryOf,
  type LaboratoryOffered,
} from '@assay/office/1-application/laboratories-offered';
import { LaboratoryNamedSchema } from '@assay/vocabulary/case-acts';
import { refuse } from '@assay/vocabulary/result';

import { actRoutes, type ActPage } from '../case-file/act-page.tsx';
import { openOwnRoom } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import { Choices } from '../layout/form.tsx';
import { Empty } from '../layout/empty.tsx';

/** Which laboratory tests: those are offered whose results would count today; of the others it says why not. */
export const assignLaboratoryRoutes: readonly DeskRoute[] = [
  ...actRoutes({
    ...{ act: 'assignLaboratory', path: 'laboratory', event: 'laboratory.assigned' },
    ...{ title: 'Assign the laboratory', does: 'Assign this laboratory' },
    ...choice(assignCaseLaboratory),
  }),
  ...actRoutes({
    ...{ act: 'chooseLaboratory', path: 'choose-laboratory', event: 'laboratory.chosen', open: openOwnRoom },
    ...{ title: 'Choose the laboratory', does: 'Choose this laboratory' },
    ...choice(chooseCaseLaboratory),
  }),
];

type Choice = Omit<
  ActPage<typeof LaboratoryNamedSchema, readonly LaboratoryOffered[]>,
  'act' | 'path' | 'event' | 'title' | 'does'
>;

/** The same choice for whoever may name it; `name` is their act. */
function choice(name: typeof assignCaseLaboratory): Choice {
  return {
    body: LaboratoryNamedSchema,
    fields: { body: { label: 'Laboratory', missing: 'Choose a laboratory' } },
    fieldOf: Object.fromEntries(
      [
        ...['laboratory-already-assigned', 'laboratory-already-reported', 'unknown-body'],
        ...[
          'body-never-recognised',
          'body-not-yet-recognised',
          'recognition-expired',
          'recognition-withdrawn',
        ],
        ...['accreditation-expired', 'activity-out-of-scope', 'competence-out-of-scope'],
      ].map((code) => [code, 'body']),
    ),
    because: 'It is recognised for what this level asks.',
    look: ({ office, sheet }) => laboratoriesOffered(office, sheet.state),
    canSend: (all) => all.some(isOffered),
    inside: ({ form, extra }) =>
      extra.some(isOffered) ? (
        <Choices
          form={form}
          name="body"
          of={extra.filter(isOffered).map(({ body, name }) => ({ value: body, label: name, hint: body }))}
        />
      ) : (
        <Empty says="No laboratory registered here could test for this level today." />
      ),
    beside: ({ room, extra }) => {
      const others = extra.flatMap(({ name, body, judged }) =>
        judged.ok ? [] : [{ name, body, says: room.at.words.refusal(judged.refusal).replaceAll(body, name) }],
      );
      if (others.length === 0) return undefined;
      return (
        <>
          <h2>Not offered, and why</h2>
          <dl class="known">
            {others.map(({ name, body, says }) => (
              <div>
                <dt>
                  {name} <span class="sub code">{body}</span>
                </dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
        </>
      );
    },
    send: async (office, command, { body, ...why }) => {
      // Who it is, the records say; the act judges it once more.
      const laboratory = await laboratoryOf(office, body);
      if (laboratory === undefined) return refuse({ code: 'unknown-body', body });
      return name(office, { ...command, ...why, laboratory, body });
    },
  };
}

function isOffered({ judged }: LaboratoryOffered): boolean {
  return judged.ok;
}
