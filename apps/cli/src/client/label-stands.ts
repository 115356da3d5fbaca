import type { LabelTold } from '@assay/vocabulary/api';

const ON_ITS_WAY = {
  pending: 'asked for, and to be entered into the public log',
  integrated: 'in the public log, and to be shown in the register',
  granted: 'in the register',
} as const satisfies Readonly<Record<LabelTold['state'], string>>;

/** A label, and how far it is on its way to the public; its page once it is there. */
export function standsOf({ id, state, page }: LabelTold): string {
  return `${id}, ${ON_ITS_WAY[state]}${page === undefined ? '' : `: ${page}`}`;
}
