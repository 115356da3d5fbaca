import { dismissCase } from '@assay/office/4-decision/dismiss-case';
import { DismissalSchema } from '@assay/vocabulary/case-acts';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { Static } from '@assay/vocabulary/schema';

import { ThreadList } from '../1-application/threads.view.tsx';
import { actRoutes } from '../case-file/act-page.tsx';
import type { DeskRoute } from '../http/desk-route.ts';
import { Choices, Select, TextArea } from '../layout/form.tsx';

/** The end of an application without findings, on one of the grounds that the rules name. */
export const dismissRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'dismiss', path: 'dismiss', event: 'application.dismissed' },
  ...{ title: 'Dismiss the application', does: 'Dismiss the application', danger: true },
  body: DismissalSchema,
  fields: {
    grounds: { label: 'On which ground?', missing: 'Choose the ground' },
    rule: { label: 'Which rule the application is not in accordance with' },
    thread: { label: 'Which question was not answered in time' },
    writing: { label: 'The applicant’s request, word for word' },
  },
  fieldOf: {
    'rule-missing': 'rule',
    'thread-missing': 'thread',
    'writing-missing': 'writing',
    'no-such-thread': 'thread',
    'already-supplied': 'thread',
    'no-time-set': 'thread',
    'still-in-time': 'thread',
  },
  because: 'The ground is named above.',
  look: async ({ sheet }) =>
    sheet.state.threads.filter(({ of, answeredAt }) => of === 'applicant' && !answeredAt),
  inside: ({ form, extra }) => (
    <>
      <p>The case ends without findings. Nothing is held against a new application.</p>
      <Choices
        form={form}
        name="grounds"
        of={[
          { value: 'not-in-accordance', label: 'It is not in accordance with the rules' },
          {
            value: 'not-supplied',
            label: 'What was asked for was not supplied in the time set',
            hint: extra.length === 0 ? 'No question to the applicant is open.' : 'Only after the last day.',
          },
          {
            value: 'asked-by-applicant',
            label: 'The applicant asks for it',
            hint: 'In a writing that is kept.',
          },
        ]}
      />
      <TextArea form={form} name="rule" rows={2} hint="For the first ground." />
      {extra.length > 0 && (
        <Select
          form={form}
          name="thread"
          hint="For the second."
          of={extra.map(({ id, question }) => ({ value: id, label: `${id}: ${question.slice(0, 60)}` }))}
        />
      )}
      <TextArea form={form} name="writing" rows={5} hint="For the third." />
    </>
  ),
  beside: ({ room }) =>
    room.sheet.state.threads.length === 0 ? undefined : (
      <>
        <h2>Questions of this case</h2>
        <ThreadList sheet={room.sheet} />
      </>
    ),
  send: async (office, command, { because, jumping, ...body }) => {
    const grounds = groundsOf(body);
    if (!grounds.ok) return grounds;
    return dismissCase(office, {
      ...{ ...command, because, grounds: grounds.value },
      ...(jumping !== undefined && { jumping }),
    });
  },
});

type Grounds = Parameters<typeof dismissCase>[1]['grounds'];
type NotNamed = { readonly code: 'rule-missing' | 'thread-missing' | 'writing-missing' };

/** The ground that was chosen, with what it needs. */
function groundsOf({
  grounds: kind,
  rule,
  thread,
  writing,
}: Pick<Static<typeof DismissalSchema>, 'grounds' | 'rule' | 'thread' | 'writing'>): Result<
  Grounds,
  NotNamed
> {
  switch (kind) {
    case 'not-in-accordance':
      return rule === undefined ? refuse({ code: 'rule-missing' }) : ok({ kind, rule });
    case 'not-supplied':
      return thread === undefined ? refuse({ code: 'thread-missing' }) : ok({ kind, thread });
    case 'asked-by-applicant': {
      if (writing === undefined) return refuse({ code: 'writing-missing' });
      const bytes = new TextEncoder().encode(writing);
      return ok({ kind, writing: { bytes, mediaType: 'text/plain' } });
    }
  }
}
