import { useText } from '~/app/i18n';
import { useRole } from '~/app/session';
import { usePageSearch, usePathParam } from '~/app/usePage';
import { listPath } from '~/records/paths';
import { Empty, LinkButton, ProblemNote, Segmented, Skeletons } from '~/ui';
import { SettingsFrame } from '../SettingsFrame';
import { AboutTab } from './AboutTab';
import { ColumnsTab } from './ColumnsTab';
import { FieldsTab } from './FieldsTab';
import { IndexesTab } from './IndexesTab';
import { LayoutTab } from './LayoutTab';
import { useMetadata, type MetaObject, type Metadata } from './metadata';
import { States } from './Objects';
import { RelationsTab } from './RelationsTab';
import { RulesTab } from './RulesTab';
import css from './objects.module.css';

export interface TabProps {
  metadata: Metadata;
  object: MetaObject;
}

const tabs = { fields: FieldsTab, relations: RelationsTab, layout: LayoutTab, columns: ColumnsTab, rules: RulesTab, indexes: IndexesTab, about: AboutTab };
type Tab = keyof typeof tabs;

/** One kind of records: all that an administrator may say of it. */
export function Page() {
  const t = useText();
  const name = usePathParam('object');
  const [search, setSearch] = usePageSearch();
  const administrator = useRole() === 'administrator';
  const { data, error, refetch } = useMetadata();
  const object = data?.objects.find((one) => one.name === name);
  const tab: Tab = search['tab'] !== undefined && search['tab'] in tabs ? (search['tab'] as Tab) : 'fields';
  const Shown = tabs[tab];
  const within = { to: '/settings/objects', label: t('settings.tab.objects') };
  if (!administrator) return <SettingsFrame section="objects" within={within}><Empty icon="lock" title={t('settings.not_yours')}>{t('settings.not_yours_hint')}</Empty></SettingsFrame>;
  if (error) return <SettingsFrame section="objects" within={within}><ProblemNote error={error} retry={() => void refetch()} /></SettingsFrame>;
  if (!data) return <SettingsFrame section="objects" within={within}><Skeletons rows={8} /></SettingsFrame>;
  if (!object) return <SettingsFrame section="objects" within={within}><Empty icon="question" title={t('app.no_page')} action={<LinkButton to="/settings/objects">{t('settings.tab.objects')}</LinkButton>} /></SettingsFrame>;
  return (
    <SettingsFrame section="objects" within={within} title={object.label_plural} sub={<States object={object} />} acts={!object.retired && <LinkButton to={listPath(name)}>{t('settings.open_list')}</LinkButton>}>
      <div className={css.tabs}><Segmented<Tab> label={t('settings.parts')} value={tab} onChange={(next) => setSearch({ tab: next, field: undefined }, true)} choices={(Object.keys(tabs) as Tab[]).map((value) => ({ value, label: t(`settings.object.${value}`) }))} /></div>
      <Shown key={name} metadata={data} object={object} />
    </SettingsFrame>
  );
}
