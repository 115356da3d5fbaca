import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import type { Office } from '@assay/office/office';

const HOUR_MS = 3_600_000;

/**
 * While it serves, an installation looks every hour for what is due: status lists go out daily even where nothing
 * changed, or verifiers would call them stale. Handed back: how to end it.
 */
export function keepCurrent(office: Office, complain: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    finishIssuance(office).catch(complain);
  }, HOUR_MS);
  return () => {
    clearInterval(timer);
  };
}
