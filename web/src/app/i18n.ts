import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import type { Language } from './api/types';

export const languages: Language[] = ['en', 'nb'];
const key = 'kith.language';

/** Hundreds of cells ask for the language: each does so at the price of one subscription. */
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const load = {
  en: () => import('virtual:catalogue/en'),
  nb: () => import('virtual:catalogue/nb'),
};

/** Before anyone has signed in: what was chosen here last, else what the browser asks for. */
function first(): Language {
  try {
    const kept = localStorage.getItem(key);
    if (kept === 'en' || kept === 'nb') return kept;
  } catch {
    // storage closed: the browser's languages decide
  }
  return navigator.languages.some((language) => /^(nb|nn|no)\b/.test(language)) ? 'nb' : 'en';
}

export async function setLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await load[language]()).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
  try {
    localStorage.setItem(key, language);
  } catch {
    // only a convenience for the next visit
  }
}

export async function startLanguage(): Promise<void> {
  await i18next.init({
    lng: first(),
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    resources: {},
    interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
  });
  await setLanguage(first());
}

export type Params = Record<string, string | number>;
type Text = (text: string, params?: Params) => string;
const texts = new Map<Language, Text>();
export const translate = (text: string, params?: Params): string => i18next.t(text, params ?? {});
export const currentLanguage = (): Language => (i18next.language === 'nb' ? 'nb' : 'en');

/** `const t = useText(); t('week.title', {week: 48})`. With `count` the plural form is chosen. */
export function useText(): Text {
  const language = useLanguage();
  let text = texts.get(language);
  if (!text) texts.set(language, (text = i18next.getFixedT(language) as Text));
  return text;
}
export const useLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage);
