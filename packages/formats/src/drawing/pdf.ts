import { buffer } from 'node:stream/consumers';

import PDFDocument from 'pdfkit';

import type { Drawing, Step } from './drawing.ts';

const POINTS_PER_MM = 72 / 25.4;
/** Cyan, magenta, yellow, black in percent: black ink alone, for a black of four inks blurs the edges of a code. */
const INK = { black: [0, 0, 0, 100], white: [0, 0, 0, 0] } as const;
/** A document says when it was made; ours says the same of the same drawing. */
const ALWAYS = new Date('2026-01-01T00:00:00Z');

/**
 * A drawing as a PDF of one page of exactly its size: outlines only, tagged as one figure with its description as
 * alternative text (ISO 14289-1), the same bytes for the same drawing.
 */
export async function drawingPdf(drawing: Drawing): Promise<Uint8Array> {
  const { width, height, unitMm, title, description, language, shapes } = drawing;
  const points = unitMm * POINTS_PER_MM;
  const size: [number, number] = [width * points, height * points];
  const document = new PDFDocument({
    size,
    margin: 0,
    font: '',
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    displayTitle: true,
    lang: language,
    info: { Title: title, Producer: 'Assay', Creator: 'Assay', CreationDate: ALWAYS, ModDate: ALWAYS },
  });
  const bytes = buffer(document);
  const draw = () => {
    document.save().scale(points);
    for (const { ink, path } of shapes) {
      for (const step of path) follow(document, step);
      document.fill(INK[ink]);
    }
    document.restore();
  };
  const figure = document.struct('Figure', { alt: description, lang: language, bbox: [0, 0, ...size] }, draw);
  document.addStructure(document.struct('Document', { lang: language }, [figure]));
  document.end();
  return bytes;
}

function follow(document: PDFDocument, step: Step): void {
  switch (step[0]) {
    case 'M':
      document.moveTo(step[1], step[2]);
      break;
    case 'L':
      document.lineTo(step[1], step[2]);
      break;
    case 'C':
      document.bezierCurveTo(step[1], step[2], step[3], step[4], step[5], step[6]);
      break;
    case 'Z':
      document.closePath();
  }
}
