import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Catalogue } from '@assay/conformity/0-programme/catalogue';
import { layoutOf } from '@assay/conformity/2-evaluation/compiled/layout';
import { writePopulation } from '@assay/office/0-programme/encoded-population';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { DAY, dossierOf, factsOfStandard } from './dossiers.ts';
import { median, processorTime, table, type Bar } from './measure.ts';
import type { Alone } from './rejudge-alone.ts';

const SIZES = [100_000, 1_000_000] as const;
const ROUNDS = 5;

type World = {
  readonly catalogue: Catalogue;
  readonly standard: StandardEdition;
  readonly was: SchemeEdition;
  readonly now: SchemeEdition;
};

/** Dossiers encoded one by one, then re-judged against a changed edition: a file in, names out. */
export async function million(world: World): Promise<{ report: string; bars: Bar[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  try {
    const measured = [];
    for (const count of SIZES) measured.push(await population(join(folder, `${count}`), count, world));
    const [small, large] = measured;
    if (!small || !large) throw new Error('two sizes were measured');
    const times = large.rejudged / small.rejudged;
    const growth = large.peak - small.peak;
    const head = ['dossiers', 'file', 'encoded in', 're-judged in', 'held', 'lapsed', 'peak memory'];
    const rows = measured.map((one) => [
      one.count.toLocaleString('en'),
      `${Math.round(one.bytes / 1e6)} MB`,
      `${(one.encoded / 1e6).toFixed(1)} s`,
      `${(one.rejudged / 1e6).toFixed(3)} s`,
      one.held.toLocaleString('en'),
      one.lapsed.toLocaleString('en'),
      `${Math.round(one.peak / 1e6)} MB`,
    ]);
    return {
      report: table([head, ...rows]),
      bars: [
        {
          what: 'a million re-judged, processor time',
          wanted: 'under 2 s',
          found: `${(large.rejudged / 1e6).toFixed(2)} s`,
          held: large.rejudged < 2e6,
        },
        {
          what: 'cost of ten times as many',
          wanted: 'at most 11 times',
          found: `${times.toFixed(1)} times`,
          held: times <= 11,
        },
        {
          what: 'memory for ten times as many',
          wanted: 'at most 25 MB more',
          found: `${(growth / 1e6).toFixed(1)} MB more`,
          held: growth <= 25e6,
        },
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function population(file: string, count: number, { catalogue, standard, was, now }: World) {
  const layout = layoutOf({ schemes: [was, now], catalogue, asOf: DAY, bodies: [] });
  const writer = await writePopulation(file, layout, catalogue);
  if (!writer.ok) throw new Error(writer.refusal.provisions);
  const facts = factsOfStandard(catalogue, standard);
  const begin = processorTime();
  for (let seed = 0; seed < count; seed += 1)
    await writer.value.add({ dossier: dossierOf(standard, facts, seed), reports: [] });
  await writer.value.finish();
  const encoded = processorTime() - begin;
  const rounds = Array.from({ length: ROUNDS }, () => alone(file));
  const { size: bytes } = await stat(file);
  await rm(file);
  const [{ held, lapsed } = { held: 0, lapsed: 0 }] = rounds;
  const peak = median(rounds.map((round) => round.peak));
  return { count, bytes, encoded, rejudged: median(rounds.map(({ time }) => time)), peak, held, lapsed };
}

/** In a process of its own, whose memory nobody else has used. */
function alone(file: string): Alone {
  const program = join(import.meta.dirname, 'rejudge-alone.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, file], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  const said = parseAlone(stderr);
  if (stdout.split('\n').length - 1 !== said.lapsed) throw new Error('not every lapsed dossier was named');
  return said;
}

function parseAlone(text: string): Alone {
  return JSON.parse(text.slice(text.lastIndexOf('{'))) as Alone;
}
