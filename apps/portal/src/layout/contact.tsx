import type { JSX } from 'preact';

/** A role mailbox or page as a link; anything else as it is written. */
export function Contact({ text }: { readonly text: string }): JSX.Element {
  if (/^https:\/\/[^\s"<>]+$/.test(text))
    return <Outside href={text}>{text.replace('https://', '')}</Outside>;
  if (/^[^\s@:/?<>"]+@[^\s@:/?<>"]+$/.test(text)) return <a href={`mailto:${text}`}>{text}</a>;
  return <>{text}</>;
}

/** A link that leaves this site: followed without telling where the reader came from. */
export function Outside({
  href,
  children,
}: {
  readonly href: string;
  readonly children: string;
}): JSX.Element {
  if (!href.startsWith('https://')) return <>{children}</>;
  return (
    <a href={href} rel="external noopener noreferrer">
      {children}
    </a>
  );
}
