import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { JSX } from 'preact';

/** First on every page of a sandbox. */
export function SandboxBand(): JSX.Element {
  return (
    <div class="band">
      <p>
        <strong>SANDBOX</strong> Nothing here says anything about a real product.
      </p>
    </div>
  );
}

type Provenance = Pick<LabelRecord['provenance'], 'kind' | 'note'> & { readonly changes?: readonly string[] };

/** Where the papers come from, and what they must not be taken for; nothing where a developer handed them in. */
export function ProvenanceNote({ kind, note, changes = [] }: Provenance): JSX.Element | null {
  if (kind === 'submitted') return null;
  return (
    <div class="provenance">
      <p>
        <strong>{KINDS[kind]}</strong> {note}
      </p>
      {changes.length > 0 && (
        <>
          <p>What it changes:</p>
          <ul>
            {changes.map((change) => (
              <li>{change}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

const KINDS: Readonly<Record<Exclude<Provenance['kind'], 'submitted'>, string>> = {
  'as-published': 'As the maker published it; not a label of the real product.',
  'what-if': 'What-if copy; not a label of the real product.',
  fictional: 'Invented product.',
};
