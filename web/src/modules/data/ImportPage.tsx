import { useEffect, useState } from 'react';
import { queries } from '~/app/api/query';
import { useText } from '~/app/i18n';
import { useTitle } from '~/app/usePage';
import { useObjects } from '~/records/objects';
import { Button, PageHeader, Skeletons, toast } from '~/ui';
import { DropFile } from './DropFile';
import { History } from './History';
import { useImport, useImportOnceMore, usePreview, useRun, useUpload, type Dialect, type ImportFile, type ImportMapping } from './imports';
import { MappingCard } from './MappingCard';
import { RunCard } from './RunCard';

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

  const finished = state !== undefined && state.state !== 'running' && state.state !== 'uploaded' && !state.dry_run;
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
  const reread = (object: string | undefined, change: Partial<Dialect>) => {
    if (!file) return;
    // Another file of a zip, another sheet of a workbook: what was corrected was corrected of the other.
    const entry = corrections.entry ? { entry: corrections.entry } : {};
    const other = change.entry !== undefined || change.sheet !== undefined;
    const dialect = change.entry !== undefined ? change : { ...(change.sheet !== undefined ? entry : corrections), ...change };
    preview.mutate({ id: file.id, ...(object && !other ? { object } : {}), dialect }, { ...failed, onSuccess: (answer) => { setCorrections(dialect); take(answer); } });
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
  const start = (dryRun: boolean) => {
    if (!file || !mapping) return;
    run.mutate({ id: file.id, mapping, dryRun, dialect: corrections }, { ...failed, onSuccess: () => setAsked(file.id) });
  };
  const columnOf = (field: string | null) => {
    const target = mapping?.columns.find((column) => column.field === field);
    return file?.columns.find((column) => column.index === target?.index)?.name || objects.find((object) => object.name === mapping?.object)?.fields.find((one) => one.name === field)?.label || (field ?? '');
  };
  const startOver = () => { setFile(null); setMapping(null); setCorrections({}); setAsked(undefined); };

  return (
    <main id="main">
      <PageHeader title={t('nav.import')} sub={file ? file.name : t('import.sub')}>
        {file && <Button onClick={startOver}>{t('import.another')}</Button>}
      </PageHeader>
      {!file && <DropFile busy={upload.isPending} error={upload.error} onFile={(chosen) => upload.mutate(chosen, { onSuccess: take })} />}
      {file && mapping && !finished && (objects.length === 0 ? <Skeletons rows={6} /> : (
        <MappingCard
          file={file} mapping={mapping} busy={preview.isPending} onChange={(next) => { setMapping(next); setAsked(undefined); }}
          onObject={(object) => reread(object, {})} onDialect={(dialect) => reread(mapping.object, dialect)}
        />
      ))}
      {file && mapping && (
        <RunCard state={state} busy={run.isPending || onceMore.isPending || preview.isPending} error={run.error} columns={mapping.columns.length} columnOf={columnOf} onCheck={() => start(true)} onImport={() => start(false)} onAgain={startOver} onMore={next && (() => goOn(next))} />
      )}
      {!file && <History />}
    </main>
  );
}
