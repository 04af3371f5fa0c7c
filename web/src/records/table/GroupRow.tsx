import { memo } from 'react';
import type { ObjectType, Value } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { isEmpty, kindOf } from '~/fields';
import { Icon } from '~/ui';
import { fieldOf } from '../objects';
import type { Shown } from './layout';
import type { Group } from './lines';
import { SumText } from './TableFoot';
import type { RowActs } from './TableRow';
import css from './table.module.css';

/** A group's heading: its value, how many it has and what they add up to; a click folds it. */
export const GroupRow = memo(function GroupRow({ object, columns, by, group, index, start, on, acts }: {
  object: ObjectType; columns: Shown[]; by: string; group: Group; index: number; start: number; on: boolean; acts: RowActs;
}) {
  const t = useText();
  const format = useFormat();
  const field = fieldOf(object, by);
  const pinned = Math.max(1, columns.filter((column) => column.pinned).length);
  return (
    <div role="row" aria-rowindex={index + 2} className={css.row} data-group data-on={on || undefined} style={{ transform: `translateY(${start}px)` }}>
      <div role="gridcell" className={css.groupHead} style={{ gridColumn: `1 / span ${pinned + 1}` }}>
        <button type="button" tabIndex={-1} aria-expanded={group.open} onClick={() => acts.fold(group.id)}>
          <Icon name={group.open ? 'chevron-down' : 'chevron-right'} size={14} />
          <span className={css.groupName}>{field && !isEmpty(group.key) ? <GroupName type={field.type} field={field} value={group.key} /> : t('table.group_empty', { field: field?.label.toLowerCase() ?? by })}</span>
          <span className={css.groupCount}>{format.number(group.count)}</span>
        </button>
      </div>
      {columns.slice(pinned).map(({ field: column }) => (
        <div key={column.name} role="gridcell" className={css.cell} data-align={kindOf(column.type).align}>
          {group.sums[column.name] !== undefined && <SumText field={column} value={group.sums[column.name]} />}
        </div>
      ))}
    </div>
  );
});

function GroupName({ type, field, value }: { type: Parameters<typeof kindOf>[0]; field: Shown['field']; value: Value }) {
  const { View } = kindOf(type);
  return <View field={field} value={value} dense />;
}
