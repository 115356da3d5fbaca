import { openDoor, type Portal, type PortalOptions } from '../http/open-door.ts';
import { witnessRoutes, type WitnessDesk } from '../witness/open-witness.ts';
import type { AggregatorDesk } from './aggregator-desk.ts';
import { AGGREGATOR_ROUTES } from './aggregator-routes.ts';
import { mirrorProblemPage } from './mirror-problem-page.tsx';

/** The public door of an aggregator; below `/witness` that of its witness, where it is one. */
export async function openAggregator(
  desk: AggregatorDesk,
  witness: WitnessDesk | undefined,
  options: PortalOptions = {},
): Promise<Portal> {
  const door = { desk, routes: AGGREGATOR_ROUTES, problemPage: mirrorProblemPage, origin: desk.origin };
  return openDoor(door, options, async (app) => {
    if (witness) await app.register(witnessRoutes(witness, surpriseOf(options)), { prefix: '/witness' });
  });
}

function surpriseOf({ surprise }: PortalOptions): Parameters<typeof witnessRoutes>[1] {
  return surprise === undefined
    ? {}
    : {
        surprise: (error) => {
          surprise(error, '/witness');
        },
      };
}
