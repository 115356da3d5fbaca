import { numberOf, readNumber } from '@assay/conformity/1-application/number-fact';
import type { DraftAnswer } from '@assay/conformity/1-application/answer';
import type { AskedField, DraftQuestion } from '@assay/conformity/1-application/interview';
import type { ProductMember } from '@assay/conformity/1-application/draft';
import type { Library } from '@assay/office/0-programme/load-library';
import type { Component, Disclosures } from '@assay/vocabulary/dossier';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import type { Fact } from '@assay/vocabulary/facts';
import { editionRef, splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import { parseCalendarDate, type Instant } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { line, oneOf, several, yesOrNo, type Part, type Step } from './steps.ts';

/** A path and what it shows; the document is read before it becomes an answer. */
export type EvidenceNamed = {
  readonly ask: 'evidence';
  readonly path: string;
  readonly covers: readonly ProvisionRef[];
};
/** A form shows its steps, takes a line for each, and ends in an answer; it asks again where a line does not fit. */
export type Form = Generator<Step, DraftAnswer | EvidenceNamed | 'skip', string>;

export type Asking = {
  readonly library: Library;
  readonly draft: DossierDraft;
  /** Schemes that can be chosen: those in force. */
  readonly schemes: readonly SchemeEdition[];
  readonly at: Instant;
};

/** The form of a question. */
export function formOf(question: DraftQuestion, asking: Asking): Form {
  switch (question.ask) {
    case 'schemes':
      return schemes(asking);
    case 'product':
      return product(question.member, asking);
    case 'components':
      return components(asking.draft);
    case 'fact':
      return fact(question.fact, asking.library.catalogue.facts.get(question.fact));
    case 'statement':
      return statement(question.provision, asking.library);
    case 'disclosure':
      return disclosure(question.field);
    case 'support-period':
      return supportPeriod();
    case 'contact':
      return contact();
    case 'evidence':
      return evidence(question.shows, asking.library);
    case 'declaration':
      return declaration(question, asking);
  }
}

function* schemes({ library, schemes: open }: Asking): Form {
  const lines = open.map(
    (scheme, at) =>
      `  ${String(at + 1)}  ${scheme.id}: ${titleOf(library, scheme)}${scheme.status === 'open' ? '' : ` (${scheme.status})`}`,
  );
  const chosen = yield* several(
    'Which labels is the product meant for? Numbers with commas, or all',
    lines,
    open.map(({ id }) => id),
  );
  return {
    ask: 'schemes',
    schemes: chosen.flatMap((at) => {
      const scheme = open[at];
      return scheme ? [editionRef(scheme.id, scheme.edition)] : [];
    }),
  };
}

const MEMBERS: Readonly<Record<ProductMember, string>> = {
  name: 'What is the product called?',
  brand: 'Under which brand is it sold?',
  manufacturer: 'Which company makes it?',
  models: 'Which models does this cover? Separate them with ;',
  gtins: 'Which bar code numbers (GTIN, 14 digits) does it have? Separate them with ; (none: -)',
  category: 'What kind of product is it?',
  hardwareVersions: 'Which hardware versions? Separate them with ;',
  firmwareVersions: 'Which firmware versions? Separate them with ;',
};
const LISTS: ReadonlySet<ProductMember> = new Set([
  'models',
  'gtins',
  'hardwareVersions',
  'firmwareVersions',
]);

function* product(member: ProductMember, { library, draft }: Asking): Form {
  const known = member === 'category' ? categoriesOf(library, draft) : [];
  const said = yield {
    shows: [
      MEMBERS[member],
      ...(known.length > 0 ? [`  Known kinds: ${known.join(', ')}. Another is written like them.`] : []),
    ],
    prompt: '> ',
  };
  if (!LISTS.has(member)) return { ask: 'product', member, value: said };
  const items = said === '-' ? [] : said.split(';').map((one) => one.trim());
  return { ask: 'product', member, value: items.filter((one) => one !== '') };
}

function* components(draft: DossierDraft): Form {
  const kinds: readonly Component['kind'][] = ['device', 'gateway', 'app', 'backend'];
  const parts: Component[] = [];
  for (;;) {
    const lines = ['  1  a device', '  2  a gateway or hub', '  3  an app', '  4  a service in the network'];
    const ends = parts.length > 0 ? ' (done when that is all)' : '';
    const said = yield* oneOf(
      `Part ${String(parts.length + 1)} of the product is${ends}`,
      lines,
      parts.length > 0,
    );
    const kind = said === undefined ? undefined : kinds[said];
    if (kind === undefined) return { ask: 'components', components: parts };
    const name = yield* line('Its name');
    const version = yield* line('Its version');
    const count = parts.filter((one) => one.kind === kind).length;
    const id = count === 0 ? kind : `${kind}-${String(count + 1)}`;
    parts.push({ id, kind, name, maker: draft.product.manufacturer ?? 'not stated', version });
  }
}

function* fact(id: string, known: Fact | undefined): Form {
  const shows = [known?.question ?? id];
  if (known?.type === 'number') {
    const prompt = `${numberOf(known)} > `;
    for (let said = yield { shows, prompt }; ; said = yield { shows: [], prompt }) {
      const value = readNumber(known, said);
      if (value.ok) return { ask: 'fact', fact: id, value: value.value };
    }
  }
  if (known?.type === 'choice') {
    const choices = known.choices ?? [];
    const at = yield* oneOf(
      known.question,
      choices.map((one, index) => `  ${String(index + 1)}  ${one}`),
      false,
    );
    return { ask: 'fact', fact: id, value: choices[at ?? 0] ?? 'unknown' };
  }
  const value = yield* yesOrNo(shows);
  return { ask: 'fact', fact: id, value };
}

function* statement(provision: ProvisionRef, library: Library): Form {
  const { edition, id } = splitProvisionRef(provision);
  const found = library.catalogue.standards.get(edition)?.provisions.find((one) => one.id === id);
  const shows = [
    `${id} ${found?.title ?? ''} (${edition})`,
    `  ${(found?.outcome ?? '').replace(/\.$/, '')}.`,
    'Does this hold for the product? yes, no, or n/a where it cannot apply',
  ];
  let supported: 'yes' | 'no' | 'not-applicable' | undefined;
  for (let said = yield { shows, prompt: '> ' }; supported === undefined;) {
    supported = /^y(es)?$/i.test(said)
      ? 'yes'
      : /^no?$/i.test(said)
        ? 'no'
        : /^(n\/?a|not applicable)$/i.test(said)
          ? 'not-applicable'
          : undefined;
    if (supported === undefined) said = yield { shows: ['  Answer yes, no or n/a.'], prompt: '> ' };
  }
  const reason = yield* line(
    supported === 'yes' ? 'How, in a sentence or two?' : 'Why, in a sentence or two?',
  );
  return { ask: 'statement', statement: { provision, supported, reason } };
}

function* disclosure(field: AskedField): Form {
  return { ask: 'disclosure', field, disclosures: yield* disclosed(field) };
}

function* disclosed(field: AskedField): Part<Disclosures> {
  switch (field) {
    case 'passwordChange': {
      const at = yield* oneOf(
        'Can the user change the password?',
        ['  1  yes', '  2  no', '  3  there is none'],
        false,
      );
      const changeable = (['yes', 'no', 'no-password'] as const)[at ?? 0] ?? 'yes';
      return { passwordChange: { changeable, how: { says: yield* line('How, in a sentence or two?') } } };
    }
    case 'secureConfiguration':
      return { secureConfiguration: { says: yield* line('How does the user set the product up securely?') } };
    case 'updates': {
      const automatic = yield* yesOrNo(['Do security updates install by themselves?']);
      return {
        updates: { automatic, how: { says: yield* line('How do users get them, in a sentence or two?') } },
      };
    }
    case 'inventories':
      return {
        sbom: yield* yesOrNo(['Is there a list of the software components (SBOM)?']),
        hbom: yield* yesOrNo(['Is there a list of the hardware components (HBOM)?']),
      };
  }
}

function* supportPeriod(): Form {
  const shows = [
    'Until which day are security updates promised?',
    '  A day, YYYY-MM-DD; or "not published"; or "unsupported" where there are none.',
  ];
  for (let said = yield { shows, prompt: '> ' }; ; said = yield { shows: shows.slice(1), prompt: '> ' }) {
    const state = /^not.published$/i.test(said)
      ? 'not-published'
      : /^unsupported$/i.test(said)
        ? 'unsupported'
        : undefined;
    if (state !== undefined) return { ask: 'support-period', supportPeriod: { state } };
    const until = parseCalendarDate(said);
    if (until.ok) return { ask: 'support-period', supportPeriod: { until: until.value } };
  }
}

function* contact(): Form {
  const security = yield* line(
    'Where can a weakness be reported? A mailbox of a role, or the address of a page',
  );
  return { ask: 'contact', security };
}

function* evidence(shows: readonly ProvisionRef[], library: Library): Form {
  const path = yield {
    shows: [
      shows.length === 1
        ? 'One answer has no document behind it yet.'
        : `${String(shows.length)} answers have no document behind them yet.`,
      "A document that shows some of them: its path from the dossier's folder (none: skip)",
    ],
    prompt: '> ',
  };
  if (path === '') return 'skip';
  const lines = shows.map((ref, at) => `  ${String(at + 1)}  ${ref} ${titleOfProvision(library, ref)}`);
  const chosen = yield* several('Which of these does it show? Numbers with commas, or all', lines);
  return { ask: 'evidence', path, covers: chosen.flatMap((at) => shows[at] ?? []) };
}

function* declaration(
  question: Extract<DraftQuestion, { ask: 'declaration' }>,
  { library, at }: Asking,
): Form {
  const [ref] = question.for;
  const scheme = ref && library.catalogue.schemes.get(ref);
  const wanted = scheme?.declarations.find(({ id }) => id === question.declaration);
  const says = scheme && wanted && textIn(library, scheme.id, wanted.text);
  const signer = yield {
    shows: [
      `Declaration ${question.declaration}, version ${question.version}, asked by ${question.for.join(', ')}:`,
      `  ${says ?? ''}`,
      'Who signs it? (nobody yet: skip)',
    ],
    prompt: '> ',
  };
  if (signer === '') return 'skip';
  const capacity = yield* line('In which capacity?');
  const { declaration: id, version } = question;
  return { ask: 'declaration', declaration: { declaration: id, version, signer, capacity, signedAt: at } };
}

/** Kinds of product that the chosen schemes speak of. */
function categoriesOf({ catalogue }: Library, { schemes: chosen }: DossierDraft): readonly string[] {
  const named = chosen.flatMap((ref) => {
    const scheme = catalogue.schemes.get(ref);
    return scheme
      ? [
          ...scheme.scope.categories,
          ...scheme.scope.excludedCategories.map(({ category }) => category),
          ...(scheme.classes ?? []).flatMap(({ categories }) => categories),
        ]
      : [];
  });
  return [...new Set(named)].filter((one) => one !== 'any-consumer-iot').sort();
}

function titleOf(library: Library, scheme: SchemeEdition): string {
  return `${textIn(library, scheme.id, scheme.title) ?? scheme.id} (${scheme.jurisdiction})`;
}

function titleOfProvision({ catalogue }: Library, ref: ProvisionRef): string {
  const { edition, id } = splitProvisionRef(ref);
  return catalogue.standards.get(edition)?.provisions.find((one) => one.id === id)?.title ?? '';
}

function textIn(library: Library, scheme: string, key: string): string | undefined {
  return library.texts.get(scheme)?.get('en')?.[key];
}
