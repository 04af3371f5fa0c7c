import { useText } from '~/app/i18n';
import { toast } from '~/ui';
import { useDraft, type Draft } from '../useDraft';
import { changeObject, freshMetadata, versionOf, type MetaObject, type Metadata, type ObjectChange } from './metadata';

/** Some members of an object, edited together and saved together. */
export function useObjectDraft<T extends ObjectChange>(metadata: Metadata, object: MetaObject, pick: (object: MetaObject) => T): Draft<T> & { submit: () => void; mine: () => void } {
  const t = useText();
  const draft = useDraft<T>({
    saved: { value: pick(object), version: versionOf(metadata, object) },
    send: (change, version) => changeObject(object.name, change as ObjectChange, version),
    latest: async () => {
      const now = await freshMetadata();
      const there = now.objects.find((one) => one.name === object.name);
      return there && { value: pick(there), version: versionOf(now, there) };
    },
  });
  const say = (done: boolean) => { if (done) toast.say(t('settings.saved')); };
  return { ...draft, submit: () => void draft.save().then(say), mine: () => void draft.keepMine().then(say) };
}
