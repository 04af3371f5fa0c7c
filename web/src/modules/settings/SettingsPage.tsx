import { Suspense } from 'react';
import { useText } from '~/app/i18n';
import { useRole } from '~/app/session';
import { usePathParam } from '~/app/usePage';
import { Empty, LinkButton, Skeletons } from '~/ui';
import { useNarrow } from '~/ui/useNarrow';
import { SettingsFrame } from './SettingsFrame';
import { mayOpen, sections } from './sections';

/** `/settings` opens on its first part; on a phone on the list of what there is. */
export function Page() {
  const t = useText();
  const role = useRole();
  const narrow = useNarrow();
  const wanted = usePathParam('section');
  const section = sections.find((one) => one.name === (wanted || (narrow ? '' : 'people')));
  if (!section && !wanted) return <SettingsFrame section={null} />;
  if (!section) return <SettingsFrame section={null} title={t('nav.settings')}><Empty icon="question" title={t('app.no_page')} action={<LinkButton to="/settings">{t('nav.settings')}</LinkButton>} /></SettingsFrame>;
  if (!mayOpen(section, role)) return <SettingsFrame section={section.name}><Empty icon="lock" title={t('settings.not_yours')}>{t('settings.not_yours_hint')}</Empty></SettingsFrame>;
  return (
    <SettingsFrame section={section.name}>
      <Suspense fallback={<Skeletons rows={6} />}><section.Content /></Suspense>
    </SettingsFrame>
  );
}
