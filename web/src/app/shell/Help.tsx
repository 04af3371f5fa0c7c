import { useText } from '~/app/i18n';
import { useAllShortcuts } from '~/app/shortcuts';
import { Kbd } from '~/ui';
import { Modal } from '~/ui/overlays';
import { closeOverlay } from './overlay';
import css from './help.module.css';

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const shown: Record<string, string> = { mod: mac ? '⌘' : 'Ctrl', enter: '↵', escape: 'Esc', delete: 'Del', shift: '⇧', arrowdown: '↓', arrowup: '↑', arrowleft: '←', arrowright: '→' };

export const keyText = (keys: string): string[] =>
  keys.split(' ').map((part) => part.split('+').map((key) => shown[key] ?? (key.length === 1 ? key.toUpperCase() : key)).join(' '));

/** All shortcuts of the page one is on. */
export function Help() {
  const t = useText();
  const shortcuts = useAllShortcuts().filter((shortcut) => !shortcut.hidden && shortcut.keys !== '');
  const groups = [...new Set(shortcuts.map((shortcut) => shortcut.group ?? 'shortcut.here'))];
  return (
    <Modal open onClose={closeOverlay} title={t('shortcut.title')}>
      <div className={css.sheet}>
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl>
              {shortcuts.filter((shortcut) => (shortcut.group ?? 'shortcut.here') === group).map((shortcut) => (
                <div key={shortcut.keys}>
                  <dt>{t(shortcut.label)}</dt>
                  <dd>{keyText(shortcut.keys).map((key, index) => <Kbd key={index}>{key}</Kbd>)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
