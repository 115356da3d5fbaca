import { htmlPage } from '../layout/frame.tsx';
import { ProblemBody } from '../layout/problem-page.tsx';
import type { Problem } from '../problems.ts';
import { explain } from '../problems.ts';
import type { AggregatorDesk } from './aggregator-desk.ts';
import { MirrorFrame } from './mirror-frame.tsx';

/** A refusal for people, on the site of an aggregator. */
export async function mirrorProblemPage(problem: Problem, desk: AggregatorDesk): Promise<string> {
  // Where the database is the trouble, the page must come all the same.
  const site = await desk.site().catch(() => ({ title: 'Labels', sandbox: false }));
  return htmlPage(
    <MirrorFrame title={explain(problem).title} site={site}>
      <ProblemBody problem={problem} />
    </MirrorFrame>,
  );
}
