import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { Card, Meter } from '~/ui';
import css from './coverage.module.css';

export interface Share { key: string; label: string; accounts: number; kept: number; share: number }

/** Shares of one division; a line narrows the list below to it. */
export function Breakdown({ title, shares, chosen, onChoose }: { title: string; shares: Share[]; chosen: string | undefined; onChoose: (key: string | undefined) => void }) {
  const t = useText();
  const format = useFormat();
  return (
    <Card title={title}>
      {shares.length === 0 && <p className="faint">{t('coverage.no_rows')}</p>}
      <div className={css.lines}>
        {shares.map((share) => (
          <button key={share.key} type="button" className={css.shareLine} aria-pressed={chosen === share.key} disabled={share.key === 'none'} onClick={() => onChoose(chosen === share.key ? undefined : share.key)}>
            <span className="truncate">{share.label}</span>
            <Meter value={share.kept} max={share.accounts} label={t('coverage.of', { kept: format.number(share.kept), accounts: format.number(share.accounts) })} />
            <span className={css.figures}>{t('coverage.of', { kept: format.number(share.kept), accounts: format.number(share.accounts) })}</span>
          </button>
        ))}
      </div>
    </Card>
  );
}
