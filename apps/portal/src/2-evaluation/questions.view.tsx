import type { Question } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

/** Facts about the product on which an outcome still turns. */
export function Questions({ questions }: { readonly questions: readonly Question[] }): JSX.Element | null {
  if (questions.length === 0) return null;
  return (
    <>
      <h3>Questions that would settle more</h3>
      <ul class="measure">
        {questions.map(({ question, why }) => (
          <li>
            <strong>{question}</strong> <span class="soft">{why}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
