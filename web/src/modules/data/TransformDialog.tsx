import { useState } from 'react';
import type { Field } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { Button, Icon, IconButton, Modal, Select, TextInput } from '~/ui';
import { transformKinds, type Transform, type TransformKind } from './imports';
import css from './import.module.css';

/** A step as it begins; a look-up with what the column shows, to be filled in. */
function begun(kind: TransformKind, samples: string[]): Transform {
  if (kind === 'replace') return { kind, from: '', to: '' };
  if (kind === 'before') return { kind, from: '' };
  if (kind === 'lookup') return { kind, table: Object.fromEntries(samples.map((sample) => [sample, ''])), otherwise: 'keep' };
  if (kind === 'default' || kind === 'constant') return { kind, text: '' };
  return { kind };
}

const isWhole = (step: Transform): boolean =>
  step.kind === 'replace' || step.kind === 'before' ? Boolean(step.from) : step.kind === 'lookup' ? Object.keys(step.table ?? {}).length > 0 : step.kind === 'default' || step.kind === 'constant' ? Boolean(step.text) : true;

/** What a column's text goes through, one step after the other, before it is read as its field. */
export function TransformDialog({ name, samples, field, steps: given, onSave, onClose }: { name: string; samples: string[]; field: Field | undefined; steps: Transform[]; onSave: (steps: Transform[]) => void; onClose: () => void }) {
  const t = useText();
  const [steps, setSteps] = useState(given);
  const put = (at: number, change: Partial<Transform>) => setSteps(steps.map((step, index) => (index === at ? { ...step, ...change } : step)));
  return (
    <Modal open wide onClose={onClose} title={t('import.steps_of', { column: name })}>
      <form className={css.steps} onSubmit={(event) => { event.preventDefault(); onSave(steps.filter(isWhole)); }}>
        <p className="soft">{t('import.steps_hint')}</p>
        {samples.length > 0 && <p className={css.sampleLine}>{t('import.samples')}: {samples.slice(0, 4).join(' · ')}</p>}
        <ol>
          {steps.map((step, at) => (
            <li key={at}>
              <b>{t(`import.step.${step.kind}`)}</b>
              <IconButton icon="x" size="small" label={t('import.step_remove', { step: t(`import.step.${step.kind}`) })} onClick={() => setSteps(steps.filter((_, index) => index !== at))} />
              <Members step={step} field={field} onChange={(change) => put(at, change)} />
            </li>
          ))}
        </ol>
        <Select aria-label={t('import.step_add')} placeholder={t('import.step_add')} value={null} data={transformKinds.map((kind) => ({ value: kind, label: t(`import.step.${kind}`) }))} onChange={(kind) => kind && setSteps([...steps, begun(kind as TransformKind, samples)])} />
        <div className={css.stepsFoot}><Button onClick={onClose}>{t('ui.cancel')}</Button><Button type="submit" look="primary">{t('import.steps_done')}</Button></div>
      </form>
    </Modal>
  );
}

function Members({ step, field, onChange }: { step: Transform; field: Field | undefined; onChange: (change: Partial<Transform>) => void }) {
  const t = useText();
  if (step.kind === 'replace') {
    return (
      <div className={css.members}>
        <TextInput label={t('import.step_from')} value={step.from ?? ''} onChange={(event) => onChange({ from: event.currentTarget.value })} />
        <TextInput label={t('import.step_to')} value={step.to ?? ''} onChange={(event) => onChange({ to: event.currentTarget.value })} />
      </div>
    );
  }
  if (step.kind === 'before') return <div className={css.members}><TextInput label={t('import.step_from')} value={step.from ?? ''} onChange={(event) => onChange({ from: event.currentTarget.value })} /></div>;
  if (step.kind === 'number') {
    return <div className={css.members}><Select label={t('import.decimal')} allowDeselect={false} value={step.decimal || 'auto'} data={[{ value: 'auto', label: t('import.found_out') }, { value: ',', label: '1 234,50' }, { value: '.', label: '1,234.50' }]} onChange={(decimal) => onChange({ decimal: decimal === 'auto' || !decimal ? '' : decimal })} /></div>;
  }
  if (step.kind === 'date') {
    return (
      <div className={css.members}>
        <Select label={t('import.dates')} allowDeselect={false} value={step.order || 'auto'} data={[{ value: 'auto', label: t('import.found_out') }, { value: 'day_first', label: t('import.day_first') }, { value: 'month_first', label: t('import.month_first') }]} onChange={(order) => onChange({ order: order === 'auto' || !order ? '' : order })} />
        <TextInput label={t('import.step_format')} placeholder={t('import.step_format_like')} value={step.format ?? ''} onChange={(event) => onChange({ format: event.currentTarget.value })} />
      </div>
    );
  }
  if (step.kind === 'default' || step.kind === 'constant') return <div className={css.members}><TextInput label={t('import.step_text')} value={step.text ?? ''} onChange={(event) => onChange({ text: event.currentTarget.value })} /></div>;
  if (step.kind === 'lookup') return <Lookup step={step} field={field} onChange={onChange} />;
  return null;
}

/** Their words and ours. Of a field with options, ours are chosen. */
function Lookup({ step, field, onChange }: { step: Transform; field: Field | undefined; onChange: (change: Partial<Transform>) => void }) {
  const t = useText();
  const [entries, setEntries] = useState(() => Object.entries(step.table ?? {}));
  const set = (next: [string, string][]) => {
    setEntries(next);
    onChange({ table: Object.fromEntries(next.filter(([from]) => from !== '')) });
  };
  const options = field?.options ?? [];
  return (
    <div className={css.lookup}>
      {entries.map(([from, to], at) => (
        <div key={at}>
          <TextInput aria-label={t('import.step_theirs', { number: at + 1 })} value={from} onChange={(event) => set(entries.map((one, index) => (index === at ? [event.currentTarget.value, to] : one)))} />
          <Icon name="arrow-right" size={14} />
          {options.length > 0
            ? <Select aria-label={t('import.step_ours', { number: at + 1 })} clearable searchable placeholder={t('import.step_empty')} value={to || null} data={options.map(({ value, label }) => ({ value, label }))} onChange={(next) => set(entries.map((one, index) => (index === at ? [from, next ?? ''] : one)))} />
            : <TextInput aria-label={t('import.step_ours', { number: at + 1 })} placeholder={t('import.step_empty')} value={to} onChange={(event) => set(entries.map((one, index) => (index === at ? [from, event.currentTarget.value] : one)))} />}
          <IconButton icon="x" size="small" label={t('import.step_drop', { number: at + 1 })} onClick={() => set(entries.filter((_, index) => index !== at))} />
        </div>
      ))}
      <div className={css.members}>
        <Button size="small" icon="plus" onClick={() => setEntries([...entries, ['', '']])}>{t('import.step_more')}</Button>
        <Select label={t('import.step_otherwise')} allowDeselect={false} value={step.otherwise ?? 'keep'} data={(['keep', 'empty', 'fail'] as const).map((value) => ({ value, label: t(`import.otherwise.${value}`) }))} onChange={(value) => onChange({ otherwise: value === 'empty' || value === 'fail' ? value : 'keep' })} />
      </div>
    </div>
  );
}
