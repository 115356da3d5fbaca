import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import type { Words } from '@assay/office/words';

import { byPrinciple, COLUMNS, counted, alike, likeness, offersOf, reached, unlocked } from './gap-words.ts';

/** The matrix and all steps for a page or an issue; what is uncertain is marked. */
export function gapMarkdown(answer: GapAnswer, words: Words): string {
  const { answers, outOfScope, steps, dossier } = answer;
  const head = ['scheme', 'level', ...COLUMNS.map(({ outcome }) => outcome)];
  return [
    `# Gaps of ${escaped(dossier.document.product.name)} as of ${answer.asOf}`,
    '',
    row(head),
    row(head.map((_, column) => (column < 2 ? '---' : '---:'))),
    ...answers.map((one) =>
      row([
        `${one.scheme}${one.status === 'open' ? '' : ` (${one.status})`}`,
        reached(one),
        ...COLUMNS.map(({ outcome }) => counted(one.evaluation.findings, outcome)),
      ]),
    ),
    '',
    'Taken at face value, as declared. `?n`: of these, n rest on a row that is marked uncertain; they settle nothing.',
    '',
    ...answers
      .filter((one) => byPrinciple(one).length > 0)
      .map((one) => `- ${one.scheme} by principle: ${byPrinciple(one).join(', ')}.`),
    ...outOfScope.map(
      ({ scheme, grounds }) =>
        `- ${scheme} does not take this product: ${escaped(grounds.map((ground) => words.reason(ground)).join(' '))}`,
    ),
    '',
    '## Next steps',
    '',
    ...steps.flatMap((step, index) => stepOf(step, index + 1, answers, words)),
    '',
    'What is alike in another standard can be offered there as evidence; it settles nothing by itself.',
  ].join('\n');
}

type Step = GapAnswer['steps'][number];

function stepOf(step: Step, number: number, answers: GapAnswer['answers'], words: Words): readonly string[] {
  const below: readonly (readonly [string, string])[] = [
    ['unlocks', unlocked(step.unlocks, answers).join(', ')],
    ['may unlock, as the answer turns out', unlocked(step.mayUnlock, answers).join(', ')],
    ['asked by', step.waits.join(', ')],
    ['closes with', step.fix ? words.reason(step.fix.closes) : ''],
    ['decides as well', step.decides.map((fix) => `${fix.requirement} ${fix.title}`).join('; ')],
    [likeness(step), step.helps.map(alike).join('; ')],
    ['can offer', offersOf(step).join('; ')],
    [step.helps.length > 0 ? 'weakest link' : 'confidence', step.confidence],
  ];
  return [
    `${String(number)}. **${escaped(words.reason(step.todo))}** \`${step.provision}\``,
    ...below.filter(([, said]) => said !== '').map(([name, said]) => `   - ${name}: ${escaped(said)}`),
  ];
}

function row(items: readonly string[]): string {
  return `| ${items.map(escaped).join(' | ')} |`;
}

/** Text of others as text: nothing in it becomes a table, a link or markup. */
function escaped(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|]/g, (mark) => `\\${mark}`);
}
