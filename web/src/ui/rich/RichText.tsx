import { Fragment, useMemo, type ReactNode } from 'react';
import { htmlOf } from './text';
import css from './rich.module.css';

/** What may stand in a rich text. All else is shown by the words it holds. */
const plain = new Set(['p', 'strong', 'em', 'u', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li']);
/** A heading within a record's page stands below the page's own. */
const headings: Record<string, 'h3' | 'h4' | 'h5'> = { h1: 'h3', h2: 'h4', h3: 'h5' };
const harmless = (href: string): boolean => /^(https?:|mailto:|tel:)/i.test(href.trim());

function drawn(node: ChildNode, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.localName;
  if (tag === 'br') return <br key={key} />;
  const inside = [...node.childNodes].map(drawn);
  if (tag === 'script' || tag === 'style') return null;
  if (tag === 'a') {
    const href = node.getAttribute('href') ?? '';
    return harmless(href) ? <a key={key} href={href} target="_blank" rel="noreferrer noopener">{inside}</a> : <Fragment key={key}>{inside}</Fragment>;
  }
  if (tag === 'span' && node.classList.contains('mention')) return <span key={key} className={css.mention}>{inside}</span>;
  const Heading = headings[tag];
  if (Heading) return <Heading key={key}>{inside}</Heading>;
  if (!plain.has(tag)) return <Fragment key={key}>{inside}</Fragment>;
  const Plain = tag as 'p';
  return <Plain key={key}>{inside}</Plain>;
}

/** Rich text as it is read: made of the few elements it may hold, never put into the page as it came. */
export function RichText({ html }: { html: string }) {
  const nodes = useMemo(() => [...new DOMParser().parseFromString(htmlOf(html), 'text/html').body.childNodes].map(drawn), [html]);
  return <div className={css.text}>{nodes}</div>;
}
