import type { SchemeEdition, Setting } from '@assay/vocabulary/scheme';

import { reason } from '../reason.ts';
import { compareMethods } from './compare-methods.ts';
import type { Difference } from './differences.ts';
import { settingUses } from './setting-uses.ts';
import { compareNumbers, less, more, undecided, without } from './directions.ts';
import type { Reading } from './scheme-change.ts';

/** The two editions in which a difference is read. */
export type Between = { readonly before: SchemeEdition; readonly after: SchemeEdition };
type Reader = (difference: Difference, between: Between) => Reading;

/** Members that say where a rule is written, not what it asks; they stand all over a scheme. */
export const PROVENANCE: ReadonlySet<string> = new Set(['source', 'sources', 'confidence', 'note']);

/** Which way a difference goes, by its place in the document. What no reader knows is `changed`, never passed over. */
export function read(difference: Difference, between: Between): Reading {
  if (difference.pattern.split('/').some((name) => PROVENANCE.has(name)))
    return without(reason('where-from'));
  const reader = Object.hasOwn(READERS, difference.pattern) ? READERS[difference.pattern] : undefined;
  return reader ? reader(difference, between) : undecided();
}

/** What comes asks more, what goes asks less; what is there on both sides and differs is undecided. */
const demand: Reader = ({ before, after }) =>
  before === undefined
    ? more(reason('asks-more'))
    : after === undefined
      ? less(reason('asks-less'))
      : undecided();

/** The later a word stands in the list, the more is asked. */
function ladder(...words: readonly unknown[]): Reader {
  return ({ before, after }) => {
    const [low, high] = [words.indexOf(before), words.indexOf(after)];
    if (low < 0 || high < 0) return undecided();
    return high > low ? more(reason('asks-more')) : less(reason('asks-less'));
  };
}

/** Taking fewer products is stricter where nobody has to apply; where some must, the data does not say for whom. */
const narrower =
  (narrowing: (difference: Difference, between: Between) => boolean | undefined): Reader =>
  (difference, between) => {
    const { before, after } = between;
    const fewer = narrowing(difference, between);
    if (fewer === undefined) return without(reason('already-so'));
    if (before.obligation.kind !== 'voluntary' || after.obligation.kind !== 'voluntary') return undecided();
    return fewer ? more(reason('takes-fewer')) : less(reason('takes-more'));
  };

/** A category that the other edition took already under `any-consumer-iot` is no news. */
const category = narrower(({ path, before }, between) => {
  const lacking = before === undefined ? between.before : between.after;
  const named = path.at(-1) !== ANY && lacking.scope.categories.includes(ANY);
  return named ? undefined : before !== undefined;
});
const ANY = 'any-consumer-iot';

const barrier: Reader = (difference, between) =>
  difference.before !== undefined && difference.after !== undefined
    ? undecided()
    : narrower(() => difference.before === undefined)(difference, between);

/** The reference to a setting: what counts is the number that it leads to. */
const reference =
  (shorterIs: 'stricter' | 'weaker'): Reader =>
  ({ before, after }, between) =>
    before === undefined || after === undefined
      ? undecided()
      : compareNumbers(settingOf(between.before, before), settingOf(between.after, after), shorterIs);

const settingValue: Reader = ({ path }, { before, after }) => {
  const id = path[1] ?? '';
  const uses = new Set([...settingUses(before, id), ...settingUses(after, id)]);
  const [use, ...others] = uses;
  if (use === undefined || others.length > 0 || use === 'undecided') return undecided();
  return compareNumbers(settingOf(before, id), settingOf(after, id), use);
};

function settingOf({ settings }: SchemeEdition, id: unknown): Setting | undefined {
  return settings.find((setting) => setting.id === id);
}

/** A label until the earlier of two days never lasts longer than until either of them. */
const validityRule: Reader = ({ before, after }, between) => {
  const terms = [between.before, between.after].map(
    (scheme) => settingOf(scheme, scheme.validity.term)?.value,
  );
  const sameTerm = terms[0] === terms[1];
  const shorter = before === 'min-support-term' ? after : before;
  const comparable = shorter === 'open-ended' || (shorter === 'fixed-term' && sameTerm);
  if (![before, after].includes('min-support-term') || !comparable) return undecided();
  return after === 'min-support-term' ? more(reason('ends-sooner')) : less(reason('ends-later'));
};

const method: Reader = ({ path }, { before, after }) => {
  const [mine, theirs] = [before, after].map(({ methods }) => methods.find(({ id }) => id === path[1]));
  return mine && theirs ? (compareMethods(mine, theirs)[path[2] ?? ''] ?? undecided()) : told();
};

const told = (): Reading => without(reason('told-elsewhere'));
const dated = (): Reading => without(reason('which-edition'));
const open = (): Reading => undecided();

/** The reader of every place of a scheme document; a place of which nothing can be said is listed as well. */
export const READERS: Readonly<Record<string, Reader>> = {
  ...every(dated, ['edition', 'inForce/from', 'inForce/to', 'settings/*/effectiveFrom']),
  ...every(open, ['id', 'title', 'jurisdiction', 'owner', 'timeZone', 'levelModel']),
  status: ladder('open', 'closed-to-new', 'withdrawn'),
  'obligation/kind': ladder('voluntary', 'mandatory-for-categories', 'mandatory'),
  ...every(open, ['roles/*', 'roles/*/id', 'roles/*/duty']),
  'scope/categories/*': category,
  'scope/excludedCategories/*': barrier,
  'scope/excludedCategories/*/category': open,
  ...every(barrier, ['scope/inclusion/*', 'scope/exclusions/*']),
  ...every(open, ['scope/inclusion/*/id', 'scope/inclusion/*/when']),
  ...every(open, ['scope/exclusions/*/id', 'scope/exclusions/*/when']),
  ...every(open, ['levels/*', 'levels/*/rank', 'levels/*/name', 'levels/*/symbol', 'levels/*/basis']),
  ...every(open, ['classes', 'classes/*', 'classes/*/id', 'classes/*/name']),
  'classes/*/categories/*': told,
  ...every(open, ['classes/*/listed', 'classes/*/listed/*', 'classes/*/listed/*/id']),
  'classes/*/listed/*/title': open,
  'classes/*/listed/*/categories/*': told,
  ...every(open, ['classes/*/routes/*', 'classes/*/routes/*/id', 'classes/*/routes/*/title']),
  'classes/*/routes/*/open': open,
  ...every(open, ['principles', 'principles/*', 'principles/*/id', 'principles/*/name']),
  ...every(told, ['methods/*', 'methods/*/id']),
  ...every(method, ['methods/*/activity', 'methods/*/party', 'methods/*/competence']),
  'methods/*/maxAge': told,
  'methods/*/title': open,
  ...every(told, ['requirements/*', 'requirements/*/id', 'requirements/*/level', 'requirements/*/from']),
  ...every(told, ['requirements/*/provisions/*', 'requirements/*/method', 'requirements/*/only']),
  ...every(told, ['requirements/*/principle', 'requirements/*/justifiedNotApplicable']),
  ...every(demand, ['gates', 'gates/*']),
  ...every(open, ['gates/*/id', 'gates/*/before', 'gates/*/rule']),
  'declarations/*': demand,
  ...every(open, ['declarations/*/id', 'declarations/*/version', 'declarations/*/text']),
  'applicationForm/*': demand,
  'disclosures/*': (difference, between) => {
    const one = difference.before ?? difference.after;
    const required = typeof one === 'object' && one !== null && Reflect.get(one, 'required') === true;
    return required ? demand(difference, between) : without(reason('shown-where-known'));
  },
  'disclosures/*/required': ladder(false, true),
  ...every(open, ['disclosures/*/field', 'disclosures/*/label']),
  decision: open,
  'decision/overruling': ladder('by-name-with-reason', 'forbidden'),
  ...every(open, ['grant', 'grant/authorities/*']),
  'validity/rule': validityRule,
  'validity/term': reference('stricter'),
  'supportPeriod/endDateRequired': ladder(false, true),
  'supportPeriod/mayBeShortened': ladder(true, false),
  'renewal/rule': open,
  'renewal/interval': reference('stricter'),
  ...every(open, ['changeClasses/*', 'changeClasses/*/id', 'changeClasses/*/action']),
  'standardChange/rule': open,
  'standardChange/grace': reference('stricter'),
  'surveillance/modes/*': demand,
  'surveillance/rate': reference('weaker'),
  'surveillance/rule': open,
  'sanctions/*': demand,
  ...every(open, ['sanctions/*/id', 'sanctions/*/rule']),
  'sanctions/*/notice': reference('stricter'),
  ...every(open, ['clocks/*', 'clocks/*/id', 'clocks/*/starts', 'clocks/*/ends', 'clocks/*/length']),
  ...every(open, ['clocks/*/calendar', 'clocks/*/pausesWhileWaitingOnApplicant']),
  ...every(open, ['clocks/*/levels', 'clocks/*/levels/*']),
  ...every(open, ['businessDays', 'businessDays/weekend/*', 'businessDays/holidays']),
  ...every(open, ['businessDays/holidays/rules/*']),
  ...every(
    open,
    ['id', 'month', 'day', 'weekday', 'nth', 'since'].map((one) => `businessDays/holidays/rules/*/${one}`),
  ),
  ...every(open, ['businessDays/holidays/observed', 'businessDays/holidays/years/*']),
  ...every(open, ['businessDays/holidays/dates/*']),
  'appeals/rule': open,
  ...every(open, ['label', 'label/elements/*', 'label/idPattern', 'label/altText']),
  ...every(open, ['statement', 'statement/title', 'statement/states/*']),
  ...every(open, ['claims/*', 'claims/*/id', 'claims/*/rule', 'doesNotSay/*']),
  ...every(open, [
    'recognitions/*',
    'recognitions/*/party',
    'recognitions/*/level',
    'recognitions/*/rule',
    'recognitions/*/scheme',
  ]),
  ...every(open, ['fees/rule', 'retention/rule']),
  ...every(told, ['settings/*', 'settings/*/id']),
  'settings/*/value': settingValue,
  'settings/*/unit': open,
};

function every(reader: Reader, patterns: readonly string[]): Readonly<Record<string, Reader>> {
  return Object.fromEntries(patterns.map((pattern) => [pattern, reader]));
}
