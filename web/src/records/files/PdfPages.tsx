import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { useEffect, useRef, useState } from 'react';
import { useText } from '~/app/i18n';
import { Skeleton } from '~/ui';

GlobalWorkerOptions.workerSrc = worker;
/** The first pages tell what it is; the whole is a download away. */
const most = 20;

/** A PDF drawn page by page: nothing in it is run, and a phone shows it, too. */
export function PdfPages({ source, onBroken }: { source: string; onBroken: () => void }) {
  const [pages, setPages] = useState<PDFDocumentProxy | null>(null);
  const failed = useRef(onBroken);
  useEffect(() => {
    const task = getDocument({ url: source, isEvalSupported: false, enableXfa: false });
    task.promise.then(setPages, () => failed.current());
    return () => void task.destroy();
  }, [source]);
  if (!pages) return <Skeleton height={320} />;
  return <>{Array.from({ length: Math.min(most, pages.numPages) }, (_, index) => <PdfPage key={index} pages={pages} number={index + 1} />)}</>;
}

function PdfPage({ pages, number }: { pages: PDFDocumentProxy; number: number }) {
  const t = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let stop = () => undefined as void;
    let gone = false;
    void pages.getPage(number).then((page) => {
      const target = canvas.current;
      if (gone || !target) return;
      const wide = Math.min(720, target.parentElement?.clientWidth ?? 720);
      const scale = (wide / page.getViewport({ scale: 1 }).width) * Math.min(2, window.devicePixelRatio || 1);
      const viewport = page.getViewport({ scale });
      target.width = viewport.width;
      target.height = viewport.height;
      const task = page.render({ canvas: target, viewport });
      stop = () => task.cancel();
      task.promise.catch(() => undefined); // cancelled when the dialog closed
    }, () => undefined);
    return () => {
      gone = true;
      stop();
    };
  }, [pages, number]);
  return <canvas ref={canvas} role="img" aria-label={t('files.page', { page: number, of: pages.numPages })} />;
}
