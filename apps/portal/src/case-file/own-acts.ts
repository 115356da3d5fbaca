import { may, type CaseAct } from '@assay/conformity/journey';
import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { Reason } from '@assay/vocabulary/evaluation';

import { ordersToReport } from '../7-surveillance/orders-open.ts';
import type { ActOpen } from './acts-open.ts';

/** What whoever applied may do now in a case; what is not open is not named: it is not theirs to wait for. */
export function ownActs(sheet: CaseSheet): readonly ActOpen[] {
  const { state, reader, label } = sheet;
  const unanswered = state.threads.filter(({ answeredAt }) => answeredAt === undefined);
  const answers = unanswered.map(({ id, question }) => ({
    ...{ act: 'supplyInformation' as const, path: `answer/${id}`, name: 'Answer the question' },
    says: question.length > 120 ? `${question.slice(0, 120)}…` : question,
  }));
  const acts = [...answers, ...ALWAYS]
    .filter(({ act }) => may(act, reader, state).ok)
    .filter(({ act }) => act !== 'chooseLaboratory' || state.assigned === undefined)
    .filter(({ act }) => act !== 'reportChange' || label?.state === 'granted')
    .map(({ path, name, says }) => ({ path, name, says }));
  return [...ordersToReport(sheet), ...acts];
}

type Own = { readonly act: CaseAct; readonly path: string; readonly name: string; readonly says: string };

const ALWAYS: readonly Own[] = [
  {
    ...{ act: 'chooseLaboratory', path: 'choose-laboratory', name: 'Choose the laboratory' },
    says: 'One that is recognised for this level today. Otherwise the administrator names it.',
  },
  {
    ...{ act: 'discontinue', path: 'withdraw', name: 'Withdraw the application' },
    says: 'Ends the case without a decision.',
  },
  {
    ...{ act: 'reportChange', path: 'change', name: 'Tell of a change' },
    says: 'Firmware, answers, support period, contact or design: what is different, and from when.',
  },
];

/** The part of a draft in which an item that is missing is put right; of all that an application may lack. */
export function placeOf({ code, facts }: Reason): string {
  const named = (name: string) => encodeURIComponent(String(facts[name] ?? ''));
  switch (code) {
    case 'member-missing':
      return SECTIONS[String(facts['pointer']).split('/')[1] ?? ''] ?? '';
    case 'declaration-missing':
    case 'declaration-outdated':
      return `declarations/${named('declaration')}`;
    case 'disclosure-missing':
      return 'disclosures';
    case 'denial-not-disclosed':
      return 'denials';
    case 'eligibility-contradicted':
    case 'scope-fact-unanswered':
      return `facts/${named('fact')}`;
    case 'inclusion-fails':
    case 'exclusion-applies':
      return 'facts';
    case 'category-excluded':
    case 'category-not-taken':
      return 'product';
    default:
      return '';
  }
}

const SECTIONS: Readonly<Record<string, string>> = {
  ...{ product: 'product', components: 'components', facts: 'facts', statements: 'statements', ixit: 'ixit' },
  ...{ disclosures: 'disclosures', supportPeriod: 'support', contacts: 'support', evidence: 'evidence' },
};
