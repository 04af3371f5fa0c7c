import { Link } from '@tanstack/react-router';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Shown } from '~/records/InlineField';
import { fieldOf, useObjects } from '~/records/objects';
import { recordPath } from '~/records/paths';
import { Icon } from '~/ui';
import type { ImportRun, Sample } from './imports';
import css from './import.module.css';

const kinds = ['created', 'updated', 'skipped'] as const;

/** The first rows of each kind with what changes in them, and what is made beside them since they refer to it. */
export function Samples({ run }: { run: ImportRun }) {
  const t = useText();
  const format = useFormat();
  const objects = useObjects();
  const samples = run.samples;
  const tense = run.dry_run ? 'would' : 'did';
  const shown = kinds.filter((kind) => samples?.[kind].length);
  return (
    <>
      {run.related?.map((made) => {
        const label = (made.count === 1 ? objects.find((type) => type.name === made.object)?.label : objects.find((type) => type.name === made.object)?.label_plural) ?? made.object;
        return <p key={made.object} className="soft">{t(`import.${tense}.make`, { number: format.number(made.count, 0), what: label.toLowerCase(), names: made.titles.join(', ') + (made.count > made.titles.length ? ', …' : '') })}</p>;
      })}
      {samples && shown.length > 0 && (
        <details className={css.fold}>
          <summary><Icon name="chevron-right" size={14} /><span>{t('import.first_rows')}</span></summary>
          {shown.map((kind) => (
            <section key={kind} className={css.samplesOf}>
              <h4>{t(`import.${tense}.${kind}`)}</h4>
              <ul className={css.kept}>{samples[kind].map((one) => <Line key={one.row} one={one} object={run.object} />)}</ul>
            </section>
          ))}
        </details>
      )}
    </>
  );
}

function Line({ one, object: name }: { one: Sample; object: string | null }) {
  const t = useText();
  const format = useFormat();
  const object = useObjects().find((type) => type.name === name);
  const title = one.title || t('import.row_number', { row: format.number(one.row, 0) });
  return (
    <li>
      {one.id && name ? <Link className="link" to={recordPath(name, one.id)}>{title}</Link> : <span>{title}</span>}
      <small>
        {one.changes.map((change) => {
          const field = object && fieldOf(object, change.field);
          if (!field) return null;
          return <span key={change.field} className={css.change}>{field.label}: <Shown field={field} value={change.from} /> <Icon name="arrow-right" size={12} /> <Shown field={field} value={change.to} /></span>;
        })}
      </small>
    </li>
  );
}
