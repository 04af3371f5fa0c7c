import { usePathParam } from '~/app/usePage';
import { RecordFrame } from './RecordFrame';
import { RelatedLists } from './RelatedLists';

/** The page of a record no module draws its own for. */
export const Page = () => (
  <RecordFrame name={usePathParam('object')} id={usePathParam('id')}>
    {{ side: ({ object, record }) => <RelatedLists object={object} record={record} /> }}
  </RecordFrame>
);
