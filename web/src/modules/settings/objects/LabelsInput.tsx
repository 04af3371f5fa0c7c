import type { Labels } from '~/app/api/types';
import { languages, nameOfLanguage, useText } from '~/app/i18n';
import { TextInput } from '~/ui';
import css from './objects.module.css';

interface Props {
  label: string;
  value: Labels;
  onChange: (value: Labels) => void;
  /** The server's words about one language's text. */
  problem?: (language: string) => string | undefined;
  required?: boolean;
  autoFocus?: boolean;
}

/** The same words in each language, side by side. What one leaves empty is shown in another. */
export function LabelsInput({ label, value, onChange, problem, required, autoFocus }: Props) {
  const t = useText();
  return (
    <div className={css.labels} role="group" aria-label={label}>
      {languages.map((language, index) => (
        <TextInput
          key={language} label={t('settings.in_language', { label, language: nameOfLanguage(language) })} value={value[language] ?? ''} error={problem?.(language)} required={required === true && index === 0}
          data-autofocus={(autoFocus && index === 0) || undefined} lang={language} onChange={(event) => {
            const text = event.currentTarget.value;
            const next = { ...value, [language]: text };
            if (text === '') delete next[language];
            onChange(next);
          }}
        />
      ))}
    </div>
  );
}
