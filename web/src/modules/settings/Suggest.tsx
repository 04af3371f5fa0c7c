import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '~/app/api/client';
import { isApiError } from '~/app/api/errors';
import type { Money, Page, Record_ } from '~/app/api/types';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { invalidateFor } from '~/app/live';
import { numberText, parseNumber } from '~/fields/numberText';
import { Button, Card, Category, ProblemNote, TextInput, toast } from '~/ui';
import css from './settings.module.css';

const letters = ['A', 'B', 'C'] as const;
type Letter = (typeof letters)[number];
const fieldOf = { A: 'a_from', B: 'b_from', C: 'c_from' } as const;

export interface Suggestion {
  currency: string;
  a_from: Money;
  b_from: Money;
  c_from: Money;
  customers: number;
  counts: Record<'A' | 'B' | 'C' | 'D', number>;
}

export const useSuggestion = () => useMutation({ mutationFn: (as_of: string) => api.post<Suggestion>('/categories/suggest', { as_of }) });

/** Writes the line that holds where no other does: for every product line and country. */
async function saveEverywhere(fields: Record<string, Money>): Promise<void> {
  const { records } = await api.post<Page>('/records/category_threshold/query', { filter: { and: [{ field: 'product_line', op: 'is_empty' }, { field: 'country', op: 'is_empty' }] }, limit: 1 });
  const old = records[0];
  if (old) await api.patch<Record_>(`/records/category_threshold/${old.id}`, { fields }, { version: old.version });
  else await api.post<Record_>('/records/category_threshold', { fields });
}

/** Thresholds proposed from how revenue is spread: to look at, to change, and saved only when somebody says so. */
export function SuggestionCard({ suggestion, onClose, onSaved }: { suggestion: Suggestion; onClose: () => void; onSaved: () => void }) {
  const t = useText();
  const format = useFormat();
  const proposed = (letter: Letter) => numberText(Number(suggestion[fieldOf[letter]].amount), format.locale);
  const [text, setText] = useState({ A: proposed('A'), B: proposed('B'), C: proposed('C') });
  const save = useMutation({
    mutationFn: () => saveEverywhere(Object.fromEntries(letters.map((letter) => {
      const amount = parseNumber(text[letter], format.locale);
      return [fieldOf[letter], { amount: amount === undefined || amount === null ? text[letter] : String(amount), currency: suggestion.currency }];
    }))),
    onSuccess: () => {
      invalidateFor('category_threshold');
      toast.say(t('settings.suggestion_saved'));
      onSaved();
    },
  });
  const asProposed = letters.every((letter) => text[letter] === proposed(letter));
  const problem = (letter: Letter) => (isApiError(save.error) ? save.error.forField(fieldOf[letter]) : undefined);
  const many = (letter: keyof Suggestion['counts']) => t('settings.suggestion_gets', { count: suggestion.counts[letter] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Card title={t('settings.suggestion')}>
      <p className={css.hint}>{t('settings.suggestion_hint', { count: suggestion.customers })}</p>
      <form onSubmit={submit}>
        {save.error && letters.every((letter) => !problem(letter)) && <ProblemNote error={save.error} />}
        <div className={css.suggest}>
          {letters.map((letter) => (
            <div key={letter}>
              <Category value={letter} />
              <TextInput
                label={t('settings.suggestion_from', { category: letter, currency: suggestion.currency })} inputMode="decimal" value={text[letter]} error={problem(letter)}
                onChange={(event) => setText({ ...text, [letter]: event.currentTarget.value })}
              />
              <span className={asProposed ? 'soft' : 'faint'}>{asProposed ? many(letter) : t('settings.suggestion_changed')}</span>
            </div>
          ))}
          <div><Category value="D" /><span>{t('settings.suggestion_below')}</span><span className={asProposed ? 'soft' : 'faint'}>{asProposed ? many('D') : t('settings.suggestion_changed')}</span></div>
        </div>
        <div className={css.formActs}><Button onClick={onClose}>{t('ui.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('settings.suggestion_save')}</Button></div>
      </form>
    </Card>
  );
}
