import { useRouter } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { isApiError } from '~/app/api/errors';
import { useFormat } from '~/app/format';
import { useLanguage, useText } from '~/app/i18n';
import { setUp, type Setup } from '~/app/session';
import { useTitle } from '~/app/usePage';
import { Button, PasswordInput, ProblemNote, Select, TextInput } from '~/ui';
import { countryCodes } from '~/fields/countries';
import { Door, doorCss as css } from './Door';

const currencyOf: Record<string, string> = { NO: 'NOK', SE: 'SEK', DK: 'DKK', GB: 'GBP', US: 'USD', CH: 'CHF', PL: 'PLN', IS: 'ISK' };

/** Where most who speak it live: a proposal, chosen anew in the form. */
const homeOf = (language: string): string => (language === 'en' ? 'GB' : (new Intl.Locale(language).maximize().region ?? 'NO'));

export function Page() {
  const t = useText();
  const format = useFormat();
  const language = useLanguage();
  const router = useRouter();
  useTitle(t('setup.title'));
  const country = homeOf(language);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [form, setForm] = useState<Omit<Setup, 'language'>>({
    workspace_name: '', name: '', email: '', password: '', currency: currencyOf[country] ?? 'EUR', country, time_zone: zone,
  });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const countries = useMemo(() => countryCodes.map((code) => ({ value: code, label: format.country(code) })).sort((one, other) => one.label.localeCompare(other.label, format.locale)), [format]);
  const currencies = useMemo(() => Intl.supportedValuesOf('currency'), []);
  const zones = useMemo(() => [...new Set([...Intl.supportedValuesOf('timeZone'), zone])], [zone]);
  const set = (name: keyof typeof form) => (value: string | null) => setForm((before) => ({ ...before, [name]: value ?? '' }));
  const problem = (name: string) => (isApiError(error) ? error.forField(name) : undefined);
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await setUp({ ...form, language });
      await router.navigate({ to: '/import' });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Door title={t('setup.title')} sub={t('setup.sub')} wide onSubmit={() => void submit()}>
      <TextInput label={t('setup.workspace')} autoFocus required withAsterisk={false} value={form.workspace_name} error={problem('workspace_name')} onChange={(event) => set('workspace_name')(event.currentTarget.value)} />
      <div className={css.pair}>
        <TextInput label={t('setup.name')} autoComplete="name" required withAsterisk={false} value={form.name} error={problem('name')} onChange={(event) => set('name')(event.currentTarget.value)} />
        <TextInput label={t('sign_in.email')} type="email" autoComplete="username" required withAsterisk={false} value={form.email} error={problem('email')} onChange={(event) => set('email')(event.currentTarget.value)} />
      </div>
      <PasswordInput label={t('sign_in.password')} description={t('setup.password_hint')} autoComplete="new-password" required withAsterisk={false} value={form.password} error={problem('password')} onChange={(event) => set('password')(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password') }} />
      <div className={css.pair}>
        <Select label={t('setup.country')} searchable data={countries} value={form.country} error={problem('country')} onChange={(value) => {
          set('country')(value);
          const currency = value ? currencyOf[value] : undefined;
          if (currency) set('currency')(currency);
        }} />
        <Select label={t('setup.currency')} searchable data={currencies} value={form.currency} error={problem('currency')} onChange={set('currency')} />
      </div>
      <Select label={t('setup.time_zone')} searchable limit={60} data={zones} value={form.time_zone} error={problem('time_zone')} onChange={set('time_zone')} />
      <ProblemNote error={isApiError(error) && error.fields.length ? null : error} />
      <Button type="submit" look="primary" size="full" busy={busy}>{t('setup.go')}</Button>
    </Door>
  );
}
