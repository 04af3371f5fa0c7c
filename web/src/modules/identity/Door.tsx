import type { FormEvent, ReactNode } from 'react';
import { languages, nameOfLanguage, setLanguage, useLanguage, useText } from '~/app/i18n';
import { setScheme, useDark } from '~/app/scheme';
import { Logo } from '~/app/shell/Shell';
import { IconButton, join, Segmented } from '~/ui';
import css from './door.module.css';

/** The frame of the pages before one is in: sign-in and set-up. */
export function Door({ title, sub, wide, onSubmit, children }: { title: string; sub?: string; wide?: boolean; onSubmit: () => void; children: ReactNode }) {
  const t = useText();
  const dark = useDark();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <div className={css.door}>
      <main id="main" style={{ display: 'contents' }}>
        <form className={join(css.card, wide && css.wide)} onSubmit={submit} noValidate>
          <div className={css.head}><Logo /><h1>{title}</h1>{sub && <p>{sub}</p>}</div>
          {children}
        </form>
      </main>
      <footer className={css.foot}>
        <Segmented label={t('shell.language')} value={useLanguage()} onChange={(language) => void setLanguage(language)}
          choices={languages.map((value) => ({ value, label: nameOfLanguage(value) }))} />
        <IconButton icon={dark ? 'sun' : 'moon'} label={t(dark ? 'shell.light' : 'shell.dark')} onClick={() => setScheme(dark ? 'light' : 'dark')} />
      </footer>
    </div>
  );
}
export { css as doorCss };
