import type { Instant } from '@assay/vocabulary/instant';
import type { Actor } from '@assay/vocabulary/programme';

/** Who acts, when, and why: part of every command. The why is kept with the event, word for word. */
export type Act = { readonly by: Actor; readonly at: Instant; readonly because: string };
