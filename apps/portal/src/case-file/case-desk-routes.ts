import { askRoutes } from '../1-application/ask.page.tsx';
import { assignLaboratoryRoutes } from '../1-application/assign-laboratory.page.tsx';
import { completenessRoutes } from '../1-application/completeness.page.tsx';
import { evaluateRoutes } from '../2-evaluation/evaluate.page.tsx';
import { reviewRoutes } from '../3-review/review.page.tsx';
import { denyRoutes } from '../4-decision/deny.page.tsx';
import { dismissRoutes } from '../4-decision/dismiss.page.tsx';
import { grantRoutes } from '../4-decision/grant.page.tsx';
import { issueRoutes } from '../5-label/issue.page.tsx';
import { acknowledgeChangeRoutes } from '../7-surveillance/acknowledge-change.page.tsx';
import { answerOrderRoutes } from '../7-surveillance/answer-order.page.tsx';
import { endOrderRoutes } from '../7-surveillance/end-order.page.tsx';
import { makeOrderRoutes } from '../7-surveillance/make-order.page.tsx';
import { openSurveillanceRoutes } from '../7-surveillance/open-surveillance.page.tsx';
import { orderApiRoutes } from '../7-surveillance/orders.api.ts';
import { labelActRoutes } from '../7-surveillance/label-act.page.tsx';
import type { DeskRoute } from '../http/desk-route.ts';
import { caseApiRoutes } from './case.api.ts';
import { caseRoutes } from './case.page.tsx';
import { queueRoutes } from './queue.page.tsx';

/** The desk of a label administrator: its queue, its cases, and every act of its people on them. */
export const caseDeskRoutes: readonly DeskRoute[] = [
  ...queueRoutes,
  ...caseRoutes,
  ...caseApiRoutes,
  ...completenessRoutes,
  ...assignLaboratoryRoutes,
  ...askRoutes,
  ...evaluateRoutes,
  ...reviewRoutes,
  ...grantRoutes,
  ...denyRoutes,
  ...dismissRoutes,
  ...issueRoutes,
  ...acknowledgeChangeRoutes,
  ...openSurveillanceRoutes,
  ...labelActRoutes,
  ...makeOrderRoutes,
  ...answerOrderRoutes,
  ...endOrderRoutes,
  ...orderApiRoutes,
];
