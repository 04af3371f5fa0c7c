import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id, TagInfo } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { Icon, toast } from '~/ui';
import { Picker } from '~/ui/Picker';
import { tagColour } from '~/fields/tagColour';
import { findTags } from '~/fields/tags';
import css from './together.module.css';

interface Tags { tags: TagInfo[] }
const key = (object: string, id: Id) => ['tags', object, id] as const;

/** A record's tags: colours beside names, one more by typing its name. */
export function TagsLine({ object, id, may }: { object: string; id: Id; may: boolean }) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { data } = useQuery({ queryKey: key(object, id), queryFn: ({ signal }) => api.get<Tags>(`/records/${object}/${id}/tags`, undefined, { signal }) });
  const tags = useMemo(() => data?.tags ?? [], [data]);
  const change = async (add: string[], remove: string[]) => {
    queries.setQueryData<Tags>(key(object, id), (now) => ({ tags: [...(now?.tags ?? []).filter((tag) => !remove.includes(tag.name)), ...add.map((name) => ({ id: `new:${name}`, name }))] }));
    try {
      await api.post(`/records/${object}/${id}/tags`, { add, remove });
      if (remove[0]) toast.undo(t('tags.removed', { tag: remove[0] }), t('ui.undo'), () => void change(remove, []));
    } catch (error) {
      toast.fail(error);
    }
    void queries.invalidateQueries({ queryKey: ['tags'] });
    void queries.invalidateQueries({ queryKey: ['records', 'tag'] });
    void queries.invalidateQueries({ queryKey: ['timeline', object, id] });
  };
  const search = useCallback(async (text: string, signal: AbortSignal) => (await findTags(text, signal)).filter((option) => !tags.some((tag) => tag.name === option.value)), [tags]);
  useShortcuts(may ? [{ keys: '#', label: 'shortcut.tag', run: () => setAdding(true) }] : []);
  const close = () => {
    setAdding(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  if (!may && tags.length === 0) return null;
  return (
    <div className={css.tags} role="group" aria-label={t('tags.title')}>
      {tags.map((tag) => (
        <span key={tag.name} className={css.tag}>
          <i style={{ background: tagColour(tag.colour, tag.name) }} aria-hidden /><span className="truncate">{tag.name}</span>
          {may && <button type="button" aria-label={t('tags.remove', { tag: tag.name })} onClick={() => void change([], [tag.name])}><Icon name="x" size={12} /></button>}
        </span>
      ))}
      {may && (adding ? (
        <span className={css.tagInput}>
          <Picker autoFocus label={t('tags.add')} value={null} placeholder={t('tags.name')} search={search} onCancel={close} create={(text) => t('field.create_tag', { tag: text })}
            onDone={(name) => {
              if (typeof name === 'string' && name.trim()) void change([name.trim()], []);
              close();
            }} />
        </span>
      ) : <button ref={button} type="button" className={css.addTag} onClick={() => setAdding(true)}><Icon name="plus" size={13} />{t('tags.tag')}</button>)}
    </div>
  );
}
