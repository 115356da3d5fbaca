import type { DraftRow, KeptProduct } from '@assay/office/1-application/own-products';
import type { JSX } from 'preact';

import type { AdministratorOffered } from '@assay/office/1-application/administrators-offered';
import type { DeskContext } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { valueOf } from '../http/form-state.ts';
import { Contact } from '../layout/contact.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, Choices, DeskForm, Field, TextArea } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { PagesOn } from '../layout/pages-on.tsx';
import { SummaryList } from '../layout/summary-list.tsx';
import { Day } from '../layout/when.tsx';

/** A label that may be applied for. */
export type Offer = {
  readonly scheme: DraftRow['scheme'];
  readonly level: number;
  readonly title: string;
  /** Which of its levels, where it has several. */
  readonly says?: string;
};

/** How a form names an offer. */
export function wantedOf({ scheme, level }: Offer): string {
  return `${scheme} ${String(level)}`;
}

export function ProductsPage({
  at,
  page,
  isFirst,
}: {
  readonly at: DeskContext;
  readonly page: { readonly rows: readonly KeptProduct[]; readonly next?: string };
  readonly isFirst: boolean;
}): JSX.Element {
  return (
    <DeskFrame title="Products" at={at}>
      <h1>Products</h1>
      <p class="lead">What you make, and the labels that you apply for.</p>
      <p>
        <a href="/desk/products/new">Add a product</a>
      </p>
      {page.rows.length === 0 ? (
        <Empty says="No product yet.">
          <p>Add the first one; an application begins there.</p>
        </Empty>
      ) : (
        <DataTable
          caption="Your products, the one changed last first"
          rows={page.rows}
          columns={[
            {
              name: 'Product',
              cell: ({ id, product }) => <a href={`/desk/products/${id}`}>{product.name}</a>,
            },
            { name: 'Brand', cell: ({ product }) => product.brand },
            { name: 'Models', cell: ({ product }) => product.models.slice(0, 3).join(', ') },
            { name: 'Changed', cell: ({ changedAt }) => <Day at={changedAt} /> },
          ]}
        />
      )}
      <PagesOn path="/desk/products" next={page.next} isFirst={isFirst} />
    </DeskFrame>
  );
}

export function ProductPage({
  at,
  product: { id, product },
  drafts,
  offers,
  administrators,
  form,
}: {
  readonly at: DeskContext;
  readonly product: KeptProduct;
  readonly drafts: { readonly rows: readonly DraftRow[] };
  readonly offers: readonly Offer[];
  /** Whom an application may be handed in to; the one whose installation it is first. */
  readonly administrators: readonly [AdministratorOffered, ...AdministratorOffered[]];
  readonly form: FormState;
}): JSX.Element {
  const change = `/desk/products/${id}/edit`;
  return (
    <DeskFrame title={product.name} at={at}>
      <p class="back">
        <a href="/desk/products">Products</a>
      </p>
      <ErrorSummary form={form} />
      <h1>{product.name}</h1>
      <SummaryList
        rows={[
          { name: 'Brand', value: product.brand, change },
          { name: 'Manufacturer', value: product.manufacturer, change },
          { name: 'Models', value: product.models.join(', '), change },
          { name: 'Bar code numbers', value: product.gtins.join(', '), change },
          { name: 'Kind', value: product.category, change },
        ]}
      />
      <h2>Applications</h2>
      {drafts.rows.length === 0 ? (
        <p class="soft">None yet.</p>
      ) : (
        <DataTable
          caption="The one saved last first"
          rows={drafts.rows}
          columns={[
            { name: 'For', cell: (row) => <a href={`/desk/drafts/${row.id}`}>{titleOf(row, offers)}</a> },
            { name: 'Stands', cell: (row) => <Standing row={row} /> },
            { name: 'Saved', cell: ({ savedAt }) => <Day at={savedAt} /> },
          ]}
        />
      )}
      <h2>Apply for a label</h2>
      <DeskForm form={form} action={`/desk/products/${id}/apply`}>
        <Choices
          form={form}
          name="wanted"
          hint={`You can look at how far the product is before you decide: nothing is handed in until you say so.${administrators.length === 1 ? ` ${administrators[0].name} handles it.` : ''}`}
          of={offers.map((one) => ({ value: wantedOf(one), label: one.title, hint: one.says }))}
        />
        {administrators.length > 1 && (
          <Choices
            form={form}
            name="administrator"
            hint="Each takes applications for every label here."
            of={administrators.map(({ code, name }) => ({ value: code, label: name }))}
          />
        )}
        <Buttons does="Begin" />
      </DeskForm>
    </DeskFrame>
  );
}

function titleOf({ scheme, level, purpose }: DraftRow, offers: readonly Offer[]): string {
  const offer = offers.find((one) => one.scheme === scheme && one.level === level);
  return `${offer?.title ?? scheme}${purpose === 'correction' ? ' (correction)' : ''}`;
}

function Standing({ row }: { readonly row: DraftRow }): JSX.Element {
  if (row.handedInAt === undefined) return <>Draft</>;
  return (
    <>
      Handed in as{' '}
      <a class="code" href={`/desk/cases/${row.case}`}>
        {row.case}
      </a>
    </>
  );
}

export function ProductFormPage({
  at,
  form,
  title,
  manufacturers,
}: {
  readonly at: DeskContext;
  readonly form: FormState;
  readonly title: string;
  /** Legal names of the organisation. */
  readonly manufacturers: readonly string[];
}): JSX.Element {
  const version = valueOf(form, 'version');
  const was = valueOf(form, 'manufacturer');
  // A product keeps the name that it has, also where the organisation has lost it.
  const names = [...new Set([...manufacturers, ...(version !== '' && was !== '' ? [was] : [])])];
  const { name, contact } = at.office.programme.administrator;
  if (names.length === 0)
    return (
      <DeskFrame title={title} at={at}>
        <h1>{title}</h1>
        <Notice kind="warning" title="Your organisation has no legal name to apply under yet">
          <p>
            A product is made by one of the companies that your organisation applies for. Whoever let the
            organisation in adds their legal names: write to {name} (<Contact text={contact} />
            ), and say which.
          </p>
          <p>
            <a href="/desk/organisation">What is said of your organisation</a>
          </p>
        </Notice>
      </DeskFrame>
    );
  return (
    <DeskFrame title={title} at={at}>
      <ErrorSummary form={form} />
      <h1>{title}</h1>
      <DeskForm form={form}>
        {version !== '' && <input type="hidden" name="version" value={version} />}
        <Field form={form} name="name" />
        <Field form={form} name="brand" />
        <Choices
          form={form}
          name="manufacturer"
          hint={
            <>
              The legal name, as it will stand on the register. Another one is added by whoever let your
              organisation in: write to {name}.
            </>
          }
          of={names.map((one) => ({ value: one, label: one }))}
        />
        <TextArea form={form} name="models" rows={3} hint="One a line, as they are printed on the product." />
        <TextArea
          form={form}
          name="gtins"
          rows={2}
          hint="One a line, 14 digits. Leave it empty if there is none yet."
        />
        <Field
          form={form}
          name="category"
          width="half"
          hint="In small letters with hyphens, such as smart-lock or router."
        />
        <Buttons does="Save" back={{ path: '/desk/products', name: 'Back without saving' }} />
      </DeskForm>
    </DeskFrame>
  );
}
