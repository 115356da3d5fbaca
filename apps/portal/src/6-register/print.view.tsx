import { ARTWORK_FORMATS } from '@assay/office/5-label/artwork/artwork';
import { VARIANTS, type Variant } from '@assay/office/5-label/artwork/layout';
import type { PrintGuide } from '@assay/office/6-register/label-artwork';
import type { LabelRecord } from '@assay/vocabulary/label-record';
import type { JSX } from 'preact';

import type { PublicDesk } from '../desk.ts';
import { Frame } from '../layout/frame.tsx';

type Shown = {
  readonly record: LabelRecord;
  readonly guide: PrintGuide;
  readonly language: string;
  readonly desk: PublicDesk;
};

/** The page of a maker who prints the label. */
export function PrintView({ record, guide, language, desk }: Shown): JSX.Element {
  const { labelId, product, sandbox } = record;
  return (
    <Frame title={`Print label ${labelId}`} desk={desk} here="/">
      <p class="back">
        <a href={`/L/${labelId}`}>Label {labelId}</a>
      </p>
      <h1>Print this label</h1>
      <p class="lead">
        Files for {product.brand} {product.name}, ready for the packaging. They are outlines in one ink and
        need no font.
      </p>
      <p>
        {sandbox && (
          <>
            <strong>SANDBOX.</strong> Do not put it on a product: border and words say what it is.{' '}
          </>
        )}
        The mark is a neutral drawing of ours, not the mark of any scheme or authority.
      </p>
      <section aria-labelledby="forms">
        <h2 id="forms">Three forms</h2>
        <Languages labelId={labelId} guide={guide} language={language} />
        <div class="prints">
          {VARIANTS.map((variant) => (
            <Preview variant={variant} labelId={labelId} guide={guide} language={language} />
          ))}
        </div>
      </section>
      <Sizes guide={guide} />
      <Choose labelId={labelId} guide={guide} language={language} />
      <section aria-labelledby="alternative">
        <h2 id="alternative">Text alternative</h2>
        <p>
          Wherever the label is shown on a screen, this text belongs to the picture. SVG and PDF carry it
          inside.
        </p>
        <pre lang={language}>
          <code>{guide.alternative}</code>
        </pre>
      </section>
      <Rules />
      {guide.own && <Own own={guide.own} record={record} language={language} />}
    </Frame>
  );
}

const NAMES: Readonly<Record<Variant, { readonly name: string; readonly use: string }>> = {
  portrait: { name: 'Portrait', use: 'Everything, upright: for the side of a box.' },
  wide: { name: 'Wide', use: 'Everything, lying: for a lid or a shelf.' },
  minimal: { name: 'Minimal', use: 'Mark, code and label code: where there is no room for more.' },
};

function Preview(shown: InLanguage & { readonly variant: Variant }): JSX.Element {
  const { variant, labelId, guide, language } = shown;
  const size = guide.sizes.find((one) => one.variant === variant && one.code === 'plain');
  const { name, use } = NAMES[variant];
  const query = `variant=${variant}&language=${language}`;
  return (
    <figure>
      <img
        src={`/L/${labelId}/artwork.svg?${query}`}
        alt={guide.alternative}
        width={Math.round((size?.widthMm ?? 0) * CSS_PIXELS_PER_MM)}
        height={Math.round((size?.heightMm ?? 0) * CSS_PIXELS_PER_MM)}
      />
      <figcaption>
        <strong>{name}.</strong> {use}
        <span class="links">
          {ARTWORK_FORMATS.map((format) => (
            <a href={`/L/${labelId}/artwork.${format}?${query}`} download={`${labelId}-${variant}.${format}`}>
              {format.toUpperCase()}
              <span class="unseen"> of the form {name}</span>
            </a>
          ))}
        </span>
      </figcaption>
    </figure>
  );
}

/** So that the preview is as large as the print on a screen that believes in inches. */
const CSS_PIXELS_PER_MM = 96 / 25.4;

function Sizes({ guide }: { readonly guide: PrintGuide }): JSX.Element {
  return (
    <section aria-labelledby="sizes">
      <h2 id="sizes">Smallest sizes</h2>
      <table class="stack">
        <caption>
          Width and height of the whole label in millimetres. The links above give these sizes with the plain
          code.
        </caption>
        <thead>
          <tr>
            <th scope="col">Form</th>
            <th scope="col">Plain code</th>
            <th scope="col">Offline code</th>
          </tr>
        </thead>
        <tbody>
          {VARIANTS.map((variant) => (
            <tr>
              <th scope="row">{NAMES[variant].name}</th>
              <td data-name="Plain code">{sizeOf(guide, variant, 'plain')}</td>
              <td data-name="Offline code">{sizeOf(guide, variant, 'offline')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function sizeOf({ sizes }: PrintGuide, variant: Variant, code: 'plain' | 'offline'): string {
  const size = sizes.find((one) => one.variant === variant && one.code === code);
  return size ? `${size.widthMm.toFixed(1)} × ${size.heightMm.toFixed(1)} mm` : 'not offered';
}

function Languages({ labelId, guide, language }: InLanguage): JSX.Element | null {
  const others = guide.languages.filter((one) => one !== language);
  if (others.length === 0) return null;
  return (
    <ul class="links" aria-label="Other languages of the print">
      {others.map((one) => (
        <li>
          <a href={`/L/${labelId}/print?language=${one}`} lang={one}>
            {LANGUAGES[one] ?? one}
          </a>
        </li>
      ))}
    </ul>
  );
}

type InLanguage = {
  readonly labelId: string;
  readonly guide: PrintGuide;
  readonly language: string;
};

const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fi: 'Suomi',
};

function Choose({ labelId, guide, language }: InLanguage): JSX.Element {
  return (
    <section aria-labelledby="choose">
      <h2 id="choose">Another size, code or language</h2>
      <form class="search" method="get" action={`/L/${labelId}/artwork.svg`}>
        <div>
          <label for="variant">Form</label>
          <select id="variant" name="variant">
            {VARIANTS.map((variant) => (
              <option value={variant}>{NAMES[variant].name}</option>
            ))}
          </select>
        </div>
        <div>
          <label for="size">Width in mm</label>
          <input id="size" name="size" inputMode="decimal" size={6} maxLength={7} placeholder="smallest" />
        </div>
        <div>
          <label for="code">Code</label>
          <select id="code" name="code">
            <option value="plain">Plain</option>
            <option value="offline">Offline</option>
          </select>
        </div>
        <div>
          <label for="language">Language</label>
          <select id="language" name="language">
            {guide.languages.map((one) => (
              <option value={one} selected={one === language} lang={one}>
                {LANGUAGES[one] ?? one}
              </option>
            ))}
          </select>
        </div>
        <div>
          <button type="submit">SVG</button>{' '}
          <button type="submit" formAction={`/L/${labelId}/artwork.png`}>
            PNG
          </button>{' '}
          <button type="submit" formAction={`/L/${labelId}/artwork.pdf`}>
            PDF
          </button>
        </div>
      </form>
    </section>
  );
}

function Rules(): JSX.Element {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">Rules of the print</h2>
      <ul>
        <li>Never smaller than the sizes above: below them phones miss the code and people the letters.</li>
        <li>
          Print the code black on white, with the white around it. Put nothing over it, and do not round or
          recolour its squares.
        </li>
        <li>
          Enlarge as you like, always the whole label at once. Mark and code belong together: do not cut them
          apart.
        </li>
        <li>
          The plain code opens the label page. The offline code also carries signed words that a label app
          checks without a connection; it is denser and needs more room.
        </li>
        <li>
          A PNG has 600 dots per inch, or a little less so that each square of the code is whole pixels.
        </li>
        <li>
          There are files only while the label is valid. When it is suspended, revoked or expired, stop
          printing; every code that is out already leads to a page that says so.
        </li>
      </ul>
    </section>
  );
}

function Own({
  own,
  record,
  language,
}: {
  readonly own: NonNullable<PrintGuide['own']>;
  readonly record: LabelRecord;
  readonly language: string;
}): JSX.Element {
  return (
    <section aria-labelledby="own">
      <h2 id="own">What the scheme’s own label carries</h2>
      <p>
        Where {record.scheme.owner} itself labels, the label consists of the following. None of it is drawn
        here; marks of others are theirs.
      </p>
      <ul lang={language}>
        {own.elements.map((element) => (
          <li>{element}</li>
        ))}
      </ul>
      <p>
        Its text alternative: <span lang={language}>“{own.altText}”</span>
      </p>
    </section>
  );
}
