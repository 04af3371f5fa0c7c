import { RecordList } from '~/records/RecordList';

export const Page = () => <RecordList name="account" />;
