import type { ComponentChildren, JSX } from 'preact';

/** How far a task is; `blocked`: not yet, something else comes first. */
export type TaskState = 'done' | 'begun' | 'open' | 'blocked' | 'wrong';

export type Task = {
  readonly name: string;
  /** Absent where it cannot be begun. */
  readonly path?: string;
  readonly state: TaskState;
  readonly hint?: ComponentChildren;
};

/** What there is to do, in an order that makes sense, with how far each is. */
export function TaskList({ tasks }: { readonly tasks: readonly Task[] }): JSX.Element {
  return (
    <ul class="tasks">
      {tasks.map(({ name, path, state, hint }) => (
        <li>
          <div>
            {path === undefined ? name : <a href={path}>{name}</a>}
            {hint !== undefined && <span class="sub">{hint}</span>}
          </div>
          <TaskBadge state={state} />
        </li>
      ))}
    </ul>
  );
}

/** How far a task is, as word, shape and colour; another word where the usual one says less. */
export function TaskBadge({
  state,
  word = WORDS[state],
}: {
  readonly state: TaskState;
  readonly word?: string;
}): JSX.Element {
  return (
    <span class={`badge task-${state}`}>
      <svg class="shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        {SHAPES[state]}
      </svg>
      {word}
    </span>
  );
}

const WORDS: Readonly<Record<TaskState, string>> = {
  done: 'Done',
  begun: 'Begun',
  open: 'To do',
  blocked: 'Not yet',
  wrong: 'To correct',
};

const SHAPES: Readonly<Record<TaskState, JSX.Element>> = {
  done: (
    <>
      <circle cx="8" cy="8" r="7.5" />
      <path class="cut" d="M4.5 8.300l2.3 2.3 4.5-4.9" />
    </>
  ),
  begun: (
    <>
      <circle class="line" cx="8" cy="8" r="6.5" />
      <path d="M8 1.500a6.5 6.5 0 0 1 0 13z" />
    </>
  ),
  open: <circle class="line" cx="8" cy="8" r="6.5" />,
  blocked: <path class="line" d="M2 8h12" />,
  wrong: (
    <>
      <path d="M1 1h14v14H1z" />
      <path class="cut" d="M5 5l6 6m0-6-6 6" />
    </>
  ),
};
