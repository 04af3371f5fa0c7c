import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '~/app/api/client';
import { queries } from '~/app/api/query';
import type { Id } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { Ago, Button, Card, IconButton, ProblemNote, Table, TextInput, toast } from '~/ui';
import css from './settings.module.css';

interface Token { id: Id; name: string; created_at?: string | null; last_used_at?: string | null; expires_at?: string | null }

/** Tokens for programs that call the API as this person; each is shown once. */
export function Tokens() {
  const t = useText();
  const { data, error } = useQuery({ queryKey: ['tokens'], queryFn: async () => { const answer = await api.get<Token[] | { tokens: Token[] }>('/tokens'); return Array.isArray(answer) ? answer : answer.tokens; } });
  const [name, setName] = useState('');
  const [made, setMade] = useState<string | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setFault(null);
    api.post<{ token: string }>('/tokens', { name: name.trim() }).then((answer) => { setMade(answer.token); setName(''); return queries.invalidateQueries({ queryKey: ['tokens'] }); }, setFault);
  };
  const revoke = (token: Token) => {
    api.delete(`/tokens/${token.id}`).then(() => { toast.say(t('settings.token_gone', { name: token.name })); return queries.invalidateQueries({ queryKey: ['tokens'] }); }, (failure: unknown) => toast.fail(failure));
  };
  return (
    <Card title={t('settings.tab.tokens')}>
      <p className={css.hint}>{t('settings.tokens_hint')}</p>
      <ProblemNote error={error ?? fault} />
      <form className={css.inline} onSubmit={submit}>
        <TextInput label={t('settings.token_name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" look="primary" disabled={name.trim() === ''}>{t('settings.token_make')}</Button>
      </form>
      {made && <p className={css.token} role="status"><span>{t('settings.token_once')}</span><code>{made}</code><IconButton icon="copy" label={t('settings.copy')} onClick={() => void navigator.clipboard.writeText(made).then(() => toast.say(t('settings.copied')))} /></p>}
      {(data ?? []).length > 0 && (
        <Table label={t('settings.tab.tokens')} head={[{ key: 'name', label: t('settings.token_name') }, { key: 'used', label: t('settings.token_used') }, { key: 'acts', label: '' }]}>
          {(data ?? []).map((token) => (
            <tr key={token.id}><td>{token.name}</td><td className="soft">{token.last_used_at ? <Ago at={token.last_used_at} /> : t('settings.token_never')}</td><td className={css.acts}><IconButton icon="trash" size="small" label={t('settings.token_revoke', { name: token.name })} onClick={() => revoke(token)} /></td></tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
