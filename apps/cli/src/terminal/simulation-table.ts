import type { ProductFate, Simulated } from '@assay/office/0-programme/simulate-population';
import type { Words } from '@assay/office/words';

import type { Io } from './io.ts';
import { ending, graceSaid, heldSaid, remarks, STANDINGS, tally } from './simulation-words.ts';
import { table, type Cell } from './table.ts';

/** Products shown to a person at once; the other formats have all of them. */
const SHOWN = 200;

/** Who keeps, who lapses and when, and what is owed, the thing that most of them owe first. */
export function simulationTable(simulated: Simulated, words: Words, io: Io): string {
  const { next, was, asOf, products } = simulated;
  const more = products.length - SHOWN;
  return [
    io.style.bold(`${next}${was === undefined ? '' : `, compared with ${was}`}, as of ${asOf}`),
    graceSaid(simulated),
    tally(simulated),
    '',
    table(
      byStanding(products)
        .slice(0, SHOWN)
        .map((one) => row(one, io)),
      io.width,
    ),
    ...(more > 0 ? [`and ${String(more)} more: --format json, md or csv has them all.`] : []),
    ...owedBy(simulated, words, io),
  ].join('\n');
}

/** Lapsing ones first: it is they whom somebody must write to. */
function byStanding(products: readonly ProductFate[]): readonly ProductFate[] {
  const order = ['lapses', 'keeps', 'ended', 'holds-none'];
  return products.toSorted(
    (one, other) => order.indexOf(one.fate.standing) - order.indexOf(other.fate.standing),
  );
}

function row({ product, name, fate }: ProductFate, { style }: Io): readonly Cell[] {
  const { standing, reached, owes, outside } = fate;
  const word = STANDINGS.find(([one]) => one === standing)?.[1] ?? standing;
  const dress = standing === 'lapses' ? style.bad : standing === 'keeps' ? style.good : style.dim;
  const said = [
    `${name}: ${heldSaid(fate)}${reached === undefined ? '' : `; reaches ${String(reached)}`}.`,
    ...(outside.length > 0 ? ['Outside the scope of the new edition.'] : []),
    ...(standing === 'lapses' ? [`Lapses ${ending(fate)}.`] : []),
    ...remarks(fate),
    ...(owes.length > 0 ? [`Owes ${String(owes.length)}.`] : []),
  ];
  return [product, { text: word, dress }, said.join(' ')];
}

type Owed = Readonly<Record<'product' | 'what' | 'kind' | 'says', string>>;

function owedBy({ products }: Simulated, words: Words, io: Io): readonly string[] {
  const owing = products.flatMap(({ product, fate }): readonly Owed[] => [
    ...fate.owes.map(({ requirement, kind, closes }) => ({
      ...{ product, what: requirement, kind },
      says: words.reason(closes),
    })),
    ...fate.outside.map((ground) => ({
      ...{ product, what: 'scope', kind: 'outside' },
      says: words.reason(ground),
    })),
    ...fate.scopeOpen.map((fact) => ({
      ...{ product, what: 'scope', kind: 'fact' },
      says: words.reason({ code: 'scope-fact-unanswered', facts: { fact } }),
    })),
  ]);
  if (owing.length === 0) return [];
  const groups = [...Map.groupBy(owing, ({ what, kind, says }) => `${what} ${kind} ${says}`).values()];
  const rows = groups
    .sort((one, other) => other.length - one.length)
    .flatMap((group) => {
      const [first] = group;
      return first ? [[first.what, first.kind, `${first.says} ${owers(group)}`]] : [];
    });
  return ['', io.style.bold('What is owed, and by whom'), table(rows, io.width)];
}

/** Most names shown for one thing owed. */
const NAMED = 8;

function owers(group: readonly { readonly product: string }[]): string {
  const more = group.length - NAMED;
  const named = group
    .slice(0, NAMED)
    .map(({ product }) => product)
    .join(', ');
  return `[${named}${more > 0 ? ` and ${String(more)} more` : ''}]`;
}
