import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { JSX } from 'preact';

import { HistoryList, type HistoryPage } from './history-list.view.tsx';

/** What happened in a case, for whoever applied: own people by name, everybody else by their organisation. */
export function OwnHistory({
  sheet,
  words,
  administrator,
}: HistoryPage & { readonly administrator: string }): JSX.Element {
  const { people } = sheet.names;
  return (
    <HistoryList
      {...{ sheet, words }}
      line={(event, says) => {
        const told = saysOf(event, says, sheet);
        return {
          says: told !== '' && <p>{told}</p>,
          by: people.get(event.by) ?? organisationOf(event, sheet) ?? administrator,
        };
      }}
    />
  );
}

function saysOf(event: CaseEvent, says: string, { names }: CaseSheet): string {
  return event.type === 'LaboratoryAssigned' ? (names.bodies.get(event.body) ?? event.body) : says.trim();
}

function organisationOf({ as }: CaseEvent, { names }: CaseSheet): string | undefined {
  return as && names.organisations.get(as);
}
