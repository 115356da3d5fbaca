import type { Instant } from '@assay/vocabulary/instant';
import type { Person } from '@assay/vocabulary/programme';

/** Who acts, when, and why: part of every command. The why is kept with the event, word for word. */
export type Act = { readonly by: Person; readonly at: Instant; readonly because: string };
