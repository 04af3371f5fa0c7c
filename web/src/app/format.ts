import { useMemo } from 'react';
import type { Language, Money } from './api/types';
import { currentLanguage, translate, useLanguage } from './i18n';

/** A language's own ways of writing; English as in Europe. */
const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : language === 'nb' ? 'nb-NO' : language);

/** A `2026-11-23` is a day, not a moment: it must not slide over midnight with the time zone. */
export const dayOf = (text: string): Date => {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  return new Date(year ?? 1970, (month ?? 1) - 1, day ?? 1);
};
const isDay = (text: string): boolean => text.length <= 10;
const moment = (text: string): Date => (isDay(text) ? dayOf(text) : new Date(text));
export const dayText = (date: Date): string =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

/** ISO 8601 week of a day: `2026-W48`. */
export function isoWeek(date: Date): string {
  const thursday = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 3 - ((date.getDay() + 6) % 7));
  const first = new Date(thursday.getFullYear(), 0, 4);
  const week = 1 + Math.round(((thursday.getTime() - first.getTime()) / 86_400_000 - 3 + ((first.getDay() + 6) % 7)) / 7);
  return `${thursday.getFullYear()}-W${String(week).padStart(2, '0')}`;
}

/** The Monday of an ISO week's `2026-W48`. */
export function mondayOf(week: string): Date {
  const [year, number] = week.split('-W').map(Number);
  const fourth = new Date(year ?? 1970, 0, 4); // always in week 1
  return new Date(fourth.getFullYear(), 0, 4 - ((fourth.getDay() + 6) % 7) + 7 * ((number ?? 1) - 1));
}

/** All the ISO weeks of a year, 52 or 53. */
export function weeksOf(year: number): string[] {
  const last = Number(isoWeek(new Date(year, 11, 28)).slice(-2));
  return Array.from({ length: last }, (_, index) => `${year}-W${String(index + 1).padStart(2, '0')}`);
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600], ['month', 2_629_800], ['week', 604_800], ['day', 86_400], ['hour', 3600], ['minute', 60],
];

export interface Format {
  locale: string;
  number(value: number, digits?: number): string;
  percent(value: number, digits?: number): string; // 0..100
  money(value: Money | null | undefined, style?: 'full' | 'short'): string;
  date(value: string | null | undefined, style?: 'short' | 'long' | 'day'): string;
  dateTime(value: string | null | undefined): string;
  time(value: string): string;
  relative(value: string, now?: Date): string;
  minutes(value: number): string;
  hours(minutes: number): string;
  week(value: string): string;
  country(code: string): string;
  languageName(code: string): string;
  month(index: number, style?: 'narrow' | 'short' | 'long'): string; // 1..12
  list(values: string[]): string;
}

const made = new Map<Language, Format>();

function make(language: Language): Format {
  const locale = localeOf(language);
  const kept = new Map<string, Intl.NumberFormat>();
  const numbers = (key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    let format = kept.get(key);
    if (!format) kept.set(key, (format = new Intl.NumberFormat(locale, options)));
    return format;
  };
  const dates = {
    short: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
    long: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    day: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }),
  };
  const dateTimes = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  const times = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const relatives = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  const tongues = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const name = (names: Intl.DisplayNames, code: string): string => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code; // not a code at all: show what is stored
    }
  };
  return {
    locale,
    number: (value, digits) => numbers(`n${digits}`, { maximumFractionDigits: digits ?? 2 }).format(value),
    percent: (value, digits) => numbers(`p${digits}`, { style: 'percent', maximumFractionDigits: digits ?? 1 }).format(value / 100),
    money(value, style = 'full') {
      if (!value) return '';
      const amount = Number(value.amount);
      const whole = Number.isInteger(amount) || Math.abs(amount) >= 10_000;
      try {
        return numbers(`m${value.currency}${style}${whole}`, {
          style: 'currency', currency: value.currency, currencyDisplay: 'code',
          ...(style === 'short' ? { notation: 'compact', maximumFractionDigits: 1 } : { maximumFractionDigits: whole ? 0 : 2 }),
        }).format(amount);
      } catch {
        return `${value.amount} ${value.currency}`;
      }
    },
    date: (value, style = 'short') => (value ? dates[style].format(moment(value)) : ''),
    dateTime: (value) => (value ? dateTimes.format(moment(value)) : ''),
    time: (value) => times.format(moment(value)),
    relative(value, now = new Date()) {
      const from = isDay(value) ? new Date(now.getFullYear(), now.getMonth(), now.getDate()) : now;
      const seconds = (moment(value).getTime() - from.getTime()) / 1000;
      for (const [unit, length] of steps) {
        if (isDay(value) && (unit === 'hour' || unit === 'minute')) continue;
        if (Math.abs(seconds) >= length) return relatives.format(Math.round(seconds / length), unit);
      }
      return isDay(value) ? relatives.format(0, 'day') : translate('time.now');
    },
    minutes(value) {
      if (value < 60) return translate('time.minutes', { minutes: Math.round(value) });
      const hours = Math.floor(value / 60);
      const rest = Math.round(value % 60);
      return rest ? translate('time.hours_minutes', { hours, minutes: rest }) : translate('time.hours', { hours });
    },
    hours: (minutes) => translate('time.hours', { hours: numbers('h', { maximumFractionDigits: 1 }).format(minutes / 60) }),
    week: (value) => translate('time.week', { week: Number(value.slice(-2)) }),
    country: (code) => name(regions, code.toUpperCase()),
    languageName: (code) => name(tongues, code),
    month: (index, style = 'short') => new Intl.DateTimeFormat(locale, { month: style }).format(new Date(2026, index - 1, 1)),
    list: (values) => lists.format(values),
  };
}

export function formatFor(language: Language): Format {
  let format = made.get(language);
  if (!format) made.set(language, (format = make(language)));
  return format;
}
export const currentFormat = (): Format => formatFor(currentLanguage());

/** Numbers, money, dates and names as the person's language writes them. */
export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => formatFor(language), [language]);
}
