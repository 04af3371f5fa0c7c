import { useText } from '~/app/i18n';
import { Button, Card, toast } from '~/ui';
import { IconChooser } from './IconChooser';
import { LabelsInput } from './LabelsInput';
import { changeObject, versionOf, type ObjectChange } from './metadata';
import type { TabProps } from './ObjectPage';
import { problemOf } from './problems';
import { SaveBar } from './SaveBar';
import { useObjectDraft } from './useObjectDraft';
import css from './objects.module.css';

/** What it is called, how it is drawn, and whether it is there at all. */
export function AboutTab({ metadata, object }: TabProps) {
  const t = useText();
  const draft = useObjectDraft(metadata, object, (one) => ({ labels: one.labels, labels_plural: one.labels_plural, icon: one.icon }));
  const { labels = {}, labels_plural = {}, icon = 'box' } = draft.value;
  const change = (what: ObjectChange, back: ObjectChange, said: string) => {
    changeObject(object.name, what, versionOf(metadata, object)).then(
      () => toast.undo(said, t('ui.undo'), () => void changeObject(object.name, back).catch((failure: unknown) => toast.fail(failure))),
      (failure: unknown) => toast.fail(failure),
    );
  };
  const name = object.label_plural;
  return (
    <div className={css.layout}>
      <section className={css.section} aria-label={t('settings.object.about')}>
        <LabelsInput label={t('settings.one_of_them')} required value={labels} onChange={(next) => draft.set({ labels: next })} problem={(language) => problemOf(draft.error, `labels.${language}`)} />
        <LabelsInput label={t('settings.many_of_them')} required value={labels_plural} onChange={(next) => draft.set({ labels_plural: next })} problem={(language) => problemOf(draft.error, `labels_plural.${language}`)} />
        <IconChooser value={icon} onChange={(next) => draft.set({ icon: next })} />
        <p className={css.small}>{t('settings.api_name')} <code>{object.name}</code></p>
      </section>
      <SaveBar draft={draft} shown={['labels', 'labels_plural']} />
      <Card title={t(object.hidden ? 'settings.unhide' : 'settings.hide')}>
        <p className={css.small}>{t('settings.hide_hint')}</p>
        <Button onClick={() => change({ hidden: !object.hidden }, { hidden: object.hidden === true }, t(object.hidden ? 'settings.unhidden_named' : 'settings.hidden_named', { name }))}>{t(object.hidden ? 'settings.unhide' : 'settings.hide')}</Button>
      </Card>
      {(object.custom || object.retired) && (
        <Card title={t(object.retired ? 'settings.restore' : 'settings.retire')}>
          <p className={css.small}>{t('settings.retire_hint')}</p>
          <Button look={object.retired ? 'plain' : 'danger'} onClick={() => change({ retired: !object.retired }, { retired: object.retired === true }, t(object.retired ? 'settings.restored_named' : 'settings.retired_named', { name }))}>{t(object.retired ? 'settings.restore' : 'settings.retire')}</Button>
        </Card>
      )}
    </div>
  );
}
