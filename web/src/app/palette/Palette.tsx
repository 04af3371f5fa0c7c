import { useQuery } from '@tanstack/react-query';
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Fragment, useDeferredValue, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { api } from '~/app/api/client';
import type { ObjectType, SearchGroup, SearchHit } from '~/app/api/types';
import { languages, nameOfLanguage, useText } from '~/app/i18n';
import { actions, allowed, navigation } from '~/app/module';
import { setScheme, useDark } from '~/app/scheme';
import { signOut, useSession } from '~/app/session';
import { closeOverlay, openCreate, openFile, openHelp, takeTyped } from '~/app/shell/overlay';
import { chooseLanguage } from '~/app/shell/UserMenu';
import { useAllShortcuts, type Shortcut } from '~/app/shortcuts';
import { keyText } from '~/app/shell/Help';
import { useObjects } from '~/records/objects';
import { listPath, recordPath } from '~/records/paths';
import { plainOf } from '~/ui/rich/text';
import { Icon, iconNamed, Kbd, type IconName } from '~/ui';
import { Overlay } from '~/ui/overlays';
import { folded, fits, marked } from './match';
import { recall, remember } from './recent';
import css from './palette.module.css';

interface Item {
  id: string;
  group: string;
  label: string;
  hint?: string | undefined;
  /** Why it was found: the field, and what stands there. */
  found?: { label: string; text: string; alike: boolean } | undefined;
  icon: IconName;
  /** Holds what was typed as it was typed. */
  quotes?: boolean;
  keys?: string | undefined;
  run: () => void;
}

/** The words that were typed, marked in what they were found in. */
function Marked({ text, typed }: { text: string; typed: string }) {
  return <>{marked(text, typed).map((part, index) => (part.hit ? <mark key={index}>{part.text}</mark> : <Fragment key={index}>{part.text}</Fragment>))}</>;
}

const perGroup = 6;

/** Where a record's words were found, unless it is its own name. */
function why(matched: SearchHit['matched'], object: ObjectType | undefined): Item['found'] {
  if (!matched) return undefined;
  if (typeof matched === 'string') return matched === object?.title ? undefined : { label: object?.fields.find((field) => field.name === matched)?.label ?? matched, text: '', alike: false };
  if (matched.field === object?.title && matched.how !== 'fuzzy') return undefined;
  return { label: matched.label, text: plainOf(matched.text), alike: matched.how === 'fuzzy' };
}

/** Go anywhere, find any record, run any action. */
export function Palette() {
  const t = useText();
  const navigate = useNavigate();
  const dark = useDark();
  const { user } = useSession();
  const objects = useObjects();
  const shortcuts = useAllShortcuts();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const wanted = useDeferredValue(typed.trim());
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const { data: found, isFetching } = useQuery({
    queryKey: ['search', wanted],
    queryFn: ({ signal }) => api.get<{ groups: SearchGroup[] }>('/search', { q: wanted, limit: perGroup }, { signal }),
    enabled: wanted.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

  const items = useMemo((): Item[] => {
    const go = (to: string) => () => void navigate({ to });
    const pages: Item[] = navigation.filter((item) => allowed(item, user.level)).map((item) => ({ id: `page:${item.path}`, group: t('palette.go'), label: t(item.label), icon: item.icon, run: go(item.path) }));
    const own: Item[] = actions.filter((action) => allowed(action, user.level)).map((action) => ({ id: action.id, group: t('palette.do'), label: t(action.label), icon: action.icon, run: go(action.to) }));
    const creates: Item[] = objects.filter((object) => object.rights.create && ['account', 'contact', 'deal', 'activity', 'note', 'order', 'subscription', 'product'].includes(object.name) || (object.rights.create && object.custom && !object.hidden))
      .map((object) => ({ id: `create:${object.name}`, group: t('palette.create'), label: t('record.new', { object: object.label.toLowerCase() }), icon: 'plus', run: () => window.setTimeout(() => openCreate(object.name)) }));
    const lists: Item[] = objects.filter((object) => object.rights.see && !object.system && !['account', 'contact', 'deal'].includes(object.name)).map((object) => ({ id: `list:${object.name}`, group: t('palette.go'), label: object.label_plural, icon: iconNamed(object.icon), run: go(`/records/${object.name}`) }));
    // What the page itself can do just now.
    const here: Item[] = shortcuts.filter((shortcut: Shortcut) => !shortcut.hidden && shortcut.group === undefined && !['j', 'k', '/'].includes(shortcut.keys) && !/^arrow|^escape/.test(shortcut.keys))
      .map((shortcut) => ({ id: `here:${shortcut.keys}:${shortcut.label}`, group: t('palette.here'), label: t(shortcut.label), icon: 'bolt', keys: shortcut.keys || undefined, run: () => window.setTimeout(() => shortcut.run(new KeyboardEvent('keydown'))) }));
    const app: Item[] = [
      { id: 'app:scheme', group: t('palette.app'), label: t(dark ? 'palette.to_light' : 'palette.to_dark'), icon: dark ? 'sun' : 'moon', run: () => setScheme(dark ? 'light' : 'dark') },
      ...languages.map((language): Item => ({ id: `app:${language}`, group: t('palette.app'), label: nameOfLanguage(language), icon: 'language', run: () => void chooseLanguage(language) })),
      { id: 'app:help', group: t('palette.app'), label: t('shortcut.title'), icon: 'help', keys: '?', run: () => window.setTimeout(openHelp) },
      { id: 'app:out', group: t('palette.app'), label: t('shell.sign_out'), icon: 'sign-out', run: () => void signOut().then(() => navigate({ to: '/sign-in' })) },
    ];
    if (!typed.trim()) {
      const recent: Item[] = recall().filter((record) => recordPath(record.object, record.id) !== window.location.pathname).map((record) => ({ id: `recent:${record.object}:${record.id}`, group: t('palette.recent'), label: record.title, icon: iconNamed(objects.find((object) => object.name === record.object)?.icon), run: go(recordPath(record.object, record.id)) }));
      return [...recent, ...here, ...pages, ...creates, ...own];
    }
    const records: Item[] = wanted.length < 2 ? [] : (found?.groups ?? []).flatMap((group) => {
      const object = objects.find((one) => one.name === group.object);
      const hits = group.records.map((record): Item => ({
        id: `record:${group.object}:${record.id}`, group: group.label, label: record.title || object?.label || '', hint: record.subtitle || undefined, found: why(record.matched, object), icon: iconNamed(object?.icon),
        run: () => {
          if (group.object === 'file') return void window.setTimeout(() => openFile(record.id));
          remember({ object: group.object, id: record.id, title: record.title });
          void navigate({ to: recordPath(group.object, record.id) });
        },
      }));
      // A full group may have more behind it: the list has them all.
      if (object?.searchable && hits.length >= perGroup) hits.push({ id: `all:${group.object}`, group: group.label, label: t('palette.all_in', { objects: group.label.toLowerCase(), text: wanted }), icon: 'search', quotes: true, run: () => void navigate({ to: listPath(group.object), search: { q: wanted } as never }) });
      return hits;
    });
    // What is not there may be made, by the name that was typed.
    const fresh: Item[] = wanted.length < 2 || isFetching ? [] : objects.filter((object) => object.rights.create && ['account', 'contact', 'deal'].includes(object.name))
      .map((object) => ({ id: `fresh:${object.name}`, group: t('palette.create'), label: t('palette.new_named', { object: object.label.toLowerCase(), name: typed.trim() }), icon: 'plus', quotes: true, run: () => window.setTimeout(() => openCreate(object.name, { [object.title]: typed.trim() })) }));
    const matching = [...pages, ...creates, ...own, ...here, ...lists, ...app].filter((item) => fits(item.label, typed));
    // A page named in full goes before a customer who is called something like it.
    return typed.trim().length <= 2 ? [...matching, ...records, ...fresh] : [...matching.filter((item) => folded(item.label).startsWith(folded(typed.trim()))), ...records, ...matching.filter((item) => !folded(item.label).startsWith(folded(typed.trim()))), ...fresh];
  }, [typed, wanted, found, isFetching, objects, shortcuts, user.level, dark, navigate, t]);

  const takeEarly = () => {
    const more = takeTyped();
    if (more) setTyped((now) => now + more);
  };
  // Not while drawing: a drawing may be thrown away, and what it took with it.
  useEffect(takeEarly, []);
  useEffect(() => setAt(0), [typed]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const now = Math.min(at, Math.max(0, items.length - 1));
  const pick = (item: Item | undefined) => {
    if (!item) return;
    closeOverlay();
    item.run();
  };
  const keys = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' || (event.ctrlKey && event.key === 'n') ? 1 : event.key === 'ArrowUp' || (event.ctrlKey && event.key === 'p') ? -1 : 0;
    if (step && items.length) { event.preventDefault(); setAt((now + step + items.length) % items.length); }
    if (event.key === 'Enter') { event.preventDefault(); pick(items[now]); }
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); event.stopPropagation(); closeOverlay(); }
  };
  const groups = useMemo(() => {
    const made: { name: string; items: { item: Item; index: number }[] }[] = [];
    items.forEach((item, index) => {
      const last = made.at(-1);
      if (last?.name === item.group) last.items.push({ item, index });
      else made.push({ name: item.group, items: [{ item, index }] });
    });
    return made;
  }, [items]);
  return (
    <Overlay onClose={closeOverlay} label={t('palette.title')}>
      <div className={css.box} onKeyDown={keys}>
        <div className={css.field}>
          <Icon name="search" size={18} />
          <input data-autofocus autoFocus role="combobox" aria-expanded="true" aria-controls={id} aria-activedescendant={items.length ? `${id}-${now}` : undefined} aria-label={t('palette.title')} placeholder={t('palette.placeholder')} autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.currentTarget.value)}
            onFocus={takeEarly} />
          {isFetching && <span className={css.busy} aria-hidden />}
        </div>
        <div className={css.list} id={id} role="listbox" aria-label={t('palette.title')} ref={list}>
          {groups.map((group, index) => (
            <div key={`${group.name}${index}`} role="group" aria-label={group.name}>
              <div className={css.group} aria-hidden>{group.name}</div>
              {group.items.map(({ item, index: position }) => (
                <div key={item.id} id={`${id}-${position}`} role="option" aria-selected={position === now} className={css.item} onMouseMove={() => setAt(position)} onClick={() => pick(item)}>
                  <Icon name={item.icon} />
                  <span className={css.words}>
                    <span className="truncate">{item.quotes ? item.label : <Marked text={item.label} typed={typed} />}</span>
                    {item.found && <small className={css.why}><b>{item.found.label}</b>{item.found.text && <span className="truncate"><Marked text={item.found.text} typed={typed} /></span>}{item.found.alike && <i>{t('palette.alike')}</i>}</small>}
                  </span>
                  {item.hint && <small className="truncate">{item.hint}</small>}
                  {item.keys && <span className={css.keys}>{keyText(item.keys).map((key) => <Kbd key={key}>{key}</Kbd>)}</span>}
                </div>
              ))}
            </div>
          ))}
        </div>
        {items.length === 0 && <p className={css.none} role="status">{isFetching ? t('palette.looking') : t('palette.none', { text: typed })}</p>}
      </div>
    </Overlay>
  );
}
