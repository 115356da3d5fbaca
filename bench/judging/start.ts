import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { median, spread, table, type Bar } from './measure.ts';

const RUNS = 20;

/** How long `assay gap` takes on the clock on the wall, the start of the program included, on a library kept ready. */
export function start(home: string): { report: string; bars: Bar[] } {
  const program = join(home, 'apps/cli/dist/assay.js');
  run(home, [join(home, 'build.ts')]);
  const bare = times(home, ['--eval', '0']);
  const gap = times(home, [program, 'gap', 'examples/ruuvi-gateway/dossier.yaml']);
  const row = (what: string, taken: readonly number[]) => [
    what,
    `${Math.round(median(taken))} ms`,
    `${Math.round(Math.min(...taken))} ms`,
    `${Math.round(spread(taken) * 100)} %`,
  ];
  return {
    report: table([
      [`on the wall, ${RUNS} runs`, 'median', 'fastest', 'middle half'],
      row('Node alone', bare),
      row('assay gap, one dossier over all schemes', gap),
    ]),
    bars: [
      {
        what: 'assay gap with its start',
        wanted: 'under 300 ms',
        found: `${Math.round(median(gap))} ms`,
        held: median(gap) < 300,
      },
    ],
  };
}

/** Twice to make ready what is kept, then measured. */
function times(home: string, args: readonly string[]): readonly number[] {
  run(home, args);
  run(home, args);
  return Array.from({ length: RUNS }, () => run(home, args));
}

function run(home: string, args: readonly string[]): number {
  const begin = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: home, encoding: 'utf8' });
  const taken = performance.now() - begin;
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return taken;
}
