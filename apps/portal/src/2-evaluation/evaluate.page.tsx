import { evaluateCase, evaluationOf } from '@assay/office/2-evaluation/evaluate-case';
import { NoteSchema } from '@assay/vocabulary/case-acts';

import { actRoutes } from '../case-file/act-page.tsx';
import type { DeskRoute } from '../http/desk-route.ts';
import { Notice } from '../layout/notice.tsx';
import { CountsFigure } from './counts.view.tsx';
import { FindingTables } from './findings.view.tsx';
import { Verdict } from './verdict.view.tsx';

/** The determination: every requirement judged on what is in the file, shown before it is closed. */
export const evaluateRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'completeEvaluation', path: 'evaluate', event: 'evaluation.completed', fields: {} },
  ...{ title: 'Evaluate', does: 'Close the evaluation with these findings', body: NoteSchema },
  because: 'Judged on everything in the file.',
  look: async ({ office, sheet }) => {
    const asked = { asked: sheet.state.level, at: office.clock() };
    return (await evaluationOf(office, office.records.read, sheet.state, asked)).evaluation;
  },
  inside: ({ room, extra }) => (
    <>
      {room.sheet.desk.waitsFor === 'laboratory' && (
        <Notice kind="warning" title="The laboratory has not reported yet">
          <p>Its results count for nothing in what you close now.</p>
        </Notice>
      )}
      <Verdict evaluation={extra} />
      <CountsFigure evaluation={extra} />
    </>
  ),
  beside: ({ room, extra }) => (
    <>
      <h2>What it would find</h2>
      <FindingTables findings={extra.findings} say={room.say} />
    </>
  ),
  send: (office, command, body) => evaluateCase(office, { ...command, ...body }),
});
