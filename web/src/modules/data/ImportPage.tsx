import { useEffect, useState } from 'react';
import { queries } from '~/app/api/query';
import { useText } from '~/app/i18n';
import { useTitle } from '~/app/usePage';
import { fieldOf, useObjects } from '~/records/objects';
import { Button, PageHeader, Skeletons, toast } from '~/ui';
import { DropFile } from './DropFile';
import { History } from './History';
import { isUnderWay, useImport, useImportOnceMore, usePreview, useRun, useUpload, type Dialect, type ImportFile, type ImportMapping } from './imports';
import { MappingCard } from './MappingCard';
import { RunCard } from './RunCard';
import { SetCard } from './SetCard';
import { makeSet, type ImportSet } from './sets';
import { Unfinished } from './Unfinished';
import { mappedCount } from './mapping';

/** Drop a file → recognised columns → a dry run in numbers with samples of each problem → progress → undo. */
export function Page() {
  const t = useText();
  useTitle(t('nav.import'));
  const objects = useObjects();
  const upload = useUpload();
  const preview = usePreview();
  const onceMore = useImportOnceMore();
  const run = useRun();
  const [file, setFile] = useState<ImportFile | null>(null);
  const [mapping, setMapping] = useState<ImportMapping | null>(null);
  const [corrections, setCorrections] = useState<Partial<Dialect>>({});
  const [asked, setAsked] = useState<string | undefined>(undefined);
  const { data: state } = useImport(asked);
  const [set, setSet] = useState<ImportSet | null>(null);
  const [sending, setSending] = useState<{ at: number; of: number } | null>(null);
  const [fault, setFault] = useState<unknown>(null);

  const finished = state !== undefined && !isUnderWay(state) && state.state !== 'paused' && state.state !== 'uploaded' && !state.dry_run;
  // Once rows are written, where the columns go is settled.
  const settled = finished || (state !== undefined && !state.dry_run && (isUnderWay(state) || state.state === 'paused'));
  useEffect(() => {
    if (!finished) return;
    for (const key of ['imports', 'records', 'week', 'coverage', 'programs']) void queries.invalidateQueries({ queryKey: [key] });
  }, [finished]);

  const take = (answer: ImportFile) => {
    setFile(answer);
    setMapping(answer.suggestion);
    setAsked(undefined);
  };
  const failed = { onError: (failure: unknown) => toast.fail(failure) };
  const reread = (object: string | undefined, change: Partial<Dialect>, fresh = false) => {
    if (!file) return;
    // Another file of a zip, another sheet of a workbook: what was corrected was corrected of the other.
    const entry = corrections.entry ? { entry: corrections.entry } : {};
    const other = change.entry !== undefined || change.sheet !== undefined;
    const dialect = change.entry !== undefined ? change : { ...(change.sheet !== undefined ? entry : corrections), ...change };
    preview.mutate({ id: file.id, ...(object && !other ? { object } : {}), dialect, fresh }, { ...failed, onSuccess: (answer) => { setCorrections(dialect); take(answer); } });
  };
  const nextOf = (all: string[], now: string) => all[all.indexOf(now) + 1];
  const next: Partial<Dialect> | undefined = ((): Partial<Dialect> | undefined => {
    if (!file) return undefined;
    const sheet = nextOf(file.sheets, file.sheet);
    const entry = nextOf(file.entries, file.entry);
    return sheet !== undefined ? { sheet } : entry !== undefined ? { entry } : undefined;
  })();
  const goOn = (dialect: Partial<Dialect>) => {
    if (!file) return;
    onceMore.mutate(file.id, {
      ...failed,
      onSuccess: (answer) => preview.mutate({ id: answer.id, dialect }, { ...failed, onSuccess: (read) => { setCorrections(dialect); take(read); }, onError: (failure) => { setCorrections({}); take(answer); toast.fail(failure); } }),
    });
  };
  const start = (dryRun: boolean, as = mapping) => {
    if (!file || !as) return;
    run.mutate({ id: file.id, mapping: as, dryRun, dialect: corrections }, { ...failed, onSuccess: () => setAsked(file.id) });
  };
  /** What a check found to be missing, where it may be made: one click, and the file is checked again. */
  const missing = (() => {
    const type = objects.find((object) => object.name === mapping?.object);
    if (!mapping || !type || !state?.dry_run) return undefined;
    const fields = new Set(state.problems.filter((problem) => problem.code === 'import.unknown_reference').map((problem) => problem.field));
    const makeable = mapping.columns.flatMap((target) => {
      const to = fields.has(target.field) && !target.create ? objects.find((object) => object.name === fieldOf(type, target.field)?.to) : undefined;
      return to?.rights.create && to.name !== 'user' ? [{ target, label: to.label_plural.toLocaleLowerCase() }] : [];
    });
    if (makeable.length === 0) return undefined;
    return {
      labels: makeable.map((one) => one.label),
      onMake: () => {
        const next = { ...mapping, columns: mapping.columns.map((target) => (makeable.some((one) => one.target === target) ? { ...target, create: true } : target)) };
        setMapping(next);
        start(true, next);
      },
    };
  })();
  const columnOf = (field: string | null) => {
    const target = mapping?.columns.find((column) => column.field === field);
    return file?.columns.find((column) => column.index === target?.index)?.name || objects.find((object) => object.name === mapping?.object)?.fields.find((one) => one.name === field)?.label || (field ?? '');
  };
  const together = async (ids: string[]) => {
    try {
      setSet(await makeSet(ids));
      setFile(null);
      setMapping(null);
    } catch (failure) {
      setFault(failure);
      toast.fail(failure);
    }
  };
  /** One file is looked at; several go together, in the order they need. */
  const takeFiles = async (files: File[]) => {
    setFault(null);
    const [only] = files;
    if (files.length < 2) {
      if (only) upload.mutate(only, { onSuccess: take });
      return;
    }
    try {
      const sent: ImportFile[] = [];
      for (const [index, one] of files.entries()) {
        setSending({ at: index + 1, of: files.length });
        sent.push(await upload.mutateAsync(one));
      }
      await together(sent.map((one) => one.id));
    } catch (failure) {
      setFault(failure);
    } finally {
      setSending(null);
    }
  };
  const startOver = () => { setSet(null); setFile(null); setMapping(null); setCorrections({}); setAsked(undefined); };

  return (
    <main id="main">
      <PageHeader title={t('nav.import')} sub={file ? file.name : set ? t('import.set_sub', { count: set.imports.length }) : t('import.sub')}>
        {(file || set) && <Button onClick={startOver}>{t('import.another')}</Button>}
      </PageHeader>
      {!file && !set && <DropFile busy={upload.isPending} sending={sending} error={fault ?? upload.error} onFiles={(files) => void takeFiles(files)} />}
      {set && <SetCard set={set} onAgain={startOver} />}
      {file && mapping && !settled && (objects.length === 0 ? <Skeletons rows={6} /> : (
        <MappingCard
          file={file} mapping={mapping} busy={preview.isPending} onChange={(next) => { setMapping(next); setAsked(undefined); }}
          onObject={(object) => reread(object, {})} onDialect={(dialect) => reread(mapping.object, dialect)} onFresh={() => reread(undefined, {}, true)}
          onAll={(file.entries.length > 1 || file.sheets.length > 1 || (file.known?.objects.length ?? 0) > 1) && file.known ? () => void together([file.id]) : undefined}
        />
      ))}
      {file && mapping && (
        <RunCard state={state} busy={run.isPending || onceMore.isPending || preview.isPending} error={run.error} columns={mappedCount(mapping, file)} estimate={file.rows_estimate} columnOf={columnOf} onCheck={() => start(true)} onImport={() => start(false)} onAgain={startOver} missing={missing} onMore={next && (() => goOn(next))} />
      )}
      {!file && !set && <Unfinished onSet={setSet} />}
      {!file && !set && <History />}
    </main>
  );
}
