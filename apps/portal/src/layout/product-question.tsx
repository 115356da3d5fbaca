import type { JSX } from 'preact';

type Product = {
  readonly name: string;
  /** Brand, and who answers for the product. */
  readonly by: string;
  readonly models: readonly string[];
};

/** Whether the label is about the thing in the reader's hand: a printed code can be copied, so only the reader can tell. */
export function ProductQuestion({ name, by, models }: Product): JSX.Element {
  return (
    <section class="product" aria-labelledby="product">
      <h2 id="product">Is this your product?</h2>
      <p class="name">{name}</p>
      <p class="by">{by}</p>
      <p class="models">
        {models.length > 1 ? 'Models' : 'Model'} <strong>{models.join(', ')}</strong>
      </p>
      <p>
        Compare with the type plate or the packaging. If name or model differ, this label is not about your
        product.
      </p>
    </section>
  );
}
