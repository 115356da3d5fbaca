import type { AlarmKind, Fault } from '@assay/office/aggregator/fault';
import type { LogHealth } from '@assay/office/aggregator/mirror-logs';
import { unreachable } from '@assay/vocabulary/result';

/** How a log does, in a word or two. */
export const HEALTH_WORDS: Readonly<Record<LogHealth, string>> = {
  current: 'Up to date',
  behind: 'Behind',
  alarm: 'Alarm',
  frozen: 'Frozen',
  unseen: 'No copy yet',
};

/** What happened, of an alarm. */
export const ALARM_WORDS: Readonly<Record<AlarmKind, string>> = {
  rollback: 'It showed less than it had signed before.',
  fork: 'It signed two different histories.',
  misconduct: 'It published something that the rules of a log forbid.',
};

/** Why a look at a log brought nothing newer, in a sentence. */
export function faultWords(fault: Fault): string {
  switch (fault.code) {
    case 'unreachable':
      return 'Its administrator does not answer.';
    case 'missing':
      return 'Its administrator does not show all of it.';
    case 'address-not-allowed':
      return 'The trust list names no address of a log.';
    case 'not-its-checkpoint':
      return 'What it shows is no checkpoint that a key of this log has signed.';
    case 'too-few-witnesses':
      return 'Too few witnesses have cosigned its checkpoint.';
    case 'tiles-differ':
      return 'The hashes that it shows do not lead to the root that it has signed.';
    case 'entries-differ':
      return 'The entries that it shows do not lead to the root that it has signed.';
    case 'alarm':
      return ALARM_WORDS[fault.kind];
    default:
      return unreachable(fault);
  }
}

/** The same for whoever is to mend it: where and what exactly; absent where the sentence says it all. */
export function faultDetail(fault: Fault): string | undefined {
  switch (fault.code) {
    case 'unreachable':
      return fault.why;
    case 'missing':
    case 'address-not-allowed':
      return fault.address;
    case 'not-its-checkpoint':
      return `${fault.why.code}: ${fault.why.detail}`;
    case 'entries-differ':
      return `entry ${String(fault.index)}`;
    case 'too-few-witnesses':
    case 'tiles-differ':
    case 'alarm':
      return undefined;
    default:
      return unreachable(fault);
  }
}
