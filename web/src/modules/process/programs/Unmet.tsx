import { Link } from '@tanstack/react-router';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { recordPath } from '~/records/paths';
import { Table } from '~/ui';
import type { PlanResult } from './data';

/** What could not be planned, each with its cause. */
export function Unmet({ total, rows }: { total: number; rows: PlanResult['unmet'] }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      <p>{t('programs.unmet', { count: total })}</p>
      <Table label={t('programs.unmet_label')} head={[{ key: 'account', label: t('programs.account') }, { key: 'touchpoint', label: t('programs.touchpoint') }, { key: 'cause', label: t('programs.cause') }]}>
        {rows.slice(0, 100).map((row, index) => (
          <tr key={index}>
            <td><Link to={recordPath('account', row.account.id)} className="link">{row.account.name}</Link></td>
            <td>{row.touchpoint}</td>
            <td className="soft">{row.text}</td>
          </tr>
        ))}
      </Table>
      {total > Math.min(100, rows.length) && <p className="faint">{t('programs.unmet_more', { shown: format.number(Math.min(100, rows.length)), total: format.number(total) })}</p>}
    </>
  );
}
