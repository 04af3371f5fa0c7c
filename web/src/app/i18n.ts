import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import loaders from 'virtual:languages';
import type { Language } from './api/types';

/** Every language there is a catalogue of: a file more is a language more. */
export const languages: Language[] = Object.keys(loaders);
const key = 'kith.language';

/** Hundreds of cells ask for the language: each does so at the price of one subscription. */
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const known = (language: string): Language | undefined => {
  const plain = language.replace(/-.*$/, '').toLowerCase();
  return loaders[language] ? language : loaders[plain] ? plain : plain === 'no' || plain === 'nn' ? 'nb' : undefined;
};

/** Before anyone has signed in: what was chosen here last, else what the browser asks for. */
function first(): Language {
  try {
    const kept = localStorage.getItem(key);
    if (kept !== null && loaders[kept]) return kept;
  } catch {
    // storage closed: the browser's languages decide
  }
  for (const language of navigator.languages) {
    const found = known(language);
    if (found) return found;
  }
  return 'en';
}

/** A language as its own speakers call it. */
export function nameOfLanguage(language: Language): string {
  const name = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

export async function setLanguage(language: Language): Promise<void> {
  const load = loaders[language];
  if (!load) return setLanguage('en'); // the server knows one that this app was not built with
  if (!i18next.hasResourceBundle(language, 'translation')) i18next.addResourceBundle(language, 'translation', (await load.first()).default);
  if (late) i18next.addResourceBundle(language, 'translation', (await load.late()).default, true, false);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
  try {
    localStorage.setItem(key, language);
  } catch {
    // only a convenience for the next visit
  }
}

let late = false;
/** Loads a page together with the texts that the first pages do without. */
export const withTexts = <T>(page: () => Promise<T>) => async (): Promise<T> => {
  const texts = loaders[currentLanguage()]?.late();
  late = true;
  const [shown, more] = await Promise.all([page(), texts]);
  if (more) i18next.addResourceBundle(currentLanguage(), 'translation', more.default, true, false);
  return shown;
};

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
export const currentLanguage = (): Language => i18next.language ?? 'en';

/** `const t = useText(); t('week.title', {week: 48})`. With `count` the plural form is chosen. */
export function useText(): Text {
  const language = useLanguage();
  let text = texts.get(language);
  if (!text) texts.set(language, (text = i18next.getFixedT(language) as Text));
  return text;
}
export const useLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage);
