import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import { caseLine } from '@assay/office/rehearsal/story';
import type { Words } from '@assay/office/words';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { JSX } from 'preact';

import { Moment } from '../layout/when.tsx';

/** What happened in a case, for whoever applied: own people by name, everybody else by their organisation. */
export function OwnHistory({
  sheet,
  words,
  administrator,
}: {
  readonly sheet: CaseSheet;
  readonly words: Words;
  readonly administrator: string;
}): JSX.Element {
  const { events, evaluation, names } = sheet;
  return (
    <ol class="steps" reversed>
      {events.toReversed().map((event) => {
        const { title, says } = caseLine(event, words, evaluation);
        const told = saysOf(event, says, sheet);
        return (
          <li>
            <p class="stage">
              <strong>{title}</strong>
              <Moment at={event.at} />
            </p>
            {told !== '' && <p>{told}</p>}
            <p class="soft">{names.people.get(event.by) ?? organisationOf(event, sheet) ?? administrator}</p>
          </li>
        );
      })}
    </ol>
  );
}

function saysOf(event: CaseEvent, says: string, { names }: CaseSheet): string {
  return event.type === 'LaboratoryAssigned' ? (names.bodies.get(event.body) ?? event.body) : says.trim();
}

function organisationOf({ as }: CaseEvent, { names }: CaseSheet): string | undefined {
  return as && names.organisations.get(as);
}
