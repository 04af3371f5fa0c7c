import { useText } from '~/app/i18n';
import { Icon, iconNames } from '~/ui';
import css from './objects.module.css';

/** Signs of the app's own controls say something else than what a record is. */
const controls = /^(arrow|chevron|alert|check|circle|columns|command|dots|download|enter|external|filter|grip|help|history|import|kanban|language|laptop|list|menu|moon|pencil|pin|plus|question|refresh|search|sidebar|sign-out|skip|sun|trash|unpin|upload|x)/;
const choices = iconNames.filter((name) => !controls.test(name));

export function IconChooser({ value, onChange }: { value: string; onChange: (icon: string) => void }) {
  const t = useText();
  return (
    <fieldset className={css.icons}>
      <legend className={css.caption}>{t('settings.icon')}</legend>
      <div>
        {choices.map((name) => <button key={name} type="button" aria-pressed={name === value} aria-label={t('settings.icon_named', { name })} onClick={() => onChange(name)}><Icon name={name} size={18} /></button>)}
      </div>
    </fieldset>
  );
}
