import { Mention } from '@tiptap/extension-mention';
import { Placeholder } from '@tiptap/extensions';
import { EditorContent, useEditor, useEditorState, type Editor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import type { SuggestionProps } from '@tiptap/suggestion';
import { useEffect, useId, useRef, useState, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { useText } from '~/app/i18n';
import { Avatar, join } from '../controls';
import { Icon, type IconName } from '../Icon';
import { htmlOf } from './text';
import css from './rich.module.css';

export interface Mentioned {
  id: string;
  name: string;
}

export interface RichEditorProps {
  value: string;
  onChange: (html: string) => void;
  /** Ctrl or ⌘ with Enter. */
  onDone?: () => void;
  onCancel?: () => void;
  /** Who may be mentioned, by what was typed after the @. */
  people?: (text: string) => Promise<Mentioned[]>;
  label: string;
  placeholder?: string | undefined;
  autoFocus?: boolean | undefined;
  framed?: boolean;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  id?: string | undefined;
}

type Menu = Pick<SuggestionProps<Mentioned, Mentioned>, 'items' | 'command'> & { rect: DOMRect };

/** As the server keeps it: span.mention with the user's id, shown as @Name. */
const Who = Mention.extend({
  addAttributes: () => ({
    id: { default: null, parseHTML: (element: HTMLElement) => element.dataset['user'] ?? null, renderHTML: (attributes: Record<string, unknown>) => ({ 'data-user': String(attributes['id'] ?? '') }) },
    label: { default: null, parseHTML: (element: HTMLElement) => element.textContent?.replace(/^@/, '') ?? null, renderHTML: () => ({}) },
  }),
  parseHTML: () => [{ tag: 'span.mention' }],
  renderHTML: ({ node, HTMLAttributes }) => ['span', { class: 'mention', 'data-user': String((HTMLAttributes as Record<string, unknown>)['data-user'] ?? node.attrs['id'] ?? '') }, `@${String(node.attrs['label'] ?? '')}`],
});

/** Text with weight, lists, links and people in it. Fetched when the first one is opened. */
export function RichEditor({ value, onChange, onDone, onCancel, people, label, placeholder, autoFocus, framed, invalid, describedBy, id }: RichEditorProps) {
  const t = useText();
  const [menu, setMenu] = useState<Menu | null>(null);
  const [at, setAt] = useState(0);
  const [linking, setLinking] = useState(false);
  const listId = useId();
  const acts = useRef({ onChange, onDone, onCancel, people });
  const open = useRef<{ menu: Menu | null; at: number }>({ menu: null, at: 0 });
  useEffect(() => {
    acts.current = { onChange, onDone, onCancel, people };
    open.current = { menu, at };
  });
  const attributes: Record<string, string> = {
    role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, class: css.text ?? '', ...(id ? { id } : {}), ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(invalid ? { 'aria-invalid': 'true' } : {}), ...(menu ? { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${at}` } : {}),
  };
  const editor = useEditor({
    extensions: [
      StarterKit.configure({ heading: { levels: [1, 2, 3] }, horizontalRule: false, trailingNode: false, link: { openOnClick: false, autolink: true, protocols: ['mailto', 'tel'], defaultProtocol: 'https' } }),
      Placeholder.configure({ placeholder: placeholder ?? '' }),
      Who.configure({
        deleteTriggerWithBackspace: true,
        suggestion: {
          items: ({ query }) => acts.current.people?.(query) ?? Promise.resolve([]),
          render: () => {
            const show = (props: SuggestionProps<Mentioned, Mentioned>) => {
              const rect = props.clientRect?.();
              if (rect) setMenu({ items: props.items, command: props.command, rect });
            };
            return {
              onStart: (props) => { setAt(0); show(props as SuggestionProps<Mentioned, Mentioned>); },
              onUpdate: (props) => { setAt(0); show(props as SuggestionProps<Mentioned, Mentioned>); },
              onExit: () => setMenu(null),
              onKeyDown: ({ event }) => {
                const now = open.current;
                if (!now.menu) return false;
                const count = now.menu.items.length;
                const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
                if (step && count) { setAt((now.at + step + count) % count); return true; }
                if (event.key === 'Escape') { setMenu(null); event.stopPropagation(); return true; }
                const chosen = now.menu.items[now.at];
                if ((event.key === 'Enter' || event.key === 'Tab') && chosen) { now.menu.command(asNode(chosen)); return true; }
                return false;
              },
            };
          },
        },
      }),
    ],
    content: htmlOf(value),
    injectCSS: false,
    immediatelyRender: true,
    shouldRerenderOnTransaction: false,
    editorProps: { attributes },
    onUpdate: ({ editor: changed }) => acts.current.onChange(changed.isEmpty ? '' : changed.getHTML()),
  });
  useEffect(() => {
    editor.setOptions({ editorProps: { attributes } });
    // The attributes are made anew at each drawing; these are what they are made of.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editor, label, invalid, describedBy, menu !== null, at]);
  useEffect(() => {
    if (!autoFocus || editor.isDestroyed) return; // drawn but never shown: another follows
    // The library's own focusing waits for a frame, in which keys would be lost.
    editor.view.dom.focus();
    editor.commands.setTextSelection(editor.state.doc.content.size);
    // Once, when it appears.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editor]);
  const keys = (event: ReactKeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) { event.preventDefault(); event.stopPropagation(); acts.current.onDone?.(); }
    if (event.key === 'Escape' && !open.current.menu && !linking) { event.stopPropagation(); acts.current.onCancel?.(); }
  };
  return (
    <div className={join(css.editor, framed && css.framed)} data-invalid={invalid || undefined} onKeyDownCapture={keys}>
      <EditorContent editor={editor} className={css.area} />
      {linking ? <LinkLine editor={editor} onClose={() => setLinking(false)} /> : <Tools editor={editor} mentions={people !== undefined} onLink={() => setLinking(true)} />}
      {menu && createPortal(
        <div className={css.people} role="listbox" aria-label={t('rich.people')} id={listId} data-portal style={place(menu.rect)} onMouseDown={(event) => event.preventDefault()}>
          {menu.items.map((person, index) => (
            <div key={person.id} id={`${listId}-${index}`} role="option" aria-selected={index === at} onMouseMove={() => setAt(index)} onClick={() => menu.command(asNode(person))}>
              <Avatar name={person.name} size={20} /><span className="truncate">{person.name}</span>
            </div>
          ))}
          {menu.items.length === 0 && <p>{t('ui.no_match')}</p>}
        </div>, document.body,
      )}
    </div>
  );
}

/** The mention's node keeps the id and what the person is called. */
const asNode = (person: Mentioned): Mentioned => ({ id: person.id, label: person.name } as unknown as Mentioned);

/** Below the letter, or above where the screen (or a phone's keyboard) ends. */
function place(rect: DOMRect) {
  const height = window.visualViewport?.height ?? window.innerHeight;
  const left = Math.max(8, Math.min(rect.left, window.innerWidth - 250));
  return rect.bottom + 240 > height ? { left, bottom: window.innerHeight - rect.top + 4 } : { left, top: rect.bottom + 4 };
}

function Tools({ editor, mentions, onLink }: { editor: Editor; mentions: boolean; onLink: () => void }) {
  const t = useText();
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'), italic: now.isActive('italic'), strike: now.isActive('strike'), heading: now.isActive('heading'), bullets: now.isActive('bulletList'),
      numbers: now.isActive('orderedList'), quote: now.isActive('blockquote'), code: now.isActive('code') || now.isActive('codeBlock'), link: now.isActive('link'),
    }),
  });
  const run = () => editor.chain().focus();
  const tools: ({ icon: IconName; label: string; on: boolean; run: () => void } | null)[] = [
    { icon: 'bold', label: t('rich.bold'), on: on.bold, run: () => run().toggleBold().run() },
    { icon: 'italic', label: t('rich.italic'), on: on.italic, run: () => run().toggleItalic().run() },
    { icon: 'strike', label: t('rich.strike'), on: on.strike, run: () => run().toggleStrike().run() },
    null,
    { icon: 'heading', label: t('rich.heading'), on: on.heading, run: () => run().toggleHeading({ level: 2 }).run() },
    { icon: 'list', label: t('rich.bullets'), on: on.bullets, run: () => run().toggleBulletList().run() },
    { icon: 'numbers', label: t('rich.numbers'), on: on.numbers, run: () => run().toggleOrderedList().run() },
    { icon: 'quote', label: t('rich.quote'), on: on.quote, run: () => run().toggleBlockquote().run() },
    { icon: 'code', label: t('rich.code'), on: on.code, run: () => run().toggleCode().run() },
    { icon: 'link', label: t('rich.link'), on: on.link, run: onLink },
    ...(mentions ? [null, { icon: 'at' as const, label: t('rich.mention'), on: false, run: () => run().insertContent(/\S$/.test(editor.state.selection.$from.parent.textBetween(0, editor.state.selection.$from.parentOffset)) ? ' @' : '@').run() }] : []),
  ];
  return (
    <div className={css.tools} role="toolbar" aria-label={t('rich.tools')}>
      {tools.map((tool, index) => (tool === null ? <i key={index} aria-hidden /> : (
        <button key={tool.label} type="button" title={tool.label} aria-label={tool.label} aria-pressed={tool.on} onMouseDown={(event) => event.preventDefault()} onClick={tool.run}><Icon name={tool.icon} size={16} /></button>
      )))}
    </div>
  );
}

function LinkLine({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const t = useText();
  const [href, setHref] = useState(() => String(editor.getAttributes('link')['href'] ?? ''));
  const set = () => {
    const address = href.trim() === '' || /^(https?:|mailto:|tel:)/i.test(href.trim()) ? href.trim() : /^\S+@\S+$/.test(href.trim()) ? `mailto:${href.trim()}` : `https://${href.trim()}`;
    const chain = editor.chain().focus().extendMarkRange('link');
    if (address === '') chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive('link')) chain.insertContent([{ type: 'text', text: href.trim(), marks: [{ type: 'link', attrs: { href: address } }] }]).run();
    else chain.setLink({ href: address }).run();
    onClose();
  };
  return (
    <div className={css.link}>
      <Icon name="link" size={15} />
      <input autoFocus aria-label={t('rich.address')} placeholder={t('rich.address')} value={href} onChange={(event) => setHref(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') { event.preventDefault(); event.stopPropagation(); set(); }
          if (event.key === 'Escape') { event.stopPropagation(); onClose(); editor.commands.focus(); }
        }} onBlur={(event) => { if (!event.relatedTarget) onClose(); }} />
    </div>
  );
}
