import type { ComponentChildren, JSX } from 'preact';

import type { FormState } from '../http/form-state.ts';
import { DeskFrame, type FrameAt } from './desk-frame.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { Buttons, DeskForm } from './form.tsx';

/** Asked before something is lost: what exactly, what follows from it, and a way back that changes nothing. */
export function ConfirmPage({
  at,
  form,
  title,
  does,
  back,
  children,
}: {
  readonly at: FrameAt;
  readonly form: FormState;
  /** The question, such as “Discontinue this application?”. */
  readonly title: string;
  /** What the button does, in its own words. */
  readonly does: string;
  readonly back: { readonly path: string; readonly name: string };
  /** What is lost, and what stays; fields that are asked for. */
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <DeskFrame title={title} at={at}>
      <ErrorSummary form={form} />
      <h1>{title}</h1>
      <DeskForm form={form}>
        {children}
        <Buttons does={does} danger back={back} />
      </DeskForm>
    </DeskFrame>
  );
}
