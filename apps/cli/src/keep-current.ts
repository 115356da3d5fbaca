import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import type { Office } from '@assay/office/office';

const HOUR_MS = 3_600_000;
const FIRST_RETRY_MS = 5_000;
const SLOWEST_RETRY_MS = 300_000;
const ALARM_MS = 15 * 60_000;

/**
 * While it serves, an installation looks every hour for what is due: status lists go out daily even where nothing
 * changed, or verifiers would call them stale, and cosignatures are renewed. What too few witnesses have seen is tried
 * again sooner, ever more slowly, and complained of after a quarter of an hour. Handed back: how to end it.
 */
export function keepCurrent(office: Office, complain: (error: unknown) => void): () => void {
  let timer: NodeJS.Timeout;
  let heldFor = 0;
  const look = (delay: number) => {
    timer = setTimeout(() => {
      void finishIssuance(office).then(
        ({ held }) => {
          next(held, delay);
        },
        (error: unknown) => {
          complain(error);
          next(false, delay);
        },
      );
    }, delay);
  };
  const next = (held: boolean, delay: number) => {
    heldFor = held ? heldFor + (delay === HOUR_MS ? 0 : delay) : 0;
    if (heldFor >= ALARM_MS)
      complain(new Error('too few witnesses have cosigned the log for a quarter of an hour'));
    if (!held) look(HOUR_MS);
    else look(delay === HOUR_MS ? FIRST_RETRY_MS : Math.min(delay * 2, SLOWEST_RETRY_MS));
  };
  look(FIRST_RETRY_MS);
  return () => {
    clearTimeout(timer);
  };
}
