import { lazy, Suspense, useState } from 'react';
import { address } from '~/app/api/client';
import type { Id } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { closeOverlay } from '~/app/shell/overlay';
import { Ago, Icon, ProblemNote, Skeleton } from '~/ui';
import { Modal } from '~/ui/overlays';
import { useRecord } from '../data';
import { bytesText } from './bytes';
import { iconOfFile } from './FileList';
import css from './files.module.css';

const PdfPages = lazy(() => import('./PdfPages').then((file) => ({ default: file.PdfPages })));

/** A file as a picture or as pages, and the way to have it. */
export function FileViewer({ id }: { id: Id }) {
  const t = useText();
  const format = useFormat();
  const { data: record, error } = useRecord('file', id);
  const [broken, setBroken] = useState(false);
  const name = String(record?.fields['name'] ?? '');
  const type = String(record?.fields['media_type'] ?? '');
  const source = address(`/files/${id}/preview`);
  const none = <div className={css.none}><Icon name={iconOfFile(type)} size={30} /><p>{t('files.no_preview')}</p></div>;
  return (
    <Modal open onClose={closeOverlay} title={name || t('files.title')} wide>
      <div className={css.viewer}>
        {error && <ProblemNote error={error} />}
        {record && (
          <>
            <div className={css.stage} tabIndex={0} role="region" aria-label={name}>
              {broken ? none
                : type.startsWith('image/') && type !== 'image/svg+xml' ? <img src={source} alt={name} onError={() => setBroken(true)} />
                : type === 'application/pdf' ? <Suspense fallback={<Skeleton height={320} />}><PdfPages source={source} onBroken={() => setBroken(true)} /></Suspense>
                : none}
            </div>
            <div className={css.bar}>
              <span>{bytesText(Number(record.fields['bytes'] ?? 0), format.locale)}</span><span>·</span><Ago at={record.created_at} />
              <a className="link" href={address(`/files/${id}/content`)} download={name}>{t('files.download_this')}</a>
            </div>
          </>
        )}
      </div>
    </Modal>
  );
}
