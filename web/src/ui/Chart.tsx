import { useEffect, useRef } from 'react';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useDark } from '~/app/scheme';

/** A chart, its library fetched when the first one is shown. `label` says in words what it shows. */
export function Chart({ option, height, label, onClick }: { option: EChartsCoreOption; height: number; label: string; onClick?: (index: number, series: number) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const click = useRef(onClick);
  const dark = useDark();
  useEffect(() => {
    click.current = onClick;
  });
  useEffect(() => {
    let gone = false;
    let watch: ResizeObserver | undefined;
    void import('./echarts').then(({ start }) => {
      if (gone || !box.current) return;
      chart.current = start(box.current);
      chart.current.on('click', (event) => click.current?.(event.dataIndex ?? 0, event.seriesIndex ?? 0));
      chart.current.setOption(resolved(option, box.current));
      watch = new ResizeObserver(() => chart.current?.resize());
      watch.observe(box.current);
    });
    return () => {
      gone = true;
      watch?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
    // The option of the first paint; later ones follow below. A new scheme draws anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [dark]);
  useEffect(() => {
    if (chart.current && box.current) chart.current.setOption(resolved(option, box.current), { replaceMerge: ['series'] });
  }, [option]);
  return <div ref={box} style={{ height, width: '100%' }} role="img" aria-label={label} />;
}

/** `var(--accent)` as the colour it is now: a canvas knows no custom properties. */
function resolved(option: EChartsCoreOption, element: Element): EChartsCoreOption {
  const style = getComputedStyle(element);
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return value.startsWith('var(') ? style.getPropertyValue(value.slice(4, -1)).trim() : value;
    if (Array.isArray(value)) return value.map(walk);
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
    return value;
  };
  return walk({ textStyle: { color: 'var(--soft)', fontFamily: style.fontFamily, fontSize: 12 }, animationDuration: 200, ...option }) as EChartsCoreOption;
}
