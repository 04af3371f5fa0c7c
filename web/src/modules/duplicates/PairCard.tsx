import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Field, Id, ObjectType } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useShortcuts } from '~/app/shortcuts';
import { isEmpty, kindOf, sameValue } from '~/fields';
import { titleOf } from '~/records/objects';
import { recordPath } from '~/records/paths';
import { Button, Checkbox, Icon, Tag } from '~/ui';
import { fieldsOf, type Pair, type Side } from './duplicates';
import css from './duplicates.module.css';

type Which = 'a' | 'b';

interface Row { field: Field; differs: boolean; both: boolean; open: boolean; /** Two values, of which one is lost. */ clash: boolean }

/** Lists and tags of both are put together; what rules set is set anew. */
const isTogether = (field: Field): boolean => field.type === 'multi_select' || Boolean(field.many);

function rowsOf(object: ObjectType, pair: Pair): Row[] {
  const one = fieldsOf(pair.a), other = fieldsOf(pair.b);
  return object.fields
    .filter((field) => field.type !== 'json' && !field.formula && !field.rollup && (!isEmpty(one[field.name]) || !isEmpty(other[field.name])))
    .map((field) => {
      const differs = !sameValue(one[field.name], other[field.name]);
      const open = differs && !isTogether(field) && !field.read_only && field.writable !== false;
      return { field, differs, both: isTogether(field), open, clash: open && !isEmpty(one[field.name]) && !isEmpty(other[field.name]) };
    })
    .sort((x, y) => Number(y.clash) - Number(x.clash) || Number(y.open) - Number(x.open) || Number(y.differs) - Number(x.differs));
}

export function PairCard({ pair, object, busy, onMerge, onPart, onReopen }: {
  pair: Pair; object: ObjectType; busy: boolean; onMerge: (survivor: Which, choose: Record<string, Id>) => void; onPart: () => void; onReopen: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const card = useRef<HTMLElement>(null);
  const rows = useMemo(() => rowsOf(object, pair), [object, pair]);
  // So that Enter is this pair's, and not that of the button that led here.
  useEffect(() => card.current?.focus({ preventScroll: true }), []);
  const open = rows.filter((row) => row.open);
  const [survivor, setSurvivor] = useState<Which>('a');
  const [picked, setPicked] = useState<Record<string, Which>>({});
  const [at, setAt] = useState(0);
  const [all, setAll] = useState(false);
  const one = fieldsOf(pair.a), other = fieldsOf(pair.b);
  /** Unless somebody chose: what the record that stays has, or else the other. */
  const chosen = (field: Field): Which => picked[field.name] ?? (isEmpty((survivor === 'a' ? one : other)[field.name]) ? (survivor === 'a' ? 'b' : 'a') : survivor);
  const pick = (row: Row | undefined, which: Which) => {
    if (row) setPicked((before) => ({ ...before, [row.field.name]: which }));
  };
  const mayMerge = object.rights.edit && pair.state === 'open';
  const go = () => {
    const ids = { a: pair.a?.id ?? '', b: pair.b?.id ?? '' };
    onMerge(survivor, Object.fromEntries(open.map((row) => [row.field.name, ids[chosen(row.field)]])));
  };
  const move = (by: number) => setAt((before) => Math.max(0, Math.min(open.length - 1, before + by)));
  const choose = (which: Which) => {
    pick(open[at], which);
    if (at < open.length - 1) setAt(at + 1);
  };
  useShortcuts(mayMerge ? [
    { keys: 'arrowdown', label: 'duplicates.key.down', group: 'nav.duplicates', run: () => move(1) },
    { keys: 'arrowup', label: 'duplicates.key.up', group: 'nav.duplicates', run: () => move(-1) },
    { keys: '1', label: 'duplicates.key.first', group: 'nav.duplicates', run: () => choose('a') },
    { keys: '2', label: 'duplicates.key.second', group: 'nav.duplicates', run: () => choose('b') },
    { keys: 'enter', label: 'duplicates.merge', group: 'nav.duplicates', run: go },
    { keys: 'n', label: 'duplicates.part', group: 'nav.duplicates', run: onPart },
  ] : []);

  const shown = rows.filter((row) => row.differs || all);
  const same = rows.length - rows.filter((row) => row.differs).length;
  return (
    <section ref={card} tabIndex={-1} className={css.pair} aria-label={t('duplicates.pair')}>
      <div className={css.why}>
        <Tag tone={pair.score > 0.9 ? 'good' : 'neutral'}>{t('duplicates.likely', { percent: format.percent(Math.min(99.9, Math.round(pair.score * 1000) / 10)) })}</Tag>
        {pair.reasons.map((reason) => <span key={reason.field} className={css.reason}><Icon name="check" size={13} />{reason.text}</span>)}
      </div>
      <div className={css.grid} role="table" aria-label={t('duplicates.side_by_side')}>
        <div className={css.row} role="row" data-head>
          <span role="columnheader" className={css.label}>{object.label}</span>
          <Head side={pair.a} object={object} which="a" survivor={survivor} onStay={mayMerge ? setSurvivor : undefined} />
          <Head side={pair.b} object={object} which="b" survivor={survivor} onStay={mayMerge ? setSurvivor : undefined} />
        </div>
        {shown.map((row) => (
          <div key={row.field.name} className={css.row} role="row" data-at={(mayMerge && row.open && open[at] === row) || undefined} data-same={!row.differs || undefined} data-clash={row.clash || undefined} onMouseEnter={() => row.open && setAt(open.indexOf(row))}>
            <span role="rowheader" className={css.label}>{row.field.label}{row.both && row.differs && <small>{t('duplicates.together')}</small>}</span>
            <Cell row={row} side={pair.a} which="a" chosen={chosen(row.field)} onPick={mayMerge ? () => pick(row, 'a') : undefined} />
            <Cell row={row} side={pair.b} which="b" chosen={chosen(row.field)} onPick={mayMerge ? () => pick(row, 'b') : undefined} />
          </div>
        ))}
      </div>
      {same > 0 && <Checkbox label={t('duplicates.show_same', { count: same })} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}
      {mayMerge && <p className={css.hint}>{t('duplicates.hint')}</p>}
      <div className={css.acts}>
        {mayMerge && <Button look="primary" icon="copy" busy={busy} shortcut="↵" onClick={go}>{t('duplicates.merge')}</Button>}
        {mayMerge && <Button icon="x" disabled={busy} shortcut="N" onClick={onPart}>{t('duplicates.part')}</Button>}
        {pair.state === 'dismissed' && object.rights.edit && <Button icon="undo" disabled={busy} onClick={onReopen}>{t('duplicates.reopen')}</Button>}
      </div>
    </section>
  );
}

function Head({ side, object, which, survivor, onStay }: { side: Side | null; object: ObjectType; which: Which; survivor: Which; onStay: ((which: Which) => void) | undefined }) {
  const t = useText();
  const format = useFormat();
  if (!side) return <span role="columnheader" className="faint">{t('duplicates.gone')}</span>;
  return (
    <div role="columnheader" className={css.head}>
      <Link className="link" to={recordPath(object.name, side.id)}>{titleOf(object, side)}</Link>
      <small>{t('duplicates.since', { when: format.date(side.created_at.slice(0, 10)) })}</small>
      {onStay && <label className={css.stays}><input type="radio" name="survivor" checked={survivor === which} onChange={() => onStay(which)} />{t('duplicates.stays')}</label>}
    </div>
  );
}

function Cell({ row, side, which, chosen, onPick }: { row: Row; side: Side | null; which: Which; chosen: Which; onPick: (() => void) | undefined }) {
  const t = useText();
  const { View } = kindOf(row.field.type);
  const value = fieldsOf(side)[row.field.name] ?? null;
  const content = isEmpty(value) ? <span className="faint">{t('duplicates.empty')}</span> : <View field={row.field} value={value} />;
  if (!row.open || !onPick) return <span role="cell" className={css.cell} data-both={(row.both && row.differs) || undefined}>{content}</span>;
  return (
    <span role="cell" className={css.cell} data-on={chosen === which || undefined}>
      <label>
        <input type="radio" name={row.field.name} checked={chosen === which} onChange={onPick} aria-label={`${row.field.label} ${which === 'a' ? '1' : '2'}`} />
        <span>{content}</span>
      </label>
    </span>
  );
}
