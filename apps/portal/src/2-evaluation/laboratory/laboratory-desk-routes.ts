import type { DeskRoute } from '../../http/desk-route.ts';
import { benchApiRoutes } from './bench.api.ts';
import { benchRoutes } from './bench.page.tsx';
import { finishedRoutes } from './finished.page.tsx';
import { instrumentRoutes } from './instruments.page.tsx';
import { labThreadRoutes } from './lab-threads.page.tsx';
import { laboratoryRoutes } from './laboratory.page.tsx';
import { reportKeyRoutes } from './report-keys.page.tsx';
import { signRoutes } from './sign.page.tsx';
import { testRoutes } from './test.page.tsx';
import { testedObjectRoutes } from './tested-object.page.tsx';

/** The desk of a laboratory: its cases, the bench of each, and the report that is signed there. */
export const laboratoryDeskRoutes: readonly DeskRoute[] = [
  ...laboratoryRoutes,
  ...reportKeyRoutes,
  ...benchRoutes,
  ...benchApiRoutes,
  ...testedObjectRoutes,
  ...instrumentRoutes,
  ...testRoutes,
  ...finishedRoutes,
  ...signRoutes,
  ...labThreadRoutes,
];
