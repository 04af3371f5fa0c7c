import { usePathParam } from '~/app/usePage';
import { RecordList } from './RecordList';

export const Page = () => <RecordList name={usePathParam('object')} />;
