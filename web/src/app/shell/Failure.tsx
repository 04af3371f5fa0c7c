import { useRouter } from '@tanstack/react-router';
import { isApiError } from '~/app/api/errors';
import { useText } from '~/app/i18n';
import { Button, Empty, LinkButton } from '~/ui';

/** A part of the app that could not be fetched: the browser's own words for it tell nobody anything. */
const unreached = (error: unknown): boolean => error instanceof Error && /preload|dynamically imported|importing a module/i.test(error.message);

/** A page that could not be shown: why, and the ways on. */
export function Failure({ error }: { error: unknown }) {
  const t = useText();
  const router = useRouter();
  const gone = isApiError(error) && error.status === 404;
  return (
    <main id="main">
      <Empty icon="alert" title={t(gone ? 'app.gone' : 'app.broken')} action={gone
        ? <LinkButton to="/">{t('app.home')}</LinkButton>
        : <Button look="primary" onClick={() => void router.invalidate()}>{t('ui.retry')}</Button>}
      >
        {unreached(error) ? t('app.offline') : error instanceof Error ? error.message : undefined}
      </Empty>
    </main>
  );
}

export function NotFound() {
  const t = useText();
  return <main id="main"><Empty icon="question" title={t('app.no_page')} action={<LinkButton to="/">{t('app.home')}</LinkButton>} /></main>;
}
