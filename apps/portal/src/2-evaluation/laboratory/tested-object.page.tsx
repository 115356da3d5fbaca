import { markAt } from '@assay/office/2-evaluation/enter-in-report';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import { TestedObjectSchema } from '@assay/vocabulary/bench-api';
import { dateIn } from '@assay/vocabulary/instant';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed, text } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../../http/desk-act.ts';
import { deskPage, type CaseContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { Buttons, DeskForm, Field, Select } from '../../layout/form.tsx';
import { BENCH_API, enteredTold, enterHere } from './bench-act.ts';
import { AT_BENCH, benchAt, BenchFrame, benchPath } from './bench-at.tsx';

const path = '/desk/laboratory/cases/:case/object';
const WORDS: FieldWords = {
  hardwareVersion: { label: 'Hardware version tested', missing: 'Choose the hardware version' },
  firmwareVersion: { label: 'Firmware version tested', missing: 'Choose the firmware version' },
  firmwareDigest: {
    label: 'SHA-256 of the firmware image',
    wrong: 'Enter sha256: and 64 lower-case hexadecimal digits',
  },
  activity: { label: 'What was done', missing: 'Choose what was done' },
  testedFrom: {
    label: 'First day of the tests',
    missing: 'Enter the first day of the tests',
    wrong: 'Enter a day as YYYY-MM-DD',
  },
  testedUntil: {
    label: 'Last day of the tests',
    missing: 'Enter the last day of the tests',
    wrong: 'Enter a day as YYYY-MM-DD',
  },
  analyst: { label: 'Analyst', missing: 'Name the analyst, or the role' },
};

/** What was tested, when, how and by whom. */
export const testedObjectRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission: AT_BENCH, event: 'case.read' },
    answer: async (_, at) => {
      const page = await shown(at);
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  ...actBothWays({
    ...{ permission: AT_BENCH, event: 'report.saved', body: TestedObjectSchema },
    does: (asked, at) => enterHere(asked, at, { enter: 'object', about: asked.body }),
    form: {
      ...{ path, fields: WORDS, fieldOf: { 'tested-until-before-from': 'testedUntil' } },
      own: {
        body: closed({ ...TestedObjectSchema.properties, saw: text(40) }),
        read: ({ saw, ...body }) => ok({ body, saw }),
      },
      again: (_, at, form) => shown(at, form),
      then: async (_, _asked, at) => ok({ to: benchPath(at.case.id) }),
    },
    api: {
      ...{ ...BENCH_API, path: '/api/v1/cases/:case/bench/object', method: 'PUT', told: enteredTold },
      summary: 'Enters into the report under way what was tested, when, how and by whom.',
      refusals: [...BENCH_API.refusals, 'tested-until-before-from'],
    },
  }),
];

async function shown(at: CaseContext, sent?: FormState): Promise<Result<JSX.Element, Refusal>> {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { bench } = opened.value;
  const { dossier } = bench;
  const form = sent ?? at.form(WORDS, valuesOf(bench, at));
  return ok(
    <BenchFrame at={at} bench={bench} title="What was tested" form={form}>
      <DeskForm form={form}>
        <Saw mark={markAt(bench.draft, { at: 'object' })} />
        <Select
          form={form}
          name="hardwareVersion"
          hint="One of those applied for: results on another say nothing about this application."
          of={dossier.product.hardwareVersions.map((value) => ({ value, label: value }))}
        />
        <Select
          form={form}
          name="firmwareVersion"
          of={dossier.product.firmwareVersions.map((value) => ({ value, label: value }))}
        />
        <Field form={form} name="firmwareDigest" hint="If you hold the image: sha256: and 64 digits." />
        <Select
          form={form}
          name="activity"
          hint="It bounds the rigour for which the verdicts count."
          of={ACTIVITIES.map((value) => ({ value, label: value.replaceAll('-', ' ') }))}
        />
        <Field form={form} name="testedFrom" type="date" width="short" />
        <Field form={form} name="testedUntil" type="date" width="short" />
        <Field form={form} name="analyst" hint="Name or role of whoever tested; it stands in the report." />
        <Buttons does="Save" back={{ path: benchPath(at.case.id), name: 'Back to the case' }} />
      </DeskForm>
    </BenchFrame>,
  );
}

const ACTIVITIES = [
  ...(['document-review', 'functional-test', 'binary-analysis'] as const),
  ...(['penetration-test', 'evaluation'] as const),
];

function valuesOf({ draft, dossier, plan, scheme }: Bench, { now, signed }: CaseContext) {
  if (draft.about) return draft.about;
  const today = dateIn(now, scheme.timeZone);
  const [hardware, ...otherHardware] = dossier.product.hardwareVersions;
  const [firmware, ...otherFirmware] = dossier.product.firmwareVersions;
  return {
    ...(hardware !== undefined && otherHardware.length === 0 && { hardwareVersion: hardware }),
    ...(firmware !== undefined && otherFirmware.length === 0 && { firmwareVersion: firmware }),
    ...(plan.activity !== undefined && { activity: plan.activity }),
    ...{ testedFrom: today, testedUntil: today, analyst: signed.name },
  };
}

/** What stood there when the form was made: by it, it is known whether somebody else has entered the same since. */
export function Saw({ mark }: { readonly mark: string }): JSX.Element {
  return <input type="hidden" name="saw" value={mark} />;
}
