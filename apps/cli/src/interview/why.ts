import type { DraftQuestion } from '@assay/conformity/1-application/interview';
import type { Library } from '@assay/office/0-programme/load-library';

/** Why a question is asked: what turns on it, and for which schemes. */
export function whyAsked(question: DraftQuestion, { catalogue }: Library): string {
  switch (question.ask) {
    case 'schemes':
      return 'Only what these schemes need is asked; more can be chosen later.';
    case 'product':
      return 'Every dossier names the product; a label is for exactly these models and versions.';
    case 'components':
      return 'Some requirements hold for each part of a product, so each is judged by itself.';
    case 'fact':
      return `${catalogue.facts.get(question.fact)?.why ?? ''} It turns on ${String(question.decides)} requirements of ${question.for.join(', ')}.`;
    case 'statement':
      return `The provision applies to the product, and nothing says yet whether it holds. Asked by ${question.for.join(', ')}.`;
    case 'disclosure':
      return `The register shows it to whoever looks the label up. Asked by ${question.for.join(', ')}.`;
    case 'support-period':
      return 'A label says until when security updates come.';
    case 'contact':
      return 'Whoever finds a weakness must be able to report it.';
    case 'evidence':
      return `An answer without a document counts for little. Asked by ${question.for.join(', ')}.`;
    case 'declaration':
      return `An application is complete only with it. Asked by ${question.for.join(', ')}.`;
  }
}
