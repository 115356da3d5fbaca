import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import type { Words } from '@assay/office/words';
import type { Fix, SchemeAnswer } from '@assay/conformity/2-evaluation/across';

import type { Io } from './io.ts';
import { table, type Cell } from './table.ts';

/** The matrix of schemes and outcomes, then the next steps by what they unlock. */
export function gapTable(answer: GapAnswer, words: Words, io: Io): string {
  const head = HEAD.map((text): Cell => ({ text, dress: io.style.bold }));
  return [
    table([head, ...answer.answers.map((one) => cells(one, io))], io.width),
    ...answer.outOfScope.flatMap(({ scheme, grounds }) => [
      '',
      `${scheme} does not take this product: ${grounds.map((ground) => words.reason(ground)).join(' ')}`,
    ]),
    ...nextSteps(answer, words, io),
    '',
    'What is shown for another standard is named as an offer; it settles nothing by itself.',
  ].join('\n');
}

/** Steps shown to a person at once; JSON has all of them. */
const STEPS = 12;

function nextSteps({ fixes }: GapAnswer, words: Words, io: Io): readonly string[] {
  if (fixes.length === 0)
    return ['', 'Nothing is missing from the maker in any scheme that takes the product.'];
  const rows = fixes
    .slice(0, STEPS)
    .map(({ requirement, kind, closes, waits, unlocks, offers }) => [
      requirement,
      kind,
      `${unlocks.length > 0 ? `Unlocks ${unlocks.join(', ')}. ` : `Awaited by ${waits.join(', ')}. `}${words.reason(closes)}${offered(offers)}`,
    ]);
  const more = fixes.length - rows.length;
  return [
    '',
    io.style.bold('Next steps, the one that unlocks most first'),
    table(rows, io.width),
    ...(more > 0 ? [`and ${String(more)} more: --format md or json lists them.`] : []),
  ];
}

/** The same for a page or an issue; what is uncertain is marked. */
export function gapMarkdown(answer: GapAnswer, words: Words, io: Io): string {
  const row = (items: readonly string[]) =>
    `| ${items.map((item) => item.replaceAll('|', '\\|')).join(' | ')} |`;
  const plain = (cell: Cell) => (typeof cell === 'string' ? cell : cell.text);
  return [
    `# Gaps as of ${answer.asOf}`,
    '',
    row(HEAD),
    row(HEAD.map(() => '---')),
    ...answer.answers.map((one) => row(cells(one, io).map(plain))),
    '',
    ...answer.outOfScope.map(({ scheme }) => `- ${scheme} does not take this product.`),
    '',
    '## Next steps',
    '',
    ...answer.fixes.map(
      ({ requirement, title, kind, closes, waits, unlocks, offers }) =>
        `- **${requirement}** ${title} (${kind}; awaited by ${waits.join(', ')}${unlocks.length > 0 ? `; unlocks ${unlocks.join(', ')}` : ''}): ${words.reason(closes)}${offered(offers)}`,
    ),
  ].join('\n');
}

/** For programs: every evaluation's level and counts, the shared gaps, and the digests of what was judged. */
export function gapJson(answer: GapAnswer, words: Words): string {
  const { asOf, answers, outOfScope, fixes, inputs } = answer;
  return JSON.stringify(
    {
      asOf,
      schemes: answers.map(({ scheme, status, highest, evaluation, scopeOpen }) => ({
        ...{ scheme, status, highest, level: evaluation.level, counts: evaluation.counts, scopeOpen },
        ...(evaluation.productClass !== undefined && { productClass: evaluation.productClass }),
        ...(evaluation.principles && { principles: evaluation.principles }),
        gaps: evaluation.gaps.map(({ requirement, kind }) => ({ requirement, kind })),
        uncertain: uncertain(evaluation.findings),
      })),
      outOfScope: outOfScope.map(({ scheme, grounds }) => ({
        scheme,
        grounds: grounds.map((one) => words.reason(one)),
      })),
      fixes: fixes.map(({ closes, ...fix }) => ({ ...fix, closes: words.reason(closes) })),
      inputs,
    },
    null,
    2,
  );
}

const LIES: Readonly<Record<Fix['offers'][number]['relation'], string>> = {
  equal: 'the same',
  subset: 'a part of it',
  superset: 'more than it',
  intersects: 'shares a part',
};

function offered(offers: Fix['offers']): string {
  const named = offers
    .slice(0, 4)
    .map(({ from, relation, confidence }) => `${from} (${LIES[relation]}, ${confidence})`);
  const more = offers.length - named.length;
  if (named.length === 0) return '';
  return ` To offer as evidence: ${named.join('; ')}${more > 0 ? `; and ${String(more)} more` : ''}.`;
}

const HEAD: readonly string[] = [
  'scheme',
  'level',
  'next',
  'met',
  'not met',
  'n/a',
  'no evidence',
  'open',
  'uncertain',
];

function cells({ scheme, highest, status, evaluation }: SchemeAnswer, io: Io): readonly Cell[] {
  const { level, counts, findings } = evaluation;
  const reached = level.declared >= level.asked;
  return [
    `${scheme}${status === 'open' ? '' : ` (${status})`}`,
    {
      text: `${String(level.declared)} of ${String(highest)}`,
      dress: reached ? io.style.good : io.style.open,
    },
    reached ? 'none' : String(level.asked),
    String(counts.met),
    { text: String(counts.notMet), dress: counts.notMet > 0 ? io.style.bad : io.style.dim },
    String(counts.notApplicable),
    String(counts.noEvidence),
    String(counts.inconclusive + counts.unanswered),
    String(uncertain(findings).length),
  ];
}

function uncertain(findings: SchemeAnswer['evaluation']['findings']): readonly string[] {
  return findings
    .filter(({ confidence }) => confidence === 'uncertain')
    .map(({ requirement }) => requirement);
}
