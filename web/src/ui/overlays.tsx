import { Drawer as MantineDrawer, Menu as MantineMenu, Modal as MantineModal, Popover as MantinePopover } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useText } from '~/app/i18n';
import { Icon, type IconName } from './Icon';
import { Kbd } from './controls';

export function Modal({ open, onClose, title, children, wide }: { open: boolean; onClose: () => void; title: ReactNode; children: ReactNode; wide?: boolean }) {
  const t = useText();
  return (
    <MantineModal opened={open} onClose={onClose} title={title} size={wide ? 760 : 460} centered={false} yOffset="9vh" closeButtonProps={{ 'aria-label': t('ui.close') }}>
      {children}
    </MantineModal>
  );
}

export function Drawer({ open, onClose, title, children, side = 'right' }: { open: boolean; onClose: () => void; title: ReactNode; children: ReactNode; side?: 'left' | 'right' }) {
  const t = useText();
  return (
    <MantineDrawer opened={open} onClose={onClose} title={title} position={side} size={side === 'left' ? 280 : 460} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      {children}
    </MantineDrawer>
  );
}

export interface MenuItem {
  label: string;
  icon?: IconName;
  onSelect?: () => void;
  danger?: boolean;
  on?: boolean;
  shortcut?: string;
  divide?: boolean; // a line above
  heading?: boolean;
  disabled?: boolean;
}

/** `keep`: choosing leaves it open, for items that are switched on and off. */
export function Menu({ target, items, label, align = 'end', keep }: { target: ReactNode; items: MenuItem[]; label?: string; align?: 'start' | 'end'; keep?: boolean }) {
  // The component's own placeholder for the focus is nothing a menu may have in it, so the first choice is focused.
  const first = items.findIndex((item) => !item.heading && !item.disabled);
  return (
    <MantineMenu position={align === 'end' ? 'bottom-end' : 'bottom-start'} shadow="md" width="max-content" withinPortal withInitialFocusPlaceholder={false} closeOnItemClick={!keep}>
      <MantineMenu.Target>{target}</MantineMenu.Target>
      <MantineMenu.Dropdown aria-label={label} mah="calc(100dvh - 5rem)" style={{ overflowY: 'auto' }}>
        {items.map((item, index) => [
          item.divide && <MantineMenu.Divider key={`divide${index}`} />,
          item.heading ? <MantineMenu.Label key={`heading${index}`}>{item.label}</MantineMenu.Label> : (
            <MantineMenu.Item
              key={`item${index}`} {...(index === first ? { 'data-autofocus': true } : {})} onClick={item.onSelect} disabled={item.disabled} color={item.danger ? 'var(--bad)' : undefined}
              leftSection={item.icon ? <Icon name={item.icon} /> : undefined}
              rightSection={item.on ? <Icon name="check" /> : item.shortcut ? <Kbd>{item.shortcut}</Kbd> : undefined}
            >
              {item.label}
            </MantineMenu.Item>
          ),
        ])}
      </MantineMenu.Dropdown>
    </MantineMenu>
  );
}

export function Popover({ target, children, open, onChange, width = 300, align = 'start', label }: {
  target: ReactNode; children: ReactNode; open?: boolean; onChange?: (open: boolean) => void; width?: number | 'auto'; align?: 'start' | 'end'; label?: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  });
  // A list of choices that opens from within lies elsewhere in the page, but a click in it is no click outside.
  useEffect(() => {
    if (!open) return undefined;
    const down = (event: Event) => {
      const to = event.target;
      const id = box.current?.id;
      if (!(to instanceof Element) || box.current?.contains(to) || to.closest('.mantine-Combobox-dropdown, .mantine-Popover-dropdown') || (id && to.closest(`[aria-controls="${CSS.escape(id)}"]`))) return;
      change.current?.(false);
    };
    document.addEventListener('mousedown', down);
    document.addEventListener('touchstart', down);
    return () => {
      document.removeEventListener('mousedown', down);
      document.removeEventListener('touchstart', down);
    };
  }, [open]);
  return (
    <MantinePopover
      closeOnClickOutside={open === undefined}
      {...(open === undefined ? {} : { opened: open })} {...(onChange ? { onChange } : {})}
      width={width === 'auto' ? 'max-content' : width} position={align === 'end' ? 'bottom-end' : 'bottom-start'} shadow="md" trapFocus returnFocus withinPortal
    >
      <MantinePopover.Target>{target}</MantinePopover.Target>
      <MantinePopover.Dropdown ref={box} {...(label ? { 'aria-label': label } : {})}>{children}</MantinePopover.Dropdown>
    </MantinePopover>
  );
}

/** A dialog without a title bar: the palette. */
export function Overlay({ onClose, label, children }: { onClose: () => void; label: string; children: ReactNode }) {
  return (
    <MantineModal.Root opened onClose={onClose} padding={0} size={600} yOffset="10vh">
      <MantineModal.Overlay backgroundOpacity={0.35} />
      <MantineModal.Content aria-label={label}><MantineModal.Body p={0}>{children}</MantineModal.Body></MantineModal.Content>
    </MantineModal.Root>
  );
}
