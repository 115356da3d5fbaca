import { LONGEST_REASON, type Statement } from '@assay/vocabulary/dossier';
import { editionRef, provisionRef } from '@assay/vocabulary/ids';
import type { StandardEdition } from '@assay/vocabulary/standard';
import {
  LONGEST_OBSERVED,
  LONGEST_SUMMARY,
  LONGEST_UNIT,
  type GroupResult,
  type Verdict,
} from '@assay/vocabulary/test-report';

import { NOTHING, type Brought } from './brought.ts';
import { plain, type Block, type Heading, type Table } from './markdown.ts';
import { doubtful, lost, missing, notTaken, taken, type ImportNote, type Place } from './note.ts';
import { verdictOf, worst } from './verdict-word.ts';
import { readVerdictRows, type Unit } from './verdict-rows.ts';

/** The provision of the test group that a Markdown file is about: the one that its first heading names. */
export function testGroupOf(blocks: readonly Block[]): string | undefined {
  const first = blocks.find((block): block is Heading => block.is === 'heading');
  return /^Test group ([0-9A-Za-z.-]+)/i.exec(first?.text ?? '')?.[1];
}

/**
 * Reads a test group of TS 103 701 written as Markdown: a heading per test case, tables with a verdict per row, lines `Verdict:` for
 * case and group. A case without a line of its own carries the worst of its units or rows, and the report says that it was derived; a group
 * without one has none. Of the rows, those that name IXIT rows become units; the others become what was observed of the case.
 */
export function readTestGroup(file: string, blocks: readonly Block[], standard: StandardEdition): Brought {
  const id = testGroupOf(blocks) ?? '';
  const provision = standard.provisions.find((one) => one.id === id);
  const all: Place = { file, line: 1, until: blocks.at(-1)?.until ?? 1 };
  if (!provision)
    return {
      ...NOTHING,
      notes: [
        lost('unknown-provision', all, { id, answer: '', nearest: `${standard.id}@${standard.edition}` }),
      ],
    };
  const reading = new GroupReading(file, id);
  for (const block of blocks) reading.next(block);
  const { result, statement, notes } = reading.end(
    provisionRef(editionRef(standard.id, standard.edition), id),
  );
  return { ...NOTHING, results: [result], statements: statement ? [statement] : [], notes };
}

type Said = { readonly verdict: Verdict; readonly line: number; readonly words: string };
type Case = {
  readonly id: string;
  readonly line: number;
  verdict: Said | undefined;
  /** Verdicts of test units, by the heading or label that gives them. */
  readonly ofUnits: Said[];
  readonly units: Map<string, Unit>;
  readonly rows: Said[];
  readonly observed: string[];
};

class GroupReading {
  readonly #file: string;
  readonly #group: string;
  readonly #notes: ImportNote[] = [];
  readonly #cases = new Map<string, Case>();
  #case: Case | undefined;
  #inUnit = false;
  #section: string | undefined;
  #summary: string[] = [];
  #verdict: Said | undefined;
  #last = 1;

  constructor(file: string, group: string) {
    this.#file = file;
    this.#group = group;
  }

  next(block: Block): void {
    this.#last = block.until;
    if (block.is === 'heading') this.#heading(block);
    else if (block.is === 'table') this.#table(block);
    else this.#text(block.raw, block.line);
  }

  #heading(heading: Heading): void {
    const at = this.#place(heading.line, heading.until);
    const id = /^Test case ([0-9A-Za-z.-]+)/i.exec(heading.text)?.[1];
    this.#notes.push(taken('outline', at));
    if (id !== undefined) {
      this.#section = undefined;
      this.#inUnit = false;
      this.#case = this.#open(id, heading.line);
      return;
    }
    if (heading.depth > 2 && this.#case) {
      this.#inUnit = true;
      return;
    }
    if (heading.depth === 1) return;
    this.#case = undefined;
    this.#inUnit = false;
    this.#section = heading.text;
  }

  #open(id: string, line: number): Case {
    const known = this.#cases.get(id);
    if (known)
      this.#notes.push(doubtful('case-twice', this.#place(line, line), { case: id, first: known.line }));
    const one: Case = known ?? {
      id,
      line,
      verdict: undefined,
      ofUnits: [],
      units: new Map(),
      rows: [],
      observed: [],
    };
    this.#cases.set(id, one);
    return one;
  }

  #table(table: Table): void {
    const rows = readVerdictRows(this.#file, table);
    this.#notes.push(...rows.notes);
    const cases = /^Summary Matrix/i.test(this.#section ?? '');
    for (const row of rows.rows) {
      const named = cases ? this.#caseNamed(row.label) : this.#case;
      if (!named) {
        this.#notes.push(
          notTaken('row-outside-a-case', this.#place(row.line, row.line), {
            label: row.label,
            verdict: row.said,
          }),
        );
        continue;
      }
      this.#row(named, row);
    }
  }

  #row(of: Case, row: ReturnType<typeof readVerdictRows>['rows'][number]): void {
    const to = `results/${this.#group}/${of.id}`;
    of.rows.push({ verdict: row.verdict, line: row.line, words: row.label });
    const place = this.#place(row.line, row.line);
    if (row.parts.length === 0) {
      this.#notes.push(taken('row-observed', place, { to, label: row.label }));
      of.observed.push(`${row.label}: ${row.said}. ${row.observed}`.trim());
      return;
    }
    for (const part of row.parts) {
      const before = of.units.get(part);
      const verdict = before ? worst([before.verdict, row.verdict]) : row.verdict;
      if (before && before.verdict !== row.verdict)
        this.#notes.push(
          doubtful('unit-verdicts-differ', place, { part, one: before.verdict, other: row.verdict }),
        );
      const observed = [before?.observed, row.observed].filter((text) => text !== undefined && text !== '');
      of.units.set(part, { part, verdict, observed: observed.join(' | '), line: before?.line ?? row.line });
    }
    this.#notes.push(taken('unit', place, { to, parts: row.parts.join(', ') }));
  }

  /** The case that a row of a summary table is about: the one its first cell names, else the only one its heading names. */
  #caseNamed(label: string): Case | undefined {
    const [id] = casesIn(label);
    const ofSection = casesIn(this.#section ?? '');
    return this.#cases.get(id ?? (ofSection.length === 1 ? (ofSection[0] ?? '') : ''));
  }

  #text(raw: string, from: number): void {
    const lines = raw.split('\n');
    const starts = lines.flatMap((line, index) => (STATEMENT.test(line) || index === 0 ? [index] : []));
    starts.forEach((start, index) => {
      const end = starts[index + 1] ?? lines.length;
      this.#paragraph(lines.slice(start, end).join('\n'), from + start, from + end - 1);
    });
  }

  #paragraph(raw: string, line: number, until: number): void {
    const at = this.#place(line, until);
    const [, bold, bare, rest = ''] = STATEMENT.exec(raw) ?? [];
    const label = (bold ?? bare ?? '').trim();
    if (/verdict$/i.test(label)) {
      this.#verdictLine(label, plain(rest), at);
      return;
    }
    if (this.#section !== undefined && /^Group Summary/i.test(this.#section)) {
      this.#summary.push(raw.trim());
      this.#notes.push(taken('group-summary', at, { to: `results/${this.#group}/summary` }));
      return;
    }
    if (this.#case && /assessment|justification/i.test(label)) {
      this.#case.observed.push(plain(rest));
      this.#notes.push(taken('assessment', at, { to: `results/${this.#group}/${this.#case.id}/observed` }));
      return;
    }
    this.#notes.push(this.#why(label, at));
  }

  #why(label: string, at: Place): ImportNote {
    if (this.#section !== undefined) return notTaken('other-section', at, { heading: this.#section });
    if (/^purpose$/i.test(label)) return notTaken('purpose', at);
    if (!this.#case) return notTaken('introduction', at);
    return notTaken('prose-of-a-case', at, { case: this.#case.id, label });
  }

  #verdictLine(label: string, words: string, at: Place): void {
    const verdict = verdictOf(words);
    if (verdict === undefined) {
      this.#notes.push(lost('unknown-verdict', at, { label, words }));
      return;
    }
    const said: Said = { verdict, line: at.line, words };
    if (/^group/i.test(label)) {
      this.#verdict = said;
      this.#notes.push(taken('group-verdict', at, { to: `results/${this.#group}/verdict` }));
    } else if (!this.#case) {
      this.#notes.push(lost('verdict-outside-a-case', at, { label, words }));
      return;
    } else if (/case/i.test(label) || (!this.#inUnit && !/unit/i.test(label))) {
      this.#case.verdict = said;
      this.#notes.push(taken('case-verdict', at, { to: `results/${this.#group}/${this.#case.id}` }));
    } else {
      this.#case.ofUnits.push({ ...said, words: label });
      this.#notes.push(taken('unit-verdict', at, { to: `results/${this.#group}/${this.#case.id}` }));
    }
    const remark = /\((.+)\)/.exec(words)?.[1];
    if (remark !== undefined) this.#remark(label, remark, at);
  }

  /** What a verdict says in brackets is kept with the summary, or with what was observed of the case. */
  #remark(label: string, remark: string, at: Place): void {
    if (/^group/i.test(label)) this.#summary.push(`(${remark})`);
    else this.#case?.observed.push(`${label}: ${remark}`);
    this.#notes.push(taken('remark', at, { to: `results/${this.#group}`, remark }));
  }

  end(provision: GroupResult['provision']) {
    const group = this.#place(1, this.#last);
    const cases = [...this.#cases.values()].flatMap((one) => this.#finished(one));
    const summary = this.#summary.join('\n\n');
    if (!this.#verdict) this.#notes.push(missing('group-verdict-missing', group, { group: this.#group }));
    if (summary === '') this.#notes.push(missing('group-summary-missing', group, { group: this.#group }));
    if (cases.length === 0) this.#notes.push(missing('no-cases', group, { group: this.#group }));
    const result: GroupResult = {
      provision,
      ...(this.#verdict && { verdict: this.#verdict.verdict }),
      summary: this.#short(summary === '' ? 'not stated' : summary, LONGEST_SUMMARY, 'summary'),
      cases,
    };
    return { result, statement: this.#statement(provision, summary), notes: this.#notes };
  }

  /** The maker's own group verdict, with the summary that gives its reason, is the maker's word on the provision. */
  #statement(provision: GroupResult['provision'], summary: string): Statement | undefined {
    const supported = this.#verdict && SUPPORTED[this.#verdict.verdict];
    if (supported === undefined || summary === '') return undefined;
    const line = this.#verdict?.line ?? 1;
    this.#notes.push(taken('statement', this.#place(line, line), { to: `statements/${this.#group}` }));
    return { provision, supported, reason: this.#short(summary, LONGEST_REASON, 'reason') };
  }

  #finished(one: Case): GroupResult['cases'] {
    const at = this.#place(one.line, one.line);
    const { verdict, ofUnits, rows } = one;
    const [only] = ofUnits;
    const lone = verdict ?? (ofUnits.length === 1 && !/unit/i.test(only?.words ?? '') ? only : undefined);
    const derived = ofUnits.length > 0 ? ofUnits : rows;
    if (!lone && derived.length === 0) {
      this.#notes.push(lost('case-without-verdict', at, { case: one.id }));
      return [];
    }
    const settled = lone?.verdict ?? worst(derived.map((said) => said.verdict));
    if (!lone)
      this.#notes.push(
        missing('case-verdict-missing', at, {
          case: one.id,
          verdict: settled,
          from: ofUnits.length > 0 ? 'its test units' : 'its rows',
        }),
      );
    const below = [...ofUnits, ...rows].map((said) => said.verdict);
    if (lone && below.length > 0 && lone.verdict === 'pass' && below.includes('fail'))
      this.#notes.push(doubtful('verdict-contradicted', at, { case: one.id, verdict: lone.verdict }));
    const observed = one.observed.join(' | ');
    const units = [...one.units.values()].map(({ part, verdict: of, observed: saw }) => ({
      part,
      verdict: of,
      ...(saw !== '' && { observed: this.#short(saw, LONGEST_UNIT, `${one.id}/${part}`) }),
    }));
    return [
      {
        case: one.id,
        verdict: settled,
        ...(units.length > 0 && { units }),
        ...(observed !== '' && { observed: this.#short(observed, LONGEST_OBSERVED, one.id) }),
      },
    ];
  }

  #short(text: string, limit: number, what: string): string {
    if (text.length <= limit) return text;
    this.#notes.push(
      lost('cut', this.#place(1, this.#last), { row: this.#group, field: what, length: text.length, limit }),
    );
    return `${text.slice(0, limit - 1)}…`;
  }

  #place(line: number, until: number): Place {
    return { file: this.#file, line, until };
  }
}

/** Ids of test cases that a text names. */
function casesIn(text: string): readonly string[] {
  return text.match(/\b\d+\.\d+-\d+[A-Z]?-\d+\b/g) ?? [];
}

/** A line that begins with a label in bold, or with one of a verdict: `**Verdict**: …`, `* **Unit A Verdict**: …` in a list, `Verdict: …`. */
const STATEMENT =
  /^\s*(?:[*-]\s+)?(?:\*\*([^*:]+?)(?:\*\*\s*:|:\s*\*\*)|([^*:|]*\bverdict)\s*:)\s*([\s\S]*)$/i;

const SUPPORTED: Readonly<Partial<Record<Verdict, Statement['supported']>>> = {
  pass: 'yes',
  fail: 'no',
  'not-applicable': 'not-applicable',
};
