import type { JSX } from 'preact';

import type { PublicDesk } from '../desk.ts';
import { Day } from './when.tsx';

/** Of a register that was rebuilt: that it is a copy, and as of when; nothing where it is the administrator's own. */
export function Copied({ programme }: Pick<PublicDesk, 'programme'>): JSX.Element | null {
  const { rebuilt, administrator } = programme;
  if (rebuilt === undefined) return null;
  return (
    <>
      This is a copy, rebuilt from the public log of {administrator.name} as of <Day at={rebuilt.at} />. What
      happened since is not known here.
    </>
  );
}
