import type { LabelId } from '@assay/vocabulary/ids';
import type { ComponentChildren, JSX } from 'preact';

type Check = {
  readonly labelId: LabelId;
  /** What the command is given: the address of the label, and whom to believe where that is not the host. */
  readonly command: string;
  /** What the reader should know first. */
  readonly children: ComponentChildren;
  /** What the command cannot tell. */
  readonly limits?: string;
  /** Whether there is a code that is verified without a connection. */
  readonly offlineCode?: boolean;
};

/** How a stranger checks the label without trusting this site: a command, and the bytes that it reads. */
export function CheckYourself({ labelId, command, children, limits, offlineCode }: Check): JSX.Element {
  const path = `/L/${labelId}`;
  const links: readonly (readonly [string, string])[] = [
    [`${path}/credential`, 'Signed credential'],
    [`${path}/proof`, 'Proof of logging'],
    [`${path}/bundle`, 'Bundle to verify offline'],
    ...(offlineCode === true
      ? [[`${path}/offline-code.svg`, 'Code that a scanner verifies offline'] as const]
      : []),
    [`/api/v1/labels/${labelId}`, 'This page as data'],
  ];
  return (
    <section aria-labelledby="verify">
      <h2 id="verify">Check it yourself</h2>
      <p>{children}</p>
      <pre tabIndex={0}>
        <code>assay verify {command}</code>
      </pre>
      {limits !== undefined && <p>{limits}</p>}
      <ul class="links">
        {links.map(([href, name]) => (
          <li>
            <a href={href}>{name}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
