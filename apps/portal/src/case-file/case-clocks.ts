import { orderName } from '@assay/office/7-surveillance/order-words';
import type { Clock, ClockStep } from '@assay/conformity/clock';
import { addDays, dateIn, type CalendarDate, type Instant } from '@assay/vocabulary/instant';

import type { ClockShown } from '../layout/clock-line.tsx';

/** Days before the last one from which a clock says that it is near. */
const NEAR = 3;

/** The clocks of a case that have started, in words; what has not begun is not shown. */
export function clocksShown(
  clocks: readonly Clock[],
  { now, timeZone }: { readonly now: Instant; readonly timeZone: string },
): readonly ClockShown[] {
  return clocks.flatMap((clock) =>
    clock.state === 'not-started'
      ? []
      : [
          {
            name: `${nameOf(clock.id)}${clock.about === undefined ? '' : `, ${orderName(clock.about)}`}`,
            state: stateOf(clock, dateIn(now, timeZone)),
            ...(clock.dueOn !== undefined && { due: clock.dueOn }),
            why: clock.steps.map((step) => sentenceOf(step, clock)),
          },
        ],
  );
}

/** A clock by its id: what follows on its end. */
export function nameOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function stateOf(clock: Clock, today: CalendarDate): ClockShown['state'] {
  switch (clock.state) {
    case 'paused':
      return 'paused';
    case 'ended':
    case 'stopped':
      return clock.steps.some((step) => step.step === 'ended' && step.late) ? 'late' : 'met';
    case 'not-set':
    case 'not-started':
      return 'running';
    case 'running':
      if (clock.overdue) return 'overdue';
      return clock.dueOn !== undefined && clock.dueOn <= addDays(today, NEAR) ? 'soon' : 'running';
  }
}

function sentenceOf(step: ClockStep, { left }: Clock): string {
  switch (step.step) {
    case 'started':
      return `It started on ${step.on} with “${eventName(step.by)}”.`;
    case 'length':
      return `It takes ${String(step.value)} ${step.unit}, counted in ${step.calendar.replaceAll('-', ' ')}: ${step.source}, from ${step.effectiveFrom}.`;
    case 'length-not-set':
      return `No rule fixes how long it is, and nobody has chosen “${step.setting}”: it has no last day.`;
    case 'paused':
      return `It stood still from ${step.from.slice(0, 10)} ${step.until === undefined ? `on, and still does: the applicant has to answer${left === undefined ? '' : `; ${String(left)} are left`}` : `until ${step.until.slice(0, 10)}`}, ${step.because === 'returned' ? 'while the application was with the applicant' : 'while the applicant was asked'}.`;
    case 'holiday':
      return `${step.date} does not count: ${step.holiday}.`;
    case 'holidays-not-stated':
      return `The holidays of ${String(step.year)} are in no source, so none was left out.`;
    case 'due':
      return `So its last day is ${step.on}.`;
    case 'ended':
      return `It ended on ${step.at.slice(0, 10)} with “${eventName(step.by)}”, ${step.late ? 'late' : 'in time'}.`;
  }
}

/** `ApplicationAccepted` in words. */
function eventName(type: string): string {
  return type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
