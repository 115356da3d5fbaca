import { enterInReport, markAt } from '@assay/office/2-evaluation/enter-in-report';
import { receiveEvidence } from '@assay/office/evidence/receive-evidence';
import { dateOf } from '@assay/vocabulary/instant';
import { InstrumentNamedSchema } from '@assay/vocabulary/bench-api';
import type { Digest } from '@assay/vocabulary/ids';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../../http/desk-act.ts';
import {
  deskApi,
  deskForm,
  deskPage,
  type CaseContext,
  type DeskRoute,
  type Refusal,
  type SentFile,
} from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Empty } from '../../layout/empty.tsx';
import { Buttons, DeskForm, Field, FileField, Hidden } from '../../layout/form.tsx';
import { BENCH_API, enteredTold, enterHere } from './bench-act.ts';
import { AT_BENCH, benchAt, BenchFrame, benchPath, type OpenedBench } from './bench-at.tsx';
import { Saw } from './tested-object.page.tsx';

const path = '/desk/laboratory/cases/:case/instruments';
const API = '/api/v1/cases/:case/bench/instruments';
const WORDS: FieldWords = {
  name: { label: 'Instrument or tool', missing: 'Name the instrument' },
  version: { label: 'Version' },
  file: { label: 'Its output' },
};
/** The largest file and what stands around it in the form. */
const LIMIT = 2 ** 30 + 2 ** 20;
const OF_FILE = ['content-not-its-type', 'evidence-too-large', 'file-name-refused', 'upload-cut'];

/** What was tested with, and what the tools put out. */
export const instrumentRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission: AT_BENCH, event: 'case.read' },
    answer: async (_, at) => {
      const page = await shown(at);
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    ...{ path, permission: AT_BENCH, event: 'report.saved', fields: WORDS, takes: 'file', limit: LIMIT },
    body: closed({ name: text(120), version: Type.Optional(text(60)) }),
    fieldOf: Object.fromEntries(OF_FILE.map((code) => [code, 'file'])),
    again: (_, at, form) => shown(at, form),
    answer: async ({ body, file }, at) => {
      const opened = await benchAt(at);
      if (!opened.ok) return opened;
      const output = await kept(opened.value, at, body.name, file);
      if (!output.ok) return output;
      const instrument = { ...body, ...(output.value !== undefined && { output: output.value }) };
      const { office, who } = opened.value;
      const done = await enterInReport(office, { ...who, entry: { enter: 'instrument', instrument } });
      return done.ok ? ok({ to: benchPath(at.case.id, 'instruments') }) : done;
    },
  }),
  deskApi({
    ...{ ...BENCH_API, method: 'POST', path: API, permission: AT_BENCH, event: 'report.saved' },
    summary: 'Names an instrument in the report under way; its output is a file that you have sent here.',
    body: InstrumentNamedSchema,
    refusals: [...BENCH_API.refusals, 'output-not-held', 'too-many-instruments'],
    answer: async (sent, at) => {
      const { output } = sent.body;
      if (output !== undefined) at.note({ inputs: [output] });
      const done = await enterHere(sent, at, { enter: 'instrument', instrument: sent.body });
      return done.ok ? ok(enteredTold(done.value)) : done;
    },
  }),
  ...actBothWays({
    ...{ permission: AT_BENCH, event: 'report.saved' },
    does: (asked, at) => enterHere(asked, at, { enter: 'no-instrument', place: placeIn(asked.params) }),
    form: {
      ...{ path: `${path}/:place/take-out`, fields: {} },
      own: { body: closed({ saw: text(40) }), read: ({ saw }) => ok({ body: undefined, saw }) },
      again: (_, at) => shown(at),
      then: async (_, _asked, at) => ok({ to: benchPath(at.case.id, 'instruments') }),
    },
    api: {
      ...{ ...BENCH_API, path: `${API}/:place`, method: 'DELETE', told: enteredTold },
      summary: 'Takes the instrument at a place of the list, counted from 0, out of the report under way.',
      refusals: [...BENCH_API.refusals, 'no-such-instrument'],
    },
  }),
];

/** The place that an address names; none of the list where it names no place. */
function placeIn({ place = '' }: Readonly<Record<string, string>>): number {
  return /^\d{1,3}$/.test(place) ? Number(place) : -1;
}

/** Keeps the output of a tool among the files of the laboratory; none where no file came along. */
async function kept(
  { office, who, bench }: OpenedBench,
  at: CaseContext,
  name: string,
  file: SentFile | undefined,
): Promise<Result<Digest | undefined, Refusal>> {
  if (!file) return ok(undefined);
  const output = await receiveEvidence(office, {
    ...{ organisation: who.as, by: who.by },
    ...{ fileName: file.name, declaredType: file.mediaType, bytes: file.bytes },
    given: {
      ...{ kind: 'tool-output', title: `${name}: ${bench.state.product}`.slice(0, 200), confidential: true },
      ...{ covers: [], effective: { from: dateOf(at.now) } },
    },
  });
  if (!output.ok) return output;
  at.note({ inputs: [output.value.digest] });
  return ok(output.value.digest);
}

async function shown(at: CaseContext, sent?: FormState): Promise<Result<JSX.Element, Refusal>> {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { bench } = opened.value;
  const form = sent ?? at.form(WORDS);
  const rows = bench.draft.instruments.map((instrument, place) => ({ ...instrument, place }));
  return ok(
    <BenchFrame at={at} bench={bench} title="Instruments" form={form}>
      {rows.length === 0 ? (
        <Empty says="No instrument is named yet." />
      ) : (
        <DataTable
          caption="As they will stand in the report"
          rows={rows}
          columns={[
            { name: 'Instrument', cell: ({ name }) => name },
            { name: 'Version', cell: ({ version }) => version ?? <span class="soft">Not given</span> },
            {
              name: 'Output',
              cell: ({ output }) =>
                output === undefined ? <span class="soft">None</span> : <span class="code">{output}</span>,
            },
            {
              name: 'Take out',
              cell: ({ place, name }) => (
                <form method="post" action={benchPath(at.case.id, 'instruments', String(place), 'take-out')}>
                  <Hidden form={at.form({})} />
                  <Saw mark={markAt(bench.draft, { at: 'instruments' })} />
                  <button class="plain" type="submit">
                    Take out<span class="unseen"> {name}</span>
                  </button>
                </form>
              ),
            },
          ]}
        />
      )}
      <h2>Name an instrument</h2>
      <DeskForm form={form} files>
        <Field form={form} name="name" />
        <Field form={form} name="version" width="short" />
        <FileField
          form={form}
          name="file"
          hint="Text, JSON, XML, PDF, an image or an archive. The report names its SHA-256; the file stays here, confidential."
        />
        <Buttons does="Add" back={{ path: benchPath(at.case.id), name: 'Back to the case' }} />
      </DeskForm>
    </BenchFrame>,
  );
}
