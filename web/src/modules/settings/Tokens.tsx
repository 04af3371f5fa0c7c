import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '~/app/api/client';
import { isApiError } from '~/app/api/errors';
import { queries } from '~/app/api/query';
import { dayText, useFormat } from '~/app/format';
import type { Id } from '~/app/api/types';
import { useText } from '~/app/i18n';
import { useSession } from '~/app/session';
import { useObjects } from '~/records/objects';
import { Ago, Button, Card, Checkbox, DateInput, IconButton, ProblemNote, Segmented, Select, Table, Tag, TextInput, toast } from '~/ui';
import css from './settings.module.css';

const rights = ['see', 'create', 'edit', 'bin', 'export'] as const;
type Right = (typeof rights)[number];
type Scopes = Record<string, Right[]>;
type Reach = 'all' | 'read' | 'some';

interface Token {
  id: Id;
  name: string;
  created_at?: string | null;
  last_used_at?: string | null;
  expires_at?: string | null;
  scopes?: Scopes | null;
  read_only?: boolean;
}
interface Made { token: string }

const lives = ['30', '90', '365', 'never', 'day'] as const;
type Life = (typeof lives)[number];

/** Tokens for programs that call the API as this person: what each may do, until when; each is shown once. */
export function Tokens() {
  const t = useText();
  const { data, error } = useQuery({ queryKey: ['tokens'], queryFn: async () => { const answer = await api.get<Token[] | { tokens: Token[] }>('/tokens'); return Array.isArray(answer) ? answer : answer.tokens; } });
  const [made, setMade] = useState<string | null>(null);
  const revoke = (token: Token) => {
    api.delete(`/tokens/${token.id}`).then(() => { toast.say(t('settings.token_gone', { name: token.name })); return queries.invalidateQueries({ queryKey: ['tokens'] }); }, (failure: unknown) => toast.fail(failure));
  };
  return (
    <div className={css.stack}>
      <Card title={t('settings.token_new')}>
        <p className={css.hint}>{t('settings.tokens_hint')}</p>
        <NewToken onMade={setMade} />
        {made && <p className={css.token} role="status"><span>{t('settings.token_once')}</span><code>{made}</code><IconButton icon="copy" label={t('settings.copy')} onClick={() => void navigator.clipboard.writeText(made).then(() => toast.say(t('settings.copied')))} /></p>}
      </Card>
      <ProblemNote error={error} />
      {(data ?? []).length > 0 && <List tokens={data ?? []} onRevoke={revoke} />}
    </div>
  );
}

function List({ tokens, onRevoke }: { tokens: Token[]; onRevoke: (token: Token) => void }) {
  const t = useText();
  const format = useFormat();
  const objects = useObjects();
  const reach = (token: Token) => (token.read_only ? t('settings.token_reach.read') : token.scopes && Object.keys(token.scopes).length > 0
    ? format.list(Object.keys(token.scopes).map((name) => objects.find((object) => object.name === name)?.label_plural ?? name)) : t('settings.token_reach.all'));
  return (
    <Table stack label={t('settings.tab.tokens')} head={[{ key: 'name', label: t('settings.token_name') }, { key: 'may', label: t('settings.token_may') }, { key: 'until', label: t('settings.token_until') }, { key: 'used', label: t('settings.token_used') }, { key: 'acts', label: <span className="visually-hidden">{t('settings.actions')}</span> }]}>
      {tokens.map((token) => {
        const over = typeof token.expires_at === 'string' && Date.parse(token.expires_at) < Date.now();
        return (
          <tr key={token.id}>
            <td data-label={t('settings.token_name')}>{token.name}</td>
            <td className="soft" data-label={t('settings.token_may')}>{reach(token)}</td>
            <td className="soft" data-label={t('settings.token_until')}>{over ? <Tag tone="warn">{t('settings.token_over')}</Tag> : token.expires_at ? format.date(token.expires_at) : t('settings.token_life.never')}</td>
            <td className="soft" data-label={t('settings.token_used')}>{token.last_used_at ? <Ago at={token.last_used_at} /> : t('settings.token_never')}</td>
            <td className={css.acts}><IconButton icon="trash" size="small" label={t('settings.token_revoke', { name: token.name })} onClick={() => onRevoke(token)} /></td>
          </tr>
        );
      })}
    </Table>
  );
}

function NewToken({ onMade }: { onMade: (token: string) => void }) {
  const t = useText();
  const { workspace } = useSession();
  const objects = useObjects();
  const [name, setName] = useState('');
  const [reach, setReach] = useState<Reach>('all');
  const [life, setLife] = useState<Life>('365');
  const [day, setDay] = useState('');
  const [scopes, setScopes] = useState<Scopes>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const expires = () => {
    if (life === 'never') return undefined;
    const end = life === 'day' ? new Date(`${day}T23:59:59`) : new Date(`${dayText(new Date(Date.now() + Number(life) * 86_400_000))}T23:59:59`);
    return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
  };
  const chosen = Object.fromEntries(Object.entries(scopes).filter(([, some]) => some.length > 0));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setFault(null);
    setBusy(true);
    const until = expires();
    api.post<Made>('/tokens', { name: name.trim(), ...(until ? { expires_at: until } : {}), ...(reach === 'read' ? { read_only: true } : reach === 'some' ? { scopes: chosen } : {}) }).then((answer) => {
      onMade(answer.token);
      setName('');
      setScopes({});
      return queries.invalidateQueries({ queryKey: ['tokens'] });
    }, setFault).finally(() => setBusy(false));
  };
  const toggle = (object: string, right: Right, on: boolean) => {
    const now = scopes[object] ?? [];
    // Nothing can be done with what one may not see.
    const next = on ? rights.filter((one) => one === right || one === 'see' || now.includes(one)) : right === 'see' ? [] : now.filter((one) => one !== right);
    setScopes({ ...scopes, [object]: next });
  };
  const problem = (field: string) => (isApiError(fault) ? fault.forField(field) : undefined);
  return (
    <form className={css.tokenForm} onSubmit={submit}>
      {!!fault && !problem('name') && !problem('expires_at') && <ProblemNote error={fault} />}
      <div className={css.inline}>
        <TextInput label={t('settings.token_name')} value={name} error={problem('name')} onChange={(event) => setName(event.currentTarget.value)} />
        <Select label={t('settings.token_until')} allowDeselect={false} value={life} data={lives.map((value) => ({ value, label: t(`settings.token_life.${value}`) }))} onChange={(next) => next && setLife(next as Life)} />
        {life === 'day' && <DateInput label={t('settings.token_day')} min={workspace.today} value={day} error={problem('expires_at')} onChange={(event) => setDay(event.currentTarget.value)} />}
      </div>
      <div className={css.field}>
        <span>{t('settings.token_may')}</span>
        <Segmented<Reach> label={t('settings.token_may')} value={reach} onChange={setReach} choices={(['all', 'read', 'some'] as const).map((value) => ({ value, label: t(`settings.token_reach.${value}`) }))} />
      </div>
      {reach === 'some' && (
        <div className={css.scopes}>
          {objects.filter((object) => object.rights.see).map((object) => (
            <div key={object.name} className={css.scopeRow} role="group" aria-label={object.label_plural}>
              <b>{object.label_plural}</b>
              {rights.filter((right) => right === 'export' || object.rights[right]).map((right) => <Checkbox key={right} label={t(`roles.right.${right}`)} checked={(scopes[object.name] ?? []).includes(right)} onChange={(event) => toggle(object.name, right, event.currentTarget.checked)} />)}
            </div>
          ))}
        </div>
      )}
      <div><Button type="submit" look="primary" busy={busy} disabled={name.trim() === '' || (reach === 'some' && Object.keys(chosen).length === 0) || (life === 'day' && day === '')}>{t('settings.token_make')}</Button></div>
    </form>
  );
}
