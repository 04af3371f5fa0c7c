/** Rich text begins with a block; what does not is text from before a field became rich. */
const isHtml = (text: string): boolean => /^\s*<(p|ul|ol|h[1-3]|pre|blockquote)\b/i.test(text);
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Plain lines as paragraphs. */
export const textToHtml = (text: string): string =>
  text.trim() === '' ? '' : text.split(/\n{2,}/).map((block) => `<p>${escaped(block).replace(/\n/g, '<br>')}</p>`).join('');

export const htmlOf = (text: string): string => (isHtml(text) ? text : textToHtml(text));

/** The words alone, a line for each block: for a list's cell, a title, a textarea. */
export function plainOf(html: string): string {
  if (!isHtml(html)) return html;
  const lines: string[] = [];
  const walk = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) lines[lines.length - 1] = (lines.at(-1) ?? '') + (node.textContent ?? '');
    else {
      const name = node.nodeName.toLowerCase();
      if (/^(p|li|h[1-3]|pre|blockquote|br)$/.test(name) && lines.at(-1) !== '') lines.push('');
      node.childNodes.forEach(walk);
    }
  };
  lines.push('');
  new DOMParser().parseFromString(html, 'text/html').body.childNodes.forEach(walk);
  return lines.join('\n').trim();
}
