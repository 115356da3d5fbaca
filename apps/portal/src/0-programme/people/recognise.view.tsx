import type { BodyShown } from '@assay/office/0-programme/people/bodies';
import type { JSX } from 'preact';

import { schemeName } from '../../case-file/queue.view.tsx';
import type { DeskContext } from '../../http/desk-route.ts';
import type { FormState } from '../../http/form-state.ts';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, Choices, DeskForm, Field, TextArea } from '../../layout/form.tsx';
import { ACTIVITY_WORDS, COMPETENCE_WORDS } from './recognition-words.tsx';

type Props = {
  readonly at: DeskContext;
  readonly body: BodyShown;
  readonly form: FormState;
  /** Those that the seat looks after. */
  readonly schemes: readonly string[];
};

/** What a body is recognised for from a day on, said whole. */
export function RecogniseView({
  at,
  body: { organisation, body },
  form,
  schemes,
  act = 'recognise',
}: Props & { readonly act?: 'recognise' | 'narrow' }): JSX.Element {
  const title = act === 'narrow' ? `Narrow ${organisation.name}` : `Recognise ${organisation.name}`;
  return (
    <DeskFrame title={title} at={at}>
      <ErrorSummary form={form} />
      <h1>{title}</h1>
      <p>
        {act === 'narrow'
          ? 'Say what it stays recognised for. Nothing can be added here, only left out or shortened.'
          : 'Say all that it is recognised for. This holds over what was said before, from its first day on.'}
      </p>
      <DeskForm form={form}>
        <SchemeField {...{ at, form, schemes }} />
        <Choices {...{ form, name: 'competence' }} of={choicesOf(COMPETENCE_WORDS)} />
        <Choices {...{ form, name: 'activities', several: true }} of={choicesOf(ACTIVITY_WORDS)} />
        <h2>Accreditation</h2>
        <p class="hint">Needed for accredited competence. The recognition ends with it.</p>
        <Field {...{ form, name: 'accreditor', width: 'half' }} />
        <Field {...{ form, name: 'number', width: 'short' }} />
        <TextArea {...{ form, name: 'accredited', rows: 2 }} />
        <Field {...{ form, name: 'accreditedUntil', type: 'date', width: 'short' }} />
        <h2>When and why</h2>
        <Field {...{ form, name: 'from', type: 'date', width: 'short' }} />
        <Field
          {...{ form, name: 'until', type: 'date', width: 'short' }}
          hint="Leave empty where no day is set."
        />
        <TextArea {...{ form, name: 'because', rows: 3 }} />
        <Buttons
          does={act === 'narrow' ? 'Narrow' : 'Recognise'}
          back={{ path: `/desk/bodies/${body}`, name: 'Back' }}
        />
      </DeskForm>
    </DeskFrame>
  );
}

function choicesOf(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

/** The end of a recognition. */
export function WithdrawView({ at, body: { organisation, body }, form, schemes }: Props): JSX.Element {
  const title = `Withdraw the recognition of ${organisation.name}?`;
  return (
    <DeskFrame title={title} at={at}>
      <ErrorSummary form={form} />
      <h1>{title}</h1>
      <p>
        Tests made on or after that day no longer count. Those made before stay as good as they were. An
        earlier day than today is for competence that was lost before anybody could say so.
      </p>
      <DeskForm form={form}>
        <SchemeField {...{ at, form, schemes }} />
        <Field {...{ form, name: 'from', type: 'date', width: 'short' }} />
        <TextArea {...{ form, name: 'because', rows: 3 }} />
        <Buttons does="Withdraw" danger back={{ path: `/desk/bodies/${body}`, name: 'Back' }} />
      </DeskForm>
    </DeskFrame>
  );
}

function SchemeField({ at, form, schemes }: Pick<Props, 'at' | 'form' | 'schemes'>): JSX.Element {
  const of = schemes.toSorted().map((id) => ({ value: id, label: schemeName(at, id) }));
  return <Choices {...{ form, name: 'scheme' }} of={of} />;
}
