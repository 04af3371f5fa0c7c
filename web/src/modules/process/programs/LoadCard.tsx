import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Card, join } from '~/ui';
import type { DraftLoad, Load } from './data';
import css from './programs.module.css';

/** Hours each week against what each rep has; the dashed line is the capacity. */
export function LoadCard({ load, draft }: { load: Load; draft: DraftLoad | null }) {
  const t = useText();
  const format = useFormat();
  const year = load.reps.reduce((all, rep) => all + rep.minutes.reduce((sum, minutes) => sum + minutes, 0), 0);
  const busy = load.reps.filter((rep) => rep.minutes.some((minutes) => minutes > 0));
  const more = draft ? draft.minutes_per_year - draft.minutes_per_year_now : 0;
  return (
    <Card title={t('programs.takes')}>
      <p className="soft">
        {t('programs.hours_a_year', { hours: format.number((draft?.minutes_per_year ?? year) / 60, 0) })}
        {draft && more !== 0 && <b className={more > 0 ? css.more : css.less}> {t(more > 0 ? 'programs.more' : 'programs.less', { hours: format.number(Math.abs(more) / 60, 0) })}</b>}
      </p>
      {busy.length === 0 && <p className="faint">{t('programs.no_reps')}</p>}
      <div className={css.reps} tabIndex={0} role="group" aria-label={t('programs.takes')}>
        {busy.map((rep) => {
          const peak = Math.max(0, ...rep.minutes);
          const top = Math.max(peak, rep.capacity_minutes, 1) * 1.08;
          const over = rep.capacity_minutes > 0 ? rep.minutes.filter((minutes) => minutes > rep.capacity_minutes).length : 0;
          const words = over > 0 ? t('programs.weeks_short', { count: over }) : t('programs.at_most', { peak: format.hours(peak), of: format.hours(rep.capacity_minutes) });
          return (
            <div key={rep.user.id}>
              <div className={css.rep}><span>{rep.user.name}</span><small className={over > 0 ? css.more : undefined}>{words}</small></div>
              <div className={css.load} role="img" aria-label={`${rep.user.name}: ${words}`}>
                {rep.capacity_minutes > 0 && <span className={css.capacity} style={{ bottom: `${(100 * rep.capacity_minutes) / top}%` }} />}
                {rep.minutes.map((minutes, index) => (
                  <i key={index} className={join(minutes > rep.capacity_minutes && rep.capacity_minutes > 0 && css.over)} style={{ height: `${(100 * minutes) / top}%` }} title={`${load.weeks[index] ? format.week(load.weeks[index]) : ''}: ${format.minutes(minutes)}`} />
                ))}
              </div>
            </div>
          );
        })}
      </div>
    </Card>
  );
}
