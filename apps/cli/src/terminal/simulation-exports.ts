import type { ProductFate, Simulated } from '@assay/office/0-programme/simulate-population';
import type { Words } from '@assay/office/words';

import { explain } from './explain.ts';
import { ending, graceSaid, heldSaid, remarks, STANDINGS, tally } from './simulation-words.ts';

/** For programs: the fate of every product, with what it owes, and each that could not be read. */
export function simulationJson({ products, unreadable, ...head }: Simulated, words: Words): string {
  const counts = Object.fromEntries(
    STANDINGS.map(([standing]) => [
      standing,
      products.filter(({ fate }) => fate.standing === standing).length,
    ]),
  );
  return JSON.stringify(
    {
      ...head,
      counts: { ...counts, unreadable: unreadable.length },
      products: products.map(({ product, name, fate: { owes, outside, ...fate } }) => ({
        ...{ product, name, ...fate },
        owes: owes.map(({ closes, ...gap }) => ({ ...gap, closes: words.reason(closes) })),
        outside: outside.map((one) => words.reason(one)),
      })),
      unreadable: unreadable.map(({ product, refusal }) => ({
        ...{ product, code: refusal.code, says: explain(refusal, words) },
      })),
    },
    null,
    2,
  );
}

/** For a consultation: the counts, then each product that owes something with all of it. */
export function simulationMarkdown(simulated: Simulated, words: Words): string {
  const { next, was, asOf, products, unreadable } = simulated;
  return [
    `# ${next}${was === undefined ? '' : `, compared with ${was}`}, as of ${asOf}`,
    '',
    `${graceSaid(simulated)}. ${tally(simulated)}.`,
    ...STANDINGS.flatMap(([standing, word]) => {
      const these = products.filter(({ fate }) => fate.standing === standing);
      return these.length === 0 ? [] : ['', `## ${word}`, '', ...these.flatMap((one) => item(one, words))];
    }),
    ...(unreadable.length === 0 ? [] : ['', '## could not be read', '']),
    ...unreadable.map(
      ({ product, refusal }) => `- ${product}: ${explain(refusal, words).replaceAll(/\s+/g, ' ')}`,
    ),
  ].join('\n');
}

function item({ product, name, fate }: ProductFate, words: Words): readonly string[] {
  const said = [heldSaid(fate), ending(fate), ...remarks(fate)].filter((part) => part !== '');
  return [
    `- **${product}** ${name}: ${said.join('; ')}`,
    ...fate.owes.map(
      ({ requirement, kind, closes }) => `  - ${requirement} (${kind}): ${words.reason(closes)}`,
    ),
    ...fate.outside.map((ground) => `  - scope: ${words.reason(ground)}`),
    ...fate.scopeOpen.map(
      (fact) => `  - scope: ${words.reason({ code: 'scope-fact-unanswered', facts: { fact } })}`,
    ),
  ];
}

const COLUMNS =
  'product,name,standing,held,held_by,reached,ends_on,ends_at_latest,ends_by,short_already,owes';

/** One line a product (RFC 4180); `owes` lists the requirements and their kinds. */
export function simulationCsv({ products, unreadable }: Simulated): string {
  const lines = products.map(({ product, name, fate }) => [
    ...[product, name, fate.standing, String(fate.held.level), fate.held.by, String(fate.reached ?? '')],
    ...[fate.ends?.on ?? '', fate.ends?.latest ?? '', fate.ends?.by ?? '', String(fate.shortAlready)],
    fate.owes.map(({ requirement, kind }) => `${requirement} ${kind}`).join('; '),
  ]);
  const lost = unreadable.map(({ product, refusal }) => [
    ...[product, '', 'unreadable', '', '', '', '', '', '', '', refusal.code],
  ]);
  return [COLUMNS, ...[...lines, ...lost].map((cells) => cells.map(quoted).join(','))].join('\r\n');
}

/** A cell that a spreadsheet neither splits nor runs. */
function quoted(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
