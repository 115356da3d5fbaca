import type { Catalogue } from '@assay/conformity/0-programme/catalogue';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { checkDossiers, contestants, type Contestant } from './contestants.ts';
import { median, processorTime, spread, table, type Bar } from './measure.ts';

const DOSSIERS = 64;
const ROUNDS = 15;
/** A measurement is at least this long, in microseconds of processor time. */
const ENOUGH = 40_000;

/** Dossiers judged per second by each contestant, interleaved, and the bars on their ratios. */
export async function speed(
  catalogue: Catalogue,
  standard: StandardEdition,
): Promise<{ report: string; bars: Bar[] }> {
  checkDossiers(catalogue, standard);
  const { list, rules } = contestants(catalogue, standard, DOSSIERS);
  await sameAnswers(list);
  const passes = await Promise.all(list.map(async () => 1));
  for (const [place, one] of list.entries()) passes[place] = await warmed(one);
  const taken = list.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [place, one] of list.entries()) taken[place]?.push(await measured(one, passes[place] ?? 1));
  const cost = taken.map(median);
  const row = (one: Contestant, place: number) => [
    one.name,
    (cost[place] ?? NaN).toFixed(2),
    Math.round(1e6 / (cost[place] ?? NaN)).toLocaleString('en'),
    `${Math.round(spread(taken[place] ?? []) * 100)} %`,
    ((cost.at(-1) ?? NaN) / (cost[place] ?? NaN)).toFixed(1),
  ];
  const [encoded = NaN, explained = NaN, , ajv = NaN, , engine = NaN] = cost;
  const head = ['on one core', 'µs a dossier', 'dossiers a second', 'middle half', 'times json-rules-engine'];
  return {
    report: `${DOSSIERS} dossiers of ${standard.provisions.length} provisions, ${rules} rules in each peer\n\n${table([head, ...list.map(row)])}`,
    bars: [
      ratio('levels and counts, against compiled ajv', ajv / encoded, 20),
      ratio('levels and counts, against json-rules-engine', engine / encoded, 3_000),
      ratio('all reasons, against json-rules-engine', engine / explained, 100),
    ],
  };
}

function ratio(what: string, found: number, wanted: number): Bar {
  return { what, wanted: `${wanted} times`, found: `${found.toFixed(1)} times`, held: found >= wanted };
}

/** Nobody is measured who answers otherwise than the reference. */
export async function sameAnswers(list: readonly Contestant[], count = DOSSIERS): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const answers = await Promise.all(list.map(async (one) => JSON.stringify(await one.judge(number))));
    if (new Set(answers).size > 1)
      throw new Error(
        `dossier ${number}: ${list.map((one, place) => `${one.name} ${answers[place]}`).join('; ')}`,
      );
  }
}

/** Runs until the compiler of the engine has seen enough, and says how many passes make one measurement. */
async function warmed(one: Contestant): Promise<number> {
  let cost = Infinity;
  for (let round = 0; round < 30; round += 1) cost = Math.min(cost, await measured(one, 1));
  return Math.max(1, Math.ceil(ENOUGH / (cost * DOSSIERS)));
}

/** Microseconds of processor time for one dossier. */
async function measured({ prepare, judge }: Contestant, passes: number): Promise<number> {
  let taken = 0;
  for (let pass = 0; pass < passes; pass += 1) {
    prepare?.();
    const before = processorTime();
    for (let number = 0; number < DOSSIERS; number += 1) {
      const answer = judge(number);
      if (answer instanceof Promise) await answer;
    }
    taken += processorTime() - before;
  }
  return taken / (passes * DOSSIERS);
}
