import { h, type ComponentChildren, type JSX } from 'preact';

import {
  errorsOf,
  KEY_FIELD,
  TOKEN_FIELD,
  valueOf,
  VERSION_FIELD,
  type FormState,
} from '../http/form-state.ts';

/** What a form carries beside its fields; first in every form that is sent to the office. */
export function Hidden({ form }: { readonly form: FormState }): JSX.Element {
  return (
    <>
      <input type="hidden" name={TOKEN_FIELD} value={form.token} />
      <input type="hidden" name={KEY_FIELD} value={form.key} />
      {form.version !== undefined && (
        <input type="hidden" name={VERSION_FIELD} value={String(form.version)} />
      )}
    </>
  );
}

/** A form of the office: sends its fields with what proves that it is ours. */
export function DeskForm({
  form,
  action,
  files,
  children,
}: {
  readonly form: FormState;
  /** Where it is sent; the page's own address unless told. */
  readonly action?: string;
  /** Whether a file goes along. */
  readonly files?: true;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <form
      class="form"
      method="post"
      action={action}
      enctype={files && 'multipart/form-data'}
      // Ours are shown, in one place, and read out.
      novalidate
    >
      <Hidden form={form} />
      {children}
    </form>
  );
}

type Part = {
  readonly form: FormState;
  /** Of the field; its label is among the words of the form. */
  readonly name: string;
  readonly hint?: ComponentChildren;
};

type Input = Readonly<Record<string, string | boolean | undefined>>;

/** A line of text. */
export function Field({
  form,
  name,
  hint,
  type = 'text',
  autocomplete = 'off',
  inputMode,
  width = 'full',
}: Part & {
  readonly type?: 'text' | 'email' | 'password' | 'url' | 'date';
  /** WCAG 1.3.5: named for what is asked about the person who fills it in. */
  readonly autocomplete?: string;
  readonly inputMode?: 'numeric' | 'decimal';
  /** How long an answer is expected. */
  readonly width?: 'full' | 'half' | 'short';
}): JSX.Element {
  return (
    <div class={groupClass(form, name)}>
      <label for={name}>{labelOf(form, name)}</label>
      <Beside form={form} name={name} hint={hint} />
      {h<Input>('input', {
        ...named(form, name, hint),
        class: `is-${width}`,
        type,
        // A password is never sent back.
        value: type === 'password' ? '' : valueOf(form, name),
        autocomplete,
        inputMode,
        spellcheck: false,
      })}
    </div>
  );
}

/** Text of several lines. */
export function TextArea({ form, name, hint, rows = 5 }: Part & { readonly rows?: number }): JSX.Element {
  return (
    <div class={groupClass(form, name)}>
      <label for={name}>{labelOf(form, name)}</label>
      <Beside form={form} name={name} hint={hint} />
      <textarea {...named(form, name, hint)} rows={rows}>
        {valueOf(form, name)}
      </textarea>
    </div>
  );
}

export type Choice = {
  readonly value: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
};

/** One of some, or, with `several`, any of some; each with a large target. */
export function Choices({
  form,
  name,
  hint,
  of,
  several,
}: Part & { readonly of: readonly Choice[]; readonly several?: true }): JSX.Element {
  const chosen = form.values.get(name) ?? [];
  return (
    <div class={groupClass(form, name)}>
      <fieldset aria-describedby={describedBy(form, name, hint)}>
        <legend>{labelOf(form, name)}</legend>
        <Beside form={form} name={name} hint={hint} />
        {of.map(({ value, label, hint: about }, i) => {
          // The first bears the name of the field: an error leads to it.
          const id = i === 0 ? name : `${name}-${String(i)}`;
          return (
            <div class="choice">
              <input
                {...{ id, name, value }}
                type={several ? 'checkbox' : 'radio'}
                checked={chosen.includes(value)}
                aria-describedby={about === undefined ? undefined : `${id}-about`}
              />
              <label for={id}>{label}</label>
              {about !== undefined && (
                <p class="hint" id={`${id}-about`}>
                  {about}
                </p>
              )}
            </div>
          );
        })}
      </fieldset>
    </div>
  );
}

/** One of many, where choices would fill the page. */
export function Select({ form, name, hint, of }: Part & { readonly of: readonly Choice[] }): JSX.Element {
  const chosen = valueOf(form, name);
  return (
    <div class={groupClass(form, name)}>
      <label for={name}>{labelOf(form, name)}</label>
      <Beside form={form} name={name} hint={hint} />
      <select {...named(form, name, hint)}>
        <option value="">Choose</option>
        {of.map(({ value, label }) => (
          <option value={value} selected={value === chosen}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A box for one thing that is so, or is agreed to: sends `yes`. */
export function Tick({ form, name, hint }: Part): JSX.Element {
  return (
    <div class={groupClass(form, name)}>
      <Errors form={form} name={name} />
      <div class="choice">
        <input
          {...named(form, name, hint)}
          type="checkbox"
          value="yes"
          checked={valueOf(form, name) === 'yes'}
        />
        <label for={name}>{labelOf(form, name)}</label>
        <Hint name={name} hint={hint} />
      </div>
    </div>
  );
}

/** A file; the last part of its form. */
export function FileField({ form, name, hint, accept }: Part & { readonly accept?: string }): JSX.Element {
  return (
    <div class={groupClass(form, name)}>
      <label for={name}>{labelOf(form, name)}</label>
      <Beside form={form} name={name} hint={hint} />
      <input {...named(form, name, hint)} type="file" accept={accept} />
    </div>
  );
}

/** What a form does, in a word or two; the first is the one that is meant, `danger` before a loss. */
export function Buttons({
  does,
  danger,
  back,
}: {
  readonly does: string;
  readonly danger?: true;
  /** A way out that changes nothing. */
  readonly back?: { readonly path: string; readonly name: string };
}): JSX.Element {
  return (
    <div class="buttons">
      <button type="submit" class={danger ? 'danger' : undefined}>
        {does}
      </button>
      {back && <a href={back.path}>{back.name}</a>}
    </div>
  );
}

function Beside({ form, name, hint }: Part): JSX.Element {
  return (
    <>
      <Hint name={name} hint={hint} />
      <Errors form={form} name={name} />
    </>
  );
}

function Hint({ name, hint }: Omit<Part, 'form'>): JSX.Element | null {
  if (hint === undefined) return null;
  return (
    <p class="hint" id={`${name}-hint`}>
      {hint}
    </p>
  );
}

function Errors({ form, name }: Omit<Part, 'hint'>): JSX.Element {
  return (
    <>
      {errorsOf(form, name).map((says, i) => (
        <p class="error" id={i === 0 ? `${name}-error` : undefined}>
          <span class="unseen">Error: </span>
          {says}
        </p>
      ))}
    </>
  );
}

function named(form: FormState, name: string, hint: ComponentChildren) {
  return {
    id: name,
    name,
    'aria-invalid': errorsOf(form, name).length > 0 ? ('true' as const) : undefined,
    'aria-describedby': describedBy(form, name, hint),
  };
}

function describedBy(form: FormState, name: string, hint: ComponentChildren): string | undefined {
  const ids = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(errorsOf(form, name).length > 0 ? [`${name}-error`] : []),
  ];
  return ids.length > 0 ? ids.join(' ') : undefined;
}

function groupClass(form: FormState, name: string): string {
  return errorsOf(form, name).length > 0 ? 'group wrong' : 'group';
}

function labelOf({ words }: FormState, name: string): string {
  const word = words[name];
  if (!word) throw new Error(`the form has no words for ${name}`);
  return word.label;
}
