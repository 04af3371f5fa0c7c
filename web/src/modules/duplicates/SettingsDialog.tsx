import { useEffect, useState } from 'react';
import { useText } from '~/app/i18n';
import { Button, Checkbox, NumberInput, ProblemNote, Skeletons, Switch, Table, toast } from '~/ui';
import { Modal } from '~/ui/overlays';
import { saveSettings, useDuplicateSettings, type FieldSetting, type Settings } from './duplicates';
import css from './duplicates.module.css';

/** What records are compared by and how much each agreement counts: as learnt, or as a person says. */
export function SettingsDialog({ object, mayChange, onClose }: { object: string; mayChange: boolean; onClose: () => void }) {
  const t = useText();
  const { data, error } = useDuplicateSettings(object, true);
  const [draft, setDraft] = useState<Settings | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => { if (data) setDraft((before) => before ?? data); }, [data]);
  const change = (at: number, next: Partial<FieldSetting>) => setDraft((before) => before && { ...before, fields: before.fields.map((field, index) => (index === at ? { ...field, ...next } : field)) });
  const save = async () => {
    if (!draft) return;
    setBusy(true);
    try {
      await saveSettings(draft);
      toast.say(t('duplicates.saved'));
      onClose();
    } catch (problem) {
      setFailure(problem);
      setBusy(false);
    }
  };
  const number = (value: string | number, fallback: number) => (typeof value === 'number' ? value : fallback);
  return (
    <Modal open onClose={onClose} title={t('duplicates.settings')} wide>
      <ProblemNote error={error ?? failure} />
      {!draft ? <Skeletons rows={6} /> : (
        <div className={css.settings}>
          <p className={css.hint}>{t(draft.learnt ? 'duplicates.learnt_hint' : 'duplicates.usual_hint')}</p>
          <Table stack label={t('duplicates.settings')} head={[{ key: 'used', label: t('duplicates.compared_by') }, { key: 'learnt', label: t('duplicates.learnt') }, { key: 'agree', label: t('duplicates.agree'), end: true }, { key: 'differ', label: t('duplicates.differ'), end: true }]}>
            {draft.fields.map((field, at) => (
              <tr key={`${field.field} ${field.how}`}>
                <td><Checkbox label={field.labels.join(', ')} description={field.labels.some((label) => label.toLocaleLowerCase() === t(`duplicates.how.${field.how}`)) ? undefined : t('duplicates.as', { how: t(`duplicates.how.${field.how}`) })} checked={field.used} disabled={!mayChange} onChange={(event) => change(at, { used: event.currentTarget.checked })} /></td>
                <td data-label={t('duplicates.learnt')}><Checkbox aria-label={`${t('duplicates.learnt')}: ${field.labels.join(', ')}`} checked={field.learnt} disabled={!mayChange || !field.used} onChange={(event) => change(at, { learnt: event.currentTarget.checked })} /></td>
                <td data-align="end" data-label={t('duplicates.agree')}><NumberInput aria-label={`${t('duplicates.agree')}: ${field.labels.join(', ')}`} w={92} step={0.5} decimalScale={2} value={field.agree_weight} disabled={!mayChange || field.learnt || !field.used} onChange={(value) => change(at, { agree_weight: number(value, field.agree_weight) })} /></td>
                <td data-align="end" data-label={t('duplicates.differ')}><NumberInput aria-label={`${t('duplicates.differ')}: ${field.labels.join(', ')}`} w={92} step={0.5} decimalScale={2} value={field.disagree_weight} disabled={!mayChange || field.learnt || !field.used} onChange={(value) => change(at, { disagree_weight: number(value, field.disagree_weight) })} /></td>
              </tr>
            ))}
          </Table>
          <div className={css.thresholds}>
            <NumberInput label={t('duplicates.review_from')} suffix=" %" min={5} max={100} value={Math.round(draft.review_from * 1000) / 10} disabled={!mayChange} onChange={(value) => setDraft({ ...draft, review_from: number(value, 50) / 100 })} />
            {draft.automatic && <NumberInput label={t('duplicates.merge_from')} suffix=" %" min={5} max={100} decimalScale={1} value={Math.round(draft.merge_from * 1000) / 10} disabled={!mayChange} onChange={(value) => setDraft({ ...draft, merge_from: number(value, 99.9) / 100 })} />}
          </div>
          <Switch label={t('duplicates.automatic')} checked={draft.automatic} disabled={!mayChange} onChange={(event) => setDraft({ ...draft, automatic: event.currentTarget.checked })} />
          {mayChange && <div className={css.acts}><Button look="primary" busy={busy} onClick={() => void save()}>{t('duplicates.save')}</Button></div>}
        </div>
      )}
    </Modal>
  );
}
