import { useSyncExternalStore } from 'react';

/** Light, dark, or as the system has it. public/theme.js reads the same key before the first paint. */
export type Scheme = 'light' | 'dark' | 'auto';
const key = 'kith.scheme';
const listeners = new Set<() => void>();
const system = matchMedia('(prefers-color-scheme: dark)');

function kept(): Scheme {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}
let scheme = kept();
export const isDark = (): boolean => scheme === 'dark' || (scheme === 'auto' && system.matches);

function apply(): void {
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark() ? 'dark' : 'light');
  for (const listener of listeners) listener();
}
system.addEventListener('change', apply);

export function setScheme(wanted: Scheme): void {
  scheme = wanted;
  try {
    localStorage.setItem(key, wanted);
  } catch {
    // lasts for this visit only
  }
  apply();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useScheme = (): Scheme => useSyncExternalStore(subscribe, () => scheme);
export const useDark = (): boolean => useSyncExternalStore(subscribe, isDark);
