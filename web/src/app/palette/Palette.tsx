import { useText } from '~/app/i18n';
import { closeOverlay } from '~/app/shell/overlay';
import { Modal } from '~/ui/overlays';

export function Palette() {
  const t = useText();
  return <Modal open onClose={closeOverlay} title={t('shell.find')}>{null}</Modal>;
}
