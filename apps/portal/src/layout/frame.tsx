import type { ComponentChildren, JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';

import type { PublicDesk } from '../desk.ts';
import { MARK } from './assets.ts';
import { Contact } from './contact.tsx';
import { SandboxBand } from './sandbox-band.tsx';
import { Day } from './when.tsx';

type Frame = {
  readonly title: string;
  readonly desk: PublicDesk;
  /** Path of the entry of the main menu that the page is, or belongs to. */
  readonly here?: '/' | '/verify' | '/walk';
  /** Addresses of a script and a style that this page alone needs. */
  readonly own?: OwnParts;
  readonly children: ComponentChildren;
};

/** What surrounds every page of a register: its menu, and who is responsible for it. */
export function Frame({ title, desk, here, own, children }: Frame): JSX.Element {
  const { title: site, sandbox, rebuilt } = desk.programme;
  const menu = [
    { path: '/', name: 'Register' },
    { path: '/verify', name: 'Check a code' },
    ...(sandbox && rebuilt === undefined ? [{ path: '/walk', name: 'How a label is decided' }] : []),
  ];
  return (
    <Shell {...{ title, site, sandbox, menu, here, own }} foot={<Foot desk={desk} />}>
      {children}
    </Shell>
  );
}

type OwnParts = { readonly script?: string; readonly style: string };

type Shell = {
  readonly title: string;
  /** Name of the whole site. */
  readonly site: string;
  readonly sandbox: boolean;
  readonly menu: readonly { readonly path: string; readonly name: string }[];
  readonly here: string | undefined;
  readonly own?: OwnParts | undefined;
  /** What stands below the menu: whose desk it is. */
  readonly bar?: ComponentChildren;
  readonly foot: ComponentChildren;
  readonly children: ComponentChildren;
};

/** What surrounds every page of every site: landmarks, skip link, menu, the sandbox band, a foot. */
export function Shell({ title, site, sandbox, menu, here, own, bar, foot, children }: Shell): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`${sandbox ? 'SANDBOX: ' : ''}${title} · ${site}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {sandbox && <meta name="robots" content="noindex" />}
        <link rel="stylesheet" href={MARK.style} />
        {own && <link rel="stylesheet" href={own.style} />}
        {own?.script !== undefined && <script type="module" src={own.script} />}
        <link rel="icon" href={MARK.icon} type="image/svg+xml" />
      </head>
      <body class={sandbox ? 'sandbox' : undefined}>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header>
          {sandbox && <SandboxBand />}
          <div class="top wide">
            <a class="brand" href="/">
              <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
                <path fill-rule="evenodd" d={MARK.path} />
              </svg>
              {site}
            </a>
            <Menu entries={menu} here={here} />
          </div>
          {bar}
        </header>
        <main id="main" class="wide" tabIndex={-1}>
          {children}
        </main>
        <footer>
          <div class="wide">{foot}</div>
        </footer>
      </body>
    </html>
  );
}

/** The page as it is sent. */
export function htmlPage(page: JSX.Element): string {
  return `<!DOCTYPE html>${renderToString(page)}`;
}

function Menu({
  entries,
  here,
}: {
  readonly entries: Shell['menu'];
  readonly here: Shell['here'];
}): JSX.Element {
  return (
    <nav aria-label="Main">
      <ul>
        {entries.map(({ path, name }) => (
          <li>
            <a href={path} aria-current={path === here ? 'true' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Foot({ desk }: { readonly desk: PublicDesk }): JSX.Element {
  const { administrator, rebuilt } = desk.programme;
  return (
    <>
      {rebuilt === undefined ? (
        <p>
          Label administrator: {administrator.name}, <Contact text={administrator.contact} />
        </p>
      ) : (
        <p>
          Rebuilt on <Day at={rebuilt.at} /> from the public bytes of {rebuilt.from}, whose label
          administrator is {administrator.name}. What happened since is not known here.
        </p>
      )}
      <p>
        This site sets no cookie and does not record who looked at which label. For machines:{' '}
        <a href="/api/v1/labels">the register as data</a>, <a href="/.well-known/did.json">signing keys</a>.
      </p>
    </>
  );
}
