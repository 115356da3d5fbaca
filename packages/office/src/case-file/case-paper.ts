import type { Paper, PaperBlock, PaperSection } from '@assay/formats/paper/paper';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Evaluation, Finding, Outcome, Reason } from '@assay/vocabulary/evaluation';

import type { Office } from '../office.ts';
import { orderName, ORDER_STATUS, ORDERED } from '../7-surveillance/order-words.ts';
import { caseLine } from '../rehearsal/story.ts';
import { schemeOf, textsOf } from '../scheme-of.ts';
import type { Words } from '../words.ts';
import type { StatedFile } from './case-files.ts';
import { digestsNamed } from './digests-named.ts';
import type { OpenCase } from './export-case.ts';
import { doer, withNames, type Names } from './names-in-case.ts';

type Told = {
  readonly state: OpenCase;
  readonly events: readonly CaseEvent[];
  readonly evaluation: Evaluation | undefined;
  readonly names: Names;
};
type Printed = Told & { readonly files: readonly StatedFile[] };

/** A case as it is printed: what it is about, what was signed, everything that happened and why, every finding with its reasons. */
export function casePaper(office: Office, words: Words, { files, ...told }: Printed): Paper {
  const { administrator, sandbox } = office.programme;
  const { state, events, evaluation } = told;
  const scheme = schemeOf(office, state.scheme);
  const texts = textsOf(office, scheme);
  const text = (key: string) => texts[key] ?? key;
  return {
    title: `Case file: ${state.product}`,
    subtitle: `${text(scheme.title)}, level ${String(state.level)}. ${administrator.name}. Case ${state.id}.`,
    language: 'en',
    madeAt: office.clock(),
    ...(sandbox && { band: 'SANDBOX: states nothing about a real product' }),
    foot: `${administrator.name}  ·  ${state.id}  ·  version ${String(events.length)}`,
    sections: [
      about(state),
      {
        heading: 'Declarations',
        blocks: declared(state, (id) => text(scheme.declarations.find((one) => one.id === id)?.text ?? id)),
      },
      ...(state.orders.length > 0 ? [ordersOf(state)] : []),
      { heading: 'What happened', blocks: [history(words, told)] },
      ...(evaluation ? [findings(words, evaluation)] : []),
      {
        heading: 'Documents of the case',
        blocks: listed(digestsNamed(events), 'None yet.'),
      },
      { heading: 'Files that the case names', blocks: named(files) },
    ],
  };
}

function named(files: readonly StatedFile[]): readonly PaperBlock[] {
  if (files.length === 0) return listed([], 'None.');
  return [
    {
      kind: 'table',
      head: ['File', 'Where its bytes are', 'Digest'],
      widths: [2, 2, 3],
      rows: files.map((file) => [
        `${file.title ?? file.kept?.title ?? 'A file'}${file.confidential ? '\nconfidential' : ''}\n${file.place}`,
        WHERE[file.state](file),
        file.digest,
      ]),
    },
  ];
}

const WHERE: Readonly<Record<StatedFile['state'], (file: StatedFile) => string>> = {
  here: () => 'kept, as it came',
  withheld: () => 'kept; not for whoever reads this',
  published: ({ source = '' }) => `not kept; published at ${source}`,
  missing: () => 'MISSING: it is not where it was kept',
  changed: ({ found }) =>
    `CHANGED: other bytes lie in its place${found === undefined ? '' : `, of the digest ${found}`}`,
};

function about(state: OpenCase): PaperSection {
  return {
    heading: 'What the case is about',
    blocks: [
      {
        kind: 'facts',
        rows: [
          ['Product', state.product],
          ['Applicant', state.manufacturer],
          ['Scheme and edition', state.scheme],
          ['Level applied for', String(state.level)],
          ['Where it stands', STAGES[state.stage]],
          ['Dossier', state.dossier],
        ],
      },
    ],
  };
}

function declared(state: OpenCase, text: (declaration: string) => string): readonly PaperBlock[] {
  if (state.declarations.length === 0)
    return [{ kind: 'paragraph', text: 'None were signed with the application.' }];
  return [
    {
      kind: 'table',
      head: ['Declaration', 'Text', 'Signed'],
      widths: [1, 4, 2],
      rows: state.declarations.map((one) => [
        `${one.declaration}\nversion ${one.version}`,
        text(one.declaration),
        `${one.signer}\n${one.capacity}\n${moment(one.signedAt)}`,
      ]),
    },
  ];
}

function ordersOf({ orders }: OpenCase): PaperSection {
  return {
    heading: 'Orders of authorities',
    blocks: [
      {
        kind: 'table',
        head: ['Order', 'What is ordered', 'By', 'Answer'],
        widths: [1.3, 3, 1, 3],
        rows: orders.map((one) => [
          `${orderName(one.id)}\n${ORDERED[one.kind]}\n${ORDER_STATUS[one.status]}`,
          `${one.says}\nIt rests on: ${one.rule}`,
          one.respondBy,
          [one.reported?.says, one.answered?.answer, one.ended?.answer].filter((said) => said).join('\n'),
        ]),
      },
    ],
  };
}

function history(words: Words, { events, evaluation, names }: Told): PaperBlock {
  return {
    kind: 'table',
    head: ['When (UTC)', 'What', 'Who', 'Why'],
    widths: [1.3, 1.7, 1.7, 4],
    rows: events.map((event) => {
      const { title, says } = caseLine(event, words, evaluation);
      const { because, jumped } = event;
      const why = [
        withNames(says, names),
        ...(says.includes(because) ? [] : [because]),
        ...(jumped
          ? [`Taken before ${jumped.cases.join(', ')}, ${String(jumped.count)} in all: ${jumped.because}`]
          : []),
      ];
      return [moment(event.at), title, doer(names, event), why.join('\n')];
    }),
  };
}

function findings(words: Words, { findings: all, level }: Evaluation): PaperSection {
  return {
    heading: 'Findings',
    blocks: [
      {
        kind: 'paragraph',
        text: `Level ${String(level.declared)} as declared and ${String(level.assessed)} as assessed, of ${String(level.asked)} asked.`,
      },
      {
        kind: 'table',
        head: ['Requirement', 'As assessed', 'Why'],
        widths: [2, 1, 4],
        rows: all.map((finding) => [
          `${finding.requirement}\n${finding.title}`,
          finding.assessed === finding.outcome
            ? OUTCOMES[finding.assessed]
            : `${OUTCOMES[finding.assessed]} (declared: ${OUTCOMES[finding.outcome]})`,
          reasons(words, finding),
        ]),
      },
    ],
  };
}

/** The tree of reasons, each below what it is a reason for. */
function reasons(words: Words, { because }: Finding): string {
  const lines: string[] = [];
  const tell = (reason: Reason, depth: number): void => {
    lines.push(`${'– '.repeat(Math.min(depth, 4))}${words.reason(reason)}`);
    for (const below of reason.because) tell(below, depth + 1);
  };
  tell(because, 0);
  return lines.join('\n');
}

function listed(items: readonly string[], none: string): readonly PaperBlock[] {
  return items.length === 0 ? [{ kind: 'paragraph', text: none }] : [{ kind: 'list', items }];
}

function moment(at: string): string {
  return at.replace('T', ' ').replace('Z', '');
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  met: 'met',
  'not-met': 'not met',
  'not-applicable': 'does not apply',
  'no-evidence': 'no evidence',
  inconclusive: 'inconclusive',
  unanswered: 'unanswered',
};

const STAGES: Readonly<Record<OpenCase['stage'], string>> = {
  submitted: 'submitted',
  returned: 'returned to the applicant',
  accepted: 'accepted as complete',
  evaluated: 'evaluated',
  reviewed: 'reviewed',
  granted: 'granted',
  refused: 'refused',
  dismissed: 'dismissed',
  discontinued: 'discontinued',
};
