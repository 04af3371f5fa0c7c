import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '~/app/format';
import { useText } from '~/app/i18n';
import { useObjects, useTitleOf } from '~/records/objects';
import { recordPath } from '~/records/paths';
import { Button, Modal, ProblemNote, Skeletons } from '~/ui';
import { useImport, type ImportRun, type KeptRecord } from './imports';
import css from './import.module.css';

/** What taking an import back left as it is, since somebody has worked with it: told in number, listed on a click. */
export function Kept({ run }: { run: ImportRun }) {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  if (!run.kept) return null;
  return (
    <>
      <Button size="small" look="quiet" onClick={() => setOpen(true)}>{t('import.stayed', { count: run.kept, number: format.number(run.kept, 0) })}</Button>
      {open && <KeptList run={run} onClose={() => setOpen(false)} />}
    </>
  );
}

function KeptList({ run, onClose }: { run: ImportRun; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  // A list of imports need not carry them.
  const { data, error } = useImport(run.kept_records?.length ? undefined : run.id);
  const records = run.kept_records?.length ? run.kept_records : data?.kept_records;
  const more = (run.kept ?? 0) - (records?.length ?? 0);
  return (
    <Modal open onClose={onClose} title={t('import.stayed', { count: run.kept ?? 0, number: format.number(run.kept ?? 0, 0) })}>
      <p className="soft">{t('import.stayed_why')}</p>
      <ProblemNote error={error} />
      {!records ? !error && <Skeletons rows={3} /> : <ul className={css.kept}>{records.map((one) => <KeptLine key={`${one.object} ${one.id}`} one={one} />)}</ul>}
      {records && more > 0 && <p className="faint">{t('import.stayed_more', { count: more, number: format.number(more, 0) })}</p>}
    </Modal>
  );
}

function KeptLine({ one }: { one: KeptRecord }) {
  const format = useFormat();
  const object = useObjects().find((type) => type.name === one.object);
  const found = useTitleOf(one.object, one.title ? undefined : one.id);
  return (
    <li>
      <Link className="link" to={recordPath(one.object, one.id)}>{one.title ?? found ?? object?.label ?? one.object}</Link>
      <small>{format.list(one.fields.map((name) => object?.fields.find((field) => field.name === name)?.label ?? name))}</small>
    </li>
  );
}
