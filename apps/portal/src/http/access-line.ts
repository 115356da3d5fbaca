/**
 * All that is kept of a visit: no client address, no label, the time cut to the hour
 * (`reference/trust-layer.md` section 15: no scan is tracked).
 */
export type AccessLine = {
  /** `2026-11-21T09`, UTC. */
  readonly hour: string;
  readonly method: string;
  /** The route's pattern, never the address itself. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
};
