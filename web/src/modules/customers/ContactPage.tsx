import { InlineField } from '~/records/InlineField';
import { fieldOf } from '~/records/objects';
import { Fact, RecordFrame, useRecordId } from '~/records/RecordFrame';
import { RelatedList } from '~/records/RelatedLists';
import { Plan } from './Plan';

const first = ['email', 'phone', 'mobile', 'is_primary', 'language', 'country', 'owner', 'source'];
const facts = ['account', 'job_title', 'role'];

/** A human being at an account. */
export function Page() {
  const id = useRecordId();
  return (
    <RecordFrame name="contact" id={id} first={first} hide={facts}>
      {{
        facts: ({ object, record }) => facts.flatMap((name) => fieldOf(object, name) ?? []).map((field) => (
          <Fact key={field.name} label={field.label}><div style={{ marginLeft: -8, minWidth: 120 }}><InlineField object={object} field={field} record={record} /></div></Fact>
        )),
        side: ({ record }) => {
          const account = record.fields['account'];
          return (
            <>
              {typeof account === 'string' && account && <Plan account={account} />}
              <RelatedList object="deal" field="contact" id={id} show={['amount', 'stage', 'expected_close']} fields={typeof account === 'string' ? { account } : {}} />
              {typeof account === 'string' && account && <RelatedList object="contact" field="account" id={account} show={['job_title', 'role']} query={{ filter: { field: 'name', op: 'ne', value: String(record.fields['name'] ?? '') } }} />}
            </>
          );
        },
      }}
    </RecordFrame>
  );
}
