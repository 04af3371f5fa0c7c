import { Tooltip as MantineTooltip } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import { forwardRef, type ButtonHTMLAttributes, type ComponentProps, type ReactNode } from 'react';
import { useText } from '~/app/i18n';
import { useFormat } from '~/app/format';
import { isApiError, messageFor } from '~/app/api/errors';
import { Icon, type IconName } from './Icon';
import css from './controls.module.css';

export const join = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ');

export type Tone = 'neutral' | 'good' | 'warn' | 'bad';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  size?: 'normal' | 'small' | 'full';
  icon?: IconName;
  shortcut?: string | undefined;
  busy?: boolean;
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { look = 'plain', size = 'normal', icon, shortcut, busy, children, className, disabled, ...rest }, ref,
) {
  return (
    <button
      ref={ref} type="button" {...rest} disabled={disabled || busy} aria-busy={busy || undefined}
      className={join(css.button, look !== 'plain' && css[look], size !== 'normal' && css[size], !children && css.iconOnly, className)}
    >
      {busy ? <span className={css.spinner} /> : icon && <Icon name={icon} size={size === 'small' ? 14 : 16} />}
      {children}
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </button>
  );
});

interface LinkButtonProps extends Omit<LinkProps, 'children'> {
  look?: 'plain' | 'primary' | 'quiet';
  size?: 'normal' | 'small';
  icon?: IconName;
  children: ReactNode;
  shortcut?: string;
  onClick?: () => void;
}
export function LinkButton({ look = 'plain', size = 'normal', icon, children, shortcut, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={join(css.button, look !== 'plain' && css[look], size !== 'normal' && css[size])}>
      {icon && <Icon name={icon} />}
      {children}
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </Link>
  );
}

/** An icon alone: `label` is its name and its tooltip. */
export const IconButton = forwardRef<HTMLButtonElement, Omit<ButtonProps, 'children' | 'icon'> & { icon: IconName; label: string }>(
  function IconButton({ label, look = 'quiet', ...rest }, ref) {
    return (
      <Tooltip label={label}>
        <Button ref={ref} look={look} aria-label={label} {...rest} />
      </Tooltip>
    );
  },
);

export function Tooltip({ label, children, ...rest }: { label: ReactNode; children: ReactNode } & Omit<ComponentProps<typeof MantineTooltip>, 'label'>) {
  return (
    <MantineTooltip label={label} openDelay={350} withArrow={false} events={{ hover: true, focus: true, touch: false }} {...rest}>
      {children}
    </MantineTooltip>
  );
}

export const Kbd = ({ children }: { children: ReactNode }) => <kbd className={css.kbd} aria-hidden>{children}</kbd>;

export function Tag({ tone = 'neutral', icon, children, title }: { tone?: Tone; icon?: IconName; children: ReactNode; title?: string }) {
  return (
    <span className={join(css.tag, tone !== 'neutral' && css[tone])} title={title}>
      {icon && <Icon name={icon} size={13} />}
      {children}
    </span>
  );
}

/** The letter A–D on its colour. */
export function Category({ value, small }: { value: string | null | undefined; small?: boolean }) {
  const t = useText();
  const known = value === 'A' || value === 'B' || value === 'C' || value === 'D';
  return (
    <span className={join(css.category, small && css.categorySmall, known ? css[value] : css.none)} role="img" aria-label={known ? t('ui.category', { category: value }) : t('ui.no_category')}>
      {known ? value : '–'}
    </span>
  );
}

export function Avatar({ name, size = 22 }: { name: string; size?: number }) {
  const words = name.trim().split(/\s+/);
  const letters = (words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '');
  return <span className={css.avatar} style={{ width: size, height: size, fontSize: size * 0.42 }} aria-hidden>{letters.toUpperCase()}</span>;
}

export function Card({ title, action, children, className, label }: { title?: ReactNode; action?: ReactNode; children: ReactNode; className?: string | undefined; label?: string }) {
  return (
    <section className={join(css.card, className)} aria-label={label ?? (typeof title === 'string' ? title : undefined)}>
      {title !== undefined && <div className={css.cardHead}><h2>{title}</h2>{action}</div>}
      {children}
    </section>
  );
}

/** A page's first line: title, one soft line of facts, the view's own actions at the right. */
export function PageHeader({ title, sub, children }: { title: ReactNode; sub?: ReactNode; children?: ReactNode }) {
  return (
    <header className={css.header}>
      <h1>{title}</h1>
      {sub !== undefined && <span className={css.sub}>{sub}</span>}
      {children && <span className={join(css.acts, 'no-print')}>{children}</span>}
    </header>
  );
}

/** Shares of a whole; `label` says it in words. */
export function Meter({ value, warn = 0, bad = 0, max = 100, label }: { value: number; warn?: number; bad?: number; max?: number; label: string }) {
  const part = (share: number) => `${max > 0 ? Math.min(100, (100 * share) / max) : 0}%`;
  return (
    <div className={css.meter} role="img" aria-label={label}>
      <span style={{ width: part(value) }} />
      {warn > 0 && <span className={css.meterWarn} style={{ width: part(warn) }} />}
      {bad > 0 && <span className={css.meterBad} style={{ width: part(bad) }} />}
    </div>
  );
}

/** What would be here, and the one action that fills it. */
export function Empty({ icon, title, children, action }: { icon?: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.empty}>
      {icon && <Icon name={icon} size={28} />}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Invisible for the first 200 ms. */
export const Skeleton = ({ width = '100%', height = 14 }: { width?: number | string; height?: number | string }) => (
  <span className={css.skeleton} style={{ width, height }} aria-hidden />
);

export function Skeletons({ rows = 6, height = 34 }: { rows?: number; height?: number }) {
  return <div style={{ display: 'grid', gap: 10 }} aria-hidden>{Array.from({ length: rows }, (_, row) => <Skeleton key={row} height={height} />)}</div>;
}

/** A failure in the server's words, with the way to try again. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const t = useText();
  if (!error) return null;
  return (
    <div className={css.problem} role="alert">
      <Icon name="alert" />
      <div>
        {messageFor(error)}
        {isApiError(error) && error.fields.map((field) => <div key={field.field + field.code}>{field.message}</div>)}
      </div>
      {retry && <Button size="small" onClick={retry}>{t('ui.retry')}</Button>}
    </div>
  );
}

/** Relative with the exact moment on hover. */
export function Ago({ at }: { at: string }) {
  const format = useFormat();
  return <time dateTime={at} title={at.length > 10 ? format.dateTime(at) : format.date(at, 'long')}>{format.relative(at)}</time>;
}

/**
 * A plain table for short lists: hundreds of rows, no more (lists of records are `RecordTable`). `stack`: on a phone each
 * row stands as lines, each cell behind its `data-label`.
 */
export function Table({ head, children, label, stack }: { head: { label: ReactNode; end?: boolean; key: string }[]; children: ReactNode; label: string; stack?: boolean }) {
  return (
    <div className={join(css.tableWrap, stack && css.stack)} tabIndex={0} role="region" aria-label={label}>
      <table className={css.table}>
        <thead><tr>{head.map((cell) => <th key={cell.key} scope="col" data-align={cell.end ? 'end' : undefined}>{cell.label}</th>)}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export interface Choice<T extends string> { value: T; label: string; icon?: IconName }

/** A few choices side by side, one of them on. */
export function Segmented<T extends string>({ value, choices, onChange, label, iconsOnly }: {
  value: T; choices: Choice<T>[]; onChange: (value: T) => void; label: string; iconsOnly?: boolean;
}) {
  return (
    <div className={css.segmented} role="group" aria-label={label}>
      {choices.map((choice) => (
        <button key={choice.value} type="button" aria-pressed={choice.value === value} onClick={() => onChange(choice.value)} title={iconsOnly ? choice.label : undefined} aria-label={iconsOnly ? choice.label : undefined}>
          {choice.icon && <Icon name={choice.icon} size={15} />}
          {!iconsOnly && choice.label}
        </button>
      ))}
    </div>
  );
}
