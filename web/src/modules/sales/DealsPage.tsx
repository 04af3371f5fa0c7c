import { useText } from '~/app/i18n';
import { usePageSearch } from '~/app/usePage';
import { RecordList } from '~/records/RecordList';
import { Segmented } from '~/ui';
import { Board } from './Board';

/** Deals by stage, or as a list; the address says which. */
export function Page() {
  const t = useText();
  const [search, set] = usePageSearch();
  const list = search['view'] === 'list' || search['filter'] !== undefined;
  const views = (
    <Segmented label={t('deals.view')} iconsOnly value={list ? 'list' : 'board'} onChange={(view) => set({ view: view === 'list' ? 'list' : undefined, filter: undefined, q: undefined, sort: undefined }, true)}
      choices={[{ value: 'board', label: t('deals.board'), icon: 'kanban' }, { value: 'list', label: t('deals.list'), icon: 'list' }]} />
  );
  return list ? <RecordList name="deal" views={views} /> : <Board views={views} />;
}
