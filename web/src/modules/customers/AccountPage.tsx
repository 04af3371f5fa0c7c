import { useQuery } from '@tanstack/react-query';
import { api } from '~/app/api/client';
import type { AccountProcess, Record_ } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { InlineField } from '~/records/InlineField';
import { fieldOf } from '~/records/objects';
import { Fact, RecordFrame, useRecordId, type Shown } from '~/records/RecordFrame';
import { RelatedList } from '~/records/RelatedLists';
import { Ago } from '~/ui';
import { ProcessFacts } from './ProcessFacts';
import { NextStep } from './NextStep';
import { Plan } from './Plan';

const first = ['phone', 'email', 'website', 'street', 'postal_code', 'city', 'country', 'industry', 'employees', 'organization_number', 'lifecycle_stage', 'customer_since', 'parent', 'description'];
/** In the header, or the process's own notes. */
const hide = ['owner', 'account_type', 'account_type_reason', 'account_type_pinned', 'account_type_until', 'category', 'category_reason', 'category_pinned', 'category_until', 'revenue', 'last_human_touch', 'last_touch', 'next_touch'];

export const useProcess = (id: string) => useQuery({ queryKey: ['process', id], queryFn: ({ signal }) => api.get<AccountProcess>(`/accounts/${id}/process`, undefined, { signal }) });

/** All about a customer on one page: what decides, what happened, who, what is open, what comes next. */
export function Page() {
  const id = useRecordId();
  return (
    <RecordFrame name="account" id={id} first={first} hide={hide}>
      {{
        facts: ({ object, record }) => <Facts object={object} record={record} />,
        next: ({ record }) => <NextStep account={record} />,
        side: ({ record }) => <Side account={record} />,
      }}
    </RecordFrame>
  );
}

function Facts({ object, record }: Shown) {
  const t = useText();
  const owner = fieldOf(object, 'owner');
  const last = record.fields['last_human_touch'];
  return (
    <>
      <ProcessFacts account={record} />
      {owner && <Fact label={owner.label}><div style={{ marginLeft: -8 }}><InlineField object={object} field={owner} record={record} /></div></Fact>}
      {typeof last === 'string' && <Fact label={t('account.last_human')}><Ago at={last} /></Fact>}
    </>
  );
}

function Side({ account }: { account: Record_ }) {
  const t = useText();
  return (
    <>
      <Plan account={account.id} />
      <RelatedList object="contact" field="account" id={account.id} show={['job_title', 'role']} query={{ sort: [{ field: 'is_primary', dir: 'desc' }] }} />
      <RelatedList object="deal" field="account" id={account.id} title={t('account.open_deals')} show={['amount', 'stage', 'expected_close']} query={{ filter: { field: 'state', op: 'eq', value: 'open' }, sort: [{ field: 'expected_close', dir: 'asc' }] }} />
      <RelatedList object="order" field="account" id={account.id} show={['amount', 'ordered_on', 'state']} limit={3} query={{ sort: [{ field: 'ordered_on', dir: 'desc' }] }} />
      <RelatedList object="subscription" field="account" id={account.id} show={['amount', 'ends_on', 'state']} limit={3} query={{ sort: [{ field: 'ends_on', dir: 'asc' }] }} />
    </>
  );
}
