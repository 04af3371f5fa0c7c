import { useMemo, useState, type FormEvent } from 'react';
import { api } from '~/app/api/client';
import { isApiError } from '~/app/api/errors';
import { queries } from '~/app/api/query';
import { useFormat } from '~/app/format';
import { languages, nameOfLanguage, useText } from '~/app/i18n';
import { sessionQuery, useSession } from '~/app/session';
import { countryCodes } from '~/fields/countries';
import { Button, Card, ProblemNote, Select, TextInput, toast } from '~/ui';
import css from './settings.module.css';

const zones = Intl.supportedValuesOf('timeZone');
const currencies = Intl.supportedValuesOf('currency');

export function WorkspaceSettings() {
  const t = useText();
  const format = useFormat();
  const countries = useMemo(() => countryCodes.map((code) => ({ value: code, label: format.country(code) })).sort((one, other) => one.label.localeCompare(other.label, format.locale)), [format]);
  const { workspace } = useSession();
  const [draft, setDraft] = useState({ name: workspace.name, currency: workspace.currency, time_zone: workspace.time_zone, language: workspace.language, country: workspace.country });
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<typeof draft>) => { setDraft({ ...draft, ...change }); setFault(null); };
  const problem = (field: string) => (isApiError(fault) ? fault.forField(field) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    api.patch('/workspace', draft).then(() => { toast.say(t('settings.saved')); return queries.invalidateQueries({ queryKey: sessionQuery.queryKey }); }, setFault).finally(() => setBusy(false));
  };
  return (
    <Card title={t('settings.tab.workspace')}>
      <form className={css.form} onSubmit={submit}>
        {isApiError(fault) && fault.fields.length === 0 && <ProblemNote error={fault} />}
        <TextInput label={t('settings.workspace_name')} value={draft.name} error={problem('name')} onChange={(event) => set({ name: event.currentTarget.value })} />
        <Select label={t('settings.language')} description={t('settings.language_hint')} allowDeselect={false} value={draft.language} error={problem('language')} data={languages.map((value) => ({ value, label: nameOfLanguage(value) }))} onChange={(language) => language && set({ language })} />
        <Select label={t('settings.currency')} searchable allowDeselect={false} value={draft.currency} error={problem('currency')} data={currencies} limit={60} onChange={(currency) => currency && set({ currency })} />
        <Select label={t('settings.time_zone')} searchable allowDeselect={false} value={draft.time_zone} error={problem('time_zone')} data={zones.includes(draft.time_zone) ? zones : [draft.time_zone, ...zones]} limit={60} onChange={(time_zone) => time_zone && set({ time_zone })} />
        <Select label={t('settings.country')} searchable allowDeselect={false} value={draft.country} error={problem('country')} data={countries} limit={60} onChange={(country) => country && set({ country })} />
        <div className={css.formActs}><Button type="submit" look="primary" busy={busy}>{t('settings.save')}</Button></div>
      </form>
    </Card>
  );
}
