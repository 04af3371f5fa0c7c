import { useText } from '~/app/i18n';
import { useTitle } from '~/app/usePage';
import { PageHeader } from '~/ui';

export function Page() {
  const t = useText();
  useTitle(t('nav.programs'));
  return <main id="main"><PageHeader title={t('nav.programs')} /></main>;
}
