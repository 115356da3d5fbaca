import type { Office } from '@assay/office/office';
import type { Signed } from '@assay/office/sign-in/signed';
import type { ComponentChildren, JSX } from 'preact';

import type { Doorstep } from '../http/desk-route.ts';
import { DESK_SHEET } from './assets.ts';
import { Contact } from './contact.tsx';
import { deskMenu, entryOf } from './desk-menu.ts';
import { Hidden } from './form.tsx';
import { Shell } from './frame.tsx';

/** What the frame needs to know of where it stands: what any handler is given is enough. */
export type FrameAt = Pick<Doorstep, 'signed' | 'path' | 'form'> & {
  readonly office: Pick<Office, 'programme'>;
};

type DeskFrame = {
  readonly title: string;
  readonly at: FrameAt;
  /** Address of a script that this page alone runs. */
  readonly script?: string;
  readonly children: ComponentChildren;
};

/** What surrounds every page of the office: the menu of the seat, who is signed in, from which seat, and the way out. */
export function DeskFrame({ title, at, script, children }: DeskFrame): JSX.Element {
  const { title: site, sandbox, administrator } = at.office.programme;
  const menu = deskMenu(at.signed);
  const foot = (
    <>
      <p>
        Label administrator: {administrator.name}, <Contact text={administrator.contact} />
      </p>
      <p>
        What is done here is kept in an audit trail. The office needs two cookies, to know that you are signed
        in and to know your device again; the <a href="/">public register</a> needs none.
      </p>
    </>
  );
  return (
    <Shell
      {...{ title, site, sandbox, foot }}
      {...{ menu, here: entryOf(menu, at.path) }}
      own={{ style: DESK_SHEET, ...(script !== undefined && { script }) }}
      bar={at.signed && <Who at={at} signed={at.signed} />}
    >
      {children}
    </Shell>
  );
}

function Who({ at, signed }: { readonly at: FrameAt; readonly signed: Signed }): JSX.Element {
  const seat = signed.seats.find(({ organisation }) => organisation === signed.seat);
  const form = at.form({});
  return (
    <div class="who">
      <div class="wide">
        <p>
          {signed.name}
          {seat && (
            <>
              {', '}
              <span class="soft">
                acting for <strong>{seat.name}</strong>
              </span>
            </>
          )}
        </p>
        <ul>
          {signed.seats.length > 1 && (
            <li>
              <a href="/account/seat">Change seat</a>
            </li>
          )}
          <li>
            <a href="/account">Account</a>
          </li>
          <li>
            <form method="post" action="/sign-out">
              <Hidden form={form} />
              <button class="plain" type="submit">
                Sign out
              </button>
            </form>
          </li>
        </ul>
      </div>
    </div>
  );
}
