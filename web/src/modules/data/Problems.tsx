import { Link } from '@tanstack/react-router';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { recordPath } from '~/records/paths';
import { Table } from '~/ui';
import type { ImportProblem } from './imports';
import css from './import.module.css';

const shown = 50;

/** What was wrong or odd, with samples; records that a row may mean lead to their pages. */
export function Problems({ problems, object, columnOf }: { problems: ImportProblem[]; object: string | null; columnOf: (field: string | null) => string }) {
  const t = useText();
  const format = useFormat();
  return (
    <Table label={t('import.problems')} head={[{ key: 'row', label: t('import.row'), end: true }, { key: 'field', label: t('import.column_head') }, { key: 'value', label: t('import.value') }, { key: 'why', label: t('import.why') }]}>
      {problems.slice(0, shown).map((problem, index) => (
        <tr key={index}>
          <td data-align="end">{format.number(problem.row, 0)}</td>
          <td>{columnOf(problem.field)}</td>
          <td className={css.samples}>{problem.value}</td>
          <td>
            {problem.message}
            {object && problem.candidates?.map((one) => <Link key={one.id} className={`link ${css.candidate}`} to={recordPath(object, one.id)}>{one.title}</Link>)}
          </td>
        </tr>
      ))}
    </Table>
  );
}
