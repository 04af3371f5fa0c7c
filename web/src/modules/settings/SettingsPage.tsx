import { useText } from '~/app/i18n';
import { useRole } from '~/app/session';
import { usePageSearch, useTitle } from '~/app/usePage';
import { PageHeader, Segmented } from '~/ui';
import { People } from './People';
import { ProcessSettings } from './ProcessSettings';
import { Thresholds } from './Thresholds';
import { Tokens } from './Tokens';
import { WorkspaceSettings } from './WorkspaceSettings';

const tabs = ['people', 'categories', 'process', 'workspace', 'tokens'] as const;
type Tab = (typeof tabs)[number];

export function Page() {
  const t = useText();
  const role = useRole();
  const [search, setSearch] = usePageSearch();
  const shown = tabs.filter((name) => name !== 'workspace' || role === 'administrator');
  const tab = shown.find((name) => name === search['tab']) ?? 'people';
  useTitle(t('nav.settings'));
  return (
    <main id="main">
      <PageHeader title={t('nav.settings')}>
        <Segmented<Tab> label={t('nav.settings')} value={tab} onChange={(next) => setSearch({ tab: next })} choices={shown.map((value) => ({ value, label: t(`settings.tab.${value}`) }))} />
      </PageHeader>
      {tab === 'people' && <People />}
      {tab === 'categories' && <Thresholds />}
      {tab === 'process' && <ProcessSettings />}
      {tab === 'workspace' && <WorkspaceSettings />}
      {tab === 'tokens' && <Tokens />}
    </main>
  );
}
