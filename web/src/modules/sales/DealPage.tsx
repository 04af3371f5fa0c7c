import type { Query, Record_ } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { saveFields } from '~/records/data';
import { InlineField } from '~/records/InlineField';
import { fieldOf } from '~/records/objects';
import { Fact, RecordFrame, useRecordId } from '~/records/RecordFrame';
import { RelatedList } from '~/records/RelatedLists';
import { toast } from '~/ui';
import { useStages } from './pipeline';
import css from './deal.module.css';

const facts = ['amount', 'account', 'owner', 'expected_close', 'next_step'];
const first = ['type', 'contact', 'product', 'probability', 'opened_on', 'closed_on', 'lost_reason', 'source'];

export function Page() {
  const t = useText();
  const id = useRecordId();
  return (
    <RecordFrame name="deal" id={id} first={first} hide={[...facts, 'stage', 'state', 'pipeline']}>
      {{
        facts: ({ object, record }) => facts.flatMap((name) => fieldOf(object, name) ?? []).map((field) => (
          <Fact key={field.name} label={field.label}><div style={{ marginLeft: -8, minWidth: 110 }}><InlineField object={object} field={field} record={record} /></div></Fact>
        )),
        next: ({ record }) => <StageBar deal={record} />,
        side: ({ record }) => {
          const account = record.fields['account'];
          const open: Query = { filter: { field: 'state', op: 'eq', value: 'open' } };
          return typeof account === 'string' && account ? (
            <>
              <RelatedList object="contact" field="account" id={account} show={['job_title', 'role']} />
              <RelatedList object="deal" field="account" id={account} title={t('deals.others')} but={id} show={['amount', 'stage', 'expected_close']} query={open} />
              <RelatedList object="order" field="deal" id={id} show={['amount', 'ordered_on', 'state']} fields={{ account }} />
            </>
          ) : null;
        },
      }}
    </RecordFrame>
  );
}

/** Where the deal stands on its way; a click moves it. */
function StageBar({ deal }: { deal: Record_ }) {
  const t = useText();
  const pipeline = deal.fields['pipeline'];
  const stages = useStages(typeof pipeline === 'string' ? pipeline : undefined);
  if (!stages) return null;
  const at = stages.findIndex((stage) => stage.id === deal.fields['stage']);
  return (
    <ol className={css.stages} aria-label={t('deals.stages')}>
      {stages.map((stage, index) => (
        <li key={stage.id}>
          <button type="button" data-kind={stage.kind} data-passed={(index < at && stages[at]?.kind === 'open') || undefined} data-on={index === at || undefined} aria-current={index === at ? 'step' : undefined}
            onClick={() => { if (index !== at) void saveFields(deal, { stage: stage.id }).then(() => toast.say(t('deals.moved', { deal: String(deal.fields['name'] ?? ''), stage: stage.name })), toast.fail); }}>
            {stage.name}
          </button>
        </li>
      ))}
    </ol>
  );
}
